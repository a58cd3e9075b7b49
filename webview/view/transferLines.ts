import type { TransferView } from '../../src/api/views.ts';
import { createIconButton } from '../toolkit.ts';
import { el, icon } from './dom.ts';
import { formatSize } from './format.ts';
import { makeVisible } from './visible.ts';

/** Files on their way out, each with its progress and a way to stop it. */
export class TransferLines {
  readonly element = el('div', 'transfers');
  readonly #cancel: (transfer: string) => void;
  readonly #lines = new Map<string, TransferLine>();

  constructor(cancel: (transfer: string) => void) {
    this.#cancel = cancel;
  }

  render(transfers: readonly TransferView[]): void {
    const present = new Set(transfers.map(({ id }) => id));
    for (const [id, line] of this.#lines) {
      if (present.has(id)) continue;
      line.element.remove();
      this.#lines.delete(id);
    }
    for (const transfer of transfers) {
      let line = this.#lines.get(transfer.id);
      if (!line) {
        line = new TransferLine(transfer, () => {
          this.#cancel(transfer.id);
        });
        this.#lines.set(transfer.id, line);
        this.element.append(line.element);
      }
      line.render(transfer);
    }
  }
}

class TransferLine {
  readonly element: HTMLElement;
  readonly #progress: HTMLProgressElement;
  readonly #facts = el('span', 'file-facts');
  readonly #stop: HTMLElement;

  constructor({ name, size }: TransferView, cancel: () => void) {
    const shown = makeVisible(name);
    this.#progress = el('progress', 'progress', {
      max: String(Math.max(size, 1)),
      'aria-label': `Sending ${shown}`,
    });
    this.#stop = createIconButton('close', `Cancel Sending ${shown}`, cancel);
    this.element = el(
      'div',
      'line transfer',
      {},
      icon('arrow-up'),
      el('bdi', 'line-text file-name', { title: shown }, shown),
      this.#progress,
      this.#facts,
      this.#stop,
    );
  }

  render({ state, sent, size, error }: TransferView): void {
    const failed = state === 'failed';
    this.element.classList.toggle('line-error', failed);
    this.#progress.hidden = failed;
    this.#stop.hidden = failed;
    this.#progress.value = sent;
    this.#facts.textContent = failed
      ? (error ?? 'The file was not sent.')
      : `${Math.floor((100 * sent) / Math.max(size, 1))} % of ${formatSize(size)}`;
  }
}

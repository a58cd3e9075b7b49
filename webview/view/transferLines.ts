import { say } from '../../src/api/say.ts';
import { transferProgress } from '../../src/api/transferProgress.ts';
import type { TransferView } from '../../src/api/views.ts';
import { createIconButton } from '../toolkit.ts';
import { el, icon, name, setText, toggle } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

interface TransferActions {
  /** Cancels a running transfer, or discards a failed one. */
  cancel(transfer: string): void;
  retry(transfer: string): void;
  /** Lets the user choose another way. */
  sendAnotherWay(transfer: string): void;
}

/** Outgoing transfers, each with its progress and buttons to cancel or retry it. */
export class TransferLines {
  readonly element = el('section', 'transfers', {
    'aria-label': t('Files on their way'),
    hidden: '',
  });
  readonly #actions: TransferActions;
  readonly #lines = new Map<string, TransferLine>();

  constructor(actions: TransferActions) {
    this.#actions = actions;
  }

  render(transfers: readonly TransferView[]): void {
    toggle(this.element, transfers.length > 0);
    const present = new Set(transfers.map(({ id }) => id));
    for (const [id, line] of this.#lines) {
      if (present.has(id)) continue;
      line.element.remove();
      this.#lines.delete(id);
    }
    for (const transfer of transfers) {
      let line = this.#lines.get(transfer.id);
      if (!line) {
        line = new TransferLine(transfer, this.#actions);
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
  readonly #facts = el('span', 'file-facts', { dir: 'auto' });
  readonly #retry: HTMLElement;
  readonly #another: HTMLElement;
  readonly #stop: HTMLElement;

  constructor({ id, name, size }: TransferView, actions: TransferActions) {
    const shown = makeVisible(name);
    this.#progress = el('progress', 'progress', {
      max: String(Math.max(size, 1)),
      'aria-label': t('Sending {name}', { name: shown }),
    });
    this.#retry = createIconButton(
      'refresh',
      t('Try Again to Send {name}', { name: shown }),
      () => {
        actions.retry(id);
      },
    );
    this.#another = createIconButton(
      'arrow-swap',
      t('Send {name} Another Way…', { name: shown }),
      () => {
        actions.sendAnotherWay(id);
      },
    );
    this.#stop = createIconButton('close', t('Cancel Sending {name}', { name: shown }), () => {
      actions.cancel(id);
    });
    this.element = el(
      'div',
      'line transfer',
      {},
      icon('arrow-up'),
      el('bdi', 'line-text file-name', { title: shown }, shown),
      this.#progress,
      this.#facts,
      this.#retry,
      this.#another,
      this.#stop,
    );
  }

  render(transfer: TransferView): void {
    const { name: fileName, state, sent, way, error } = transfer;
    const failed = state === 'failed';
    this.element.classList.toggle('line-error', failed);
    this.#progress.hidden = failed;
    this.#retry.hidden = !failed;
    this.#another.hidden = !(failed || (way !== 'upload' && sent === 0));
    name(
      this.#stop,
      failed
        ? t('Give Up Sending {name}', { name: fileName })
        : t('Cancel Sending {name}', { name: fileName }),
    );
    this.#progress.value = sent;
    const reason = error ? makeVisible(say(error)) : t('The file was not sent.');
    setText(this.#facts, failed ? reason : transferProgress(transfer));
  }
}

import { t } from '../../src/base/l10n.ts';
import { handOver, handOverUris } from '../handOver.ts';
import type { PanelPort } from '../port.ts';
import type { ChatStore } from '../store.ts';
import type { ComposerView } from './composer.ts';
import { FileBar } from './fileBar.ts';
import { FileDrop } from './fileDrop.ts';
import { LongTextLine } from './longTextLine.ts';
import { pastedFiles, pastedName } from './pastedFiles.ts';

const TEXT = 'text/plain';

/** Files, and long texts, that are dropped on the tab or pasted into it. */
export class Attaching {
  readonly #files: FileBar;
  readonly #drop: FileDrop;
  readonly #longText: LongTextLine;

  constructor(store: ChatStore, panel: PanelPort, composer: () => ComposerView) {
    this.#files = new FileBar({
      send: (files) => handOver(files, store, panel),
      onLeave: () => {
        composer().focus();
      },
    });
    this.#longText = new LongTextLine((text) => {
      const name = pastedName(TEXT, new Date(), 1);
      void handOver([new File([text], name, { type: TEXT })], store, panel).then((isTaken) => {
        if (isTaken) composer().remove(text);
      });
    });
    this.#drop = new FileDrop({
      onFiles: (files) => void handOver(files, store, panel),
      onUris: (uris) => {
        handOverUris(uris, store, panel);
      },
      onNothing: () => {
        store.notify(t('Nothing was sent: what was dropped is no file.'));
      },
    });
  }

  /** Shows pasted files before they are sent. */
  get bar(): HTMLElement {
    return this.#files.element;
  }

  /** Offers to send a long text as a file. */
  get longText(): HTMLElement {
    return this.#longText.element;
  }

  /** Covers the tab while files are dragged over it. */
  get overlay(): HTMLElement {
    return this.#drop.element;
  }

  listen(body: HTMLElement): void {
    this.#drop.listen(body);
    body.addEventListener('paste', (event) => {
      const { clipboardData } = event;
      const files = clipboardData ? pastedFiles(clipboardData, new Date(), this.#files.names) : [];
      if (files.length === 0) {
        this.#takeText(event, clipboardData);
        return;
      }
      event.preventDefault();
      this.#files.add(files);
    });
    body.addEventListener('drop', (event) => {
      if (!event.defaultPrevented) this.#takeText(event, event.dataTransfer);
    });
  }

  /**
   * @param name who would get them
   * @param draft the text in the input
   */
  render(name: string | undefined, draft: string): void {
    this.#drop.render(name);
    this.#longText.render(draft);
  }

  /** The input takes the text itself, after this event. */
  #takeText({ target }: Event, data: DataTransfer | null): void {
    const text = data?.getData(TEXT) ?? '';
    const isInput = target instanceof Element && target.closest('.composer') !== null;
    if (isInput) this.#longText.offer(text.replaceAll(/\r\n?/gu, '\n'));
  }
}

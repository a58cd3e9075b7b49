import { handOver, handOverUris } from '../handOver.ts';
import type { PanelPort } from '../port.ts';
import type { ChatStore } from '../store.ts';
import { FileBar } from './fileBar.ts';
import { FileDrop } from './fileDrop.ts';
import { pastedFiles } from './pastedFiles.ts';

/** Files that are dropped on the tab or pasted into it. */
export class Attaching {
  readonly #files: FileBar;
  readonly #drop: FileDrop;

  /** @param onLeave returns to the input */
  constructor(store: ChatStore, panel: PanelPort, onLeave: () => void) {
    this.#files = new FileBar({ send: (files) => handOver(files, store, panel), onLeave });
    this.#drop = new FileDrop({
      onFiles: (files) => void handOver(files, store, panel),
      onUris: (uris) => {
        handOverUris(uris, store, panel);
      },
      onNothing: () => {
        store.notify('Nothing was sent: what was dropped is no file.');
      },
    });
  }

  /** Shows pasted files before they are sent. */
  get bar(): HTMLElement {
    return this.#files.element;
  }

  /** Covers the tab while files are dragged over it. */
  get overlay(): HTMLElement {
    return this.#drop.element;
  }

  listen(body: HTMLElement): void {
    this.#drop.listen(body);
    body.addEventListener('paste', (event) => {
      const files = event.clipboardData ? pastedFiles(event.clipboardData, new Date()) : [];
      if (files.length === 0) return;
      event.preventDefault();
      this.#files.show(files);
    });
  }

  /** @param name who would get them */
  render(name: string | undefined): void {
    this.#drop.render(name);
  }
}

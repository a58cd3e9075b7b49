import { el, icon, setText, toggle } from './dom.ts';
import { parseUriList } from '../../src/base/uriList.ts';

/** How the editor hands over what is dragged from its explorer and its tabs: as RFC 2483 §5. */
const EDITOR_LIST = 'application/vnd.code.uri-list';
/** What a drag that carries files says it holds. */
const FILES = 'Files';

interface FileDropOptions {
  /** Files of the system, dropped with their content. */
  onFiles(files: readonly File[]): void;
  /** Files of the editor, by their addresses. */
  onUris(uris: readonly string[]): void;
  /** What said that it holds files held none. */
  onNothing(): void;
}

/** Takes files that are dropped on the tab, and says so while they are above it. */
export class FileDrop {
  readonly #text = el('span', 'drop-text');
  readonly element = el('div', 'drop', { hidden: '' }, icon('attach'), this.#text);
  readonly #options: FileDropOptions;

  constructor(options: FileDropOptions) {
    this.#options = options;
  }

  /** Listens on the whole page. */
  listen(page: HTMLElement): void {
    for (const name of ['dragenter', 'dragover'] as const) {
      page.addEventListener(name, (event) => {
        const { dataTransfer } = event;
        if (!dataTransfer || !holdsFiles(dataTransfer)) return;
        // Taken, or the editor would open the file on top of the chat.
        event.preventDefault();
        dataTransfer.dropEffect = 'copy';
        toggle(this.element, true);
      });
    }
    page.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) toggle(this.element, false);
    });
    // A drag that was given up over another frame says nothing here; while one lasts, no pointer moves.
    page.addEventListener('pointermove', () => {
      toggle(this.element, false);
    });
    page.addEventListener('drop', (event) => {
      toggle(this.element, false);
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      this.#take(event.dataTransfer);
    });
  }

  render(name: string | undefined): void {
    setText(this.#text, name === undefined ? 'Drop to send' : `Drop to send to ${name}`);
  }

  #take(data: DataTransfer): void {
    const uris = parseUriList(data.getData(EDITOR_LIST));
    const files = [...data.files];
    if (uris.length > 0) this.#options.onUris(uris);
    else if (files.length > 0) this.#options.onFiles(files);
    else this.#options.onNothing();
  }
}

function holdsFiles({ types }: DataTransfer): boolean {
  return types.includes(EDITOR_LIST) || types.includes(FILES);
}

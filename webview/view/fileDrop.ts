import { el, icon, setText, toggle } from './dom.ts';
import { t } from '../../src/base/l10n.ts';
import { parseUriList } from '../../src/base/uriList.ts';

/** The format of drags from the editor's explorer and tabs (RFC 2483 §5). */
const EDITOR_LIST = 'application/vnd.code.uri-list';
/** The type that indicates files in a drag. */
const FILES = 'Files';

interface FileDropOptions {
  /** Called for files of the system, dropped with their content. */
  onFiles(files: readonly File[]): void;
  /** Called for files of the editor, by URI. */
  onUris(uris: readonly string[]): void;
  /** Called if a drag that indicated files contained none. */
  onNothing(): void;
}

/** Accepts files dropped on the tab, and shows an overlay during the drag. */
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
        // Accepts the drag, or the editor would open the file on top of the chat.
        event.preventDefault();
        dataTransfer.dropEffect = 'copy';
        toggle(this.element, true);
      });
    }
    page.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) toggle(this.element, false);
    });
    // A drag that ends over another frame fires no event here; but no pointer moves during a drag.
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
    setText(
      this.#text,
      name === undefined ? t('Drop to send') : t('Drop to send to {name}', { name }),
    );
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

import { makeVisible } from '../../src/api/visible.ts';
import { formatBytes } from '../../src/base/formatBytes.ts';
import { imageSize, mayBeDrawn } from '../../src/base/imageSize.ts';
import { plural, t } from '../../src/base/l10n.ts';
import { createButton } from '../toolkit.ts';
import { el, setText, toggle } from './dom.ts';
import { onKey } from './keys.ts';

/** Maximum size of a picture to preview, in bytes. */
const MAX_PREVIEW_BYTES = 10 * 1000 * 1000;

interface FileBarOptions {
  /** Sends the files. @returns whether the transfer began; if not, they stay */
  send(files: readonly File[]): Promise<boolean>;
  /** Called to return the focus to the input. */
  onLeave(): void;
}

/** Pasted files, shown above the input: they are sent only on confirmation. */
export class FileBar {
  readonly element: HTMLElement;
  readonly #image = el('img', 'file-preview', { alt: '', hidden: '' });
  readonly #name = el('span', 'file-name');
  readonly #facts = el('span', 'file-facts');
  readonly #send: HTMLElement;
  readonly #options: FileBarOptions;
  #files: readonly File[] = [];

  constructor(options: FileBarOptions) {
    this.#options = options;
    this.#send = createButton(t('Send'), () => void this.#sendThem(), 'primary');
    const discard = createButton(t('Discard'), () => {
      this.#hide();
    });
    this.element = el(
      'section',
      'line file-bar',
      { 'aria-label': t('Files to be sent'), hidden: '' },
      this.#image,
      el('span', 'file-about line-text', {}, this.#name, this.#facts),
      el('span', 'file-bar-buttons', {}, this.#send, discard),
    );
    onKey(this.element, (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.#hide();
    });
  }

  /** The names of the files that wait for confirmation. */
  get names(): readonly string[] {
    return this.#files.map(({ name }) => name);
  }

  /** Shows files for confirmation, with those that wait for it. */
  add(added: readonly File[]): void {
    this.#show([...this.#files, ...added]);
    this.#send.focus();
  }

  #show(files: readonly File[]): void {
    this.#forget();
    this.#files = files;
    const names = files.map(({ name }) => makeVisible(name));
    const size = formatBytes(files.reduce((sum, file) => sum + file.size, 0));
    const [only = ''] = names;
    setText(
      this.#name,
      names.length === 1 ? only : plural(names.length, ['{count} file', '{count} files']),
    );
    setText(this.#facts, names.length === 1 ? size : `${names.join(', ')} · ${size}`);
    toggle(this.element, true);
    const [first] = files;
    if (first && files.length === 1) void this.#preview(first);
  }

  /** Shows a preview of a picture that may be decoded. */
  async #preview(file: File): Promise<void> {
    if (file.size > MAX_PREVIEW_BYTES) return;
    const content = await file.arrayBuffer().catch(() => new ArrayBuffer());
    const size = imageSize(new Uint8Array(content));
    // Other files may have been pasted meanwhile.
    if (!size || !mayBeDrawn(size) || this.#files[0] !== file) return;
    this.#image.src = URL.createObjectURL(new Blob([content], { type: size.mediaType }));
    toggle(this.#image, true);
  }

  async #sendThem(): Promise<void> {
    const files = this.#files;
    if (!(await this.#options.send(files))) return;
    // More may have been pasted meanwhile.
    const others = this.#files.filter((file) => !files.includes(file));
    if (others.length > 0) this.#show(others);
    else if (this.#files.length > 0) this.#hide();
  }

  #hide(): void {
    this.#forget();
    toggle(this.element, false);
    this.#options.onLeave();
  }

  #forget(): void {
    URL.revokeObjectURL(this.#image.src);
    this.#image.removeAttribute('src');
    toggle(this.#image, false);
    this.#files = [];
  }
}

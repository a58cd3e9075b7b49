import { createButton } from '../toolkit.ts';
import { el, setText, toggle } from './dom.ts';
import { formatSize } from './format.ts';

interface PictureBarOptions {
  /** Sends the picture. Result: whether it is on its way; if not, it stays. */
  send(picture: File): Promise<boolean>;
  /** The focus is to return to the input. */
  onLeave(): void;
}

/** A picture that was pasted, above the input: it leaves only when the user says so. */
export class PictureBar {
  readonly element: HTMLElement;
  readonly #image = el('img', 'picture-preview', { alt: '' });
  readonly #name = el('span', 'file-name');
  readonly #size = el('span', 'file-facts');
  readonly #send: HTMLElement;
  readonly #options: PictureBarOptions;
  #picture: File | undefined;

  constructor(options: PictureBarOptions) {
    this.#options = options;
    this.#send = createButton('Send', () => void this.#sendIt(), 'primary');
    const discard = createButton('Discard', () => {
      this.#hide();
    });
    this.element = el(
      'section',
      'line picture-bar',
      { 'aria-label': 'Picture to be sent', hidden: '' },
      this.#image,
      el('span', 'file-about line-text', {}, this.#name, this.#size),
      el('span', 'picture-buttons', {}, this.#send, discard),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.#hide();
    });
  }

  /** Asks about a picture, in place of one that waits. */
  show(picture: File): void {
    this.#forget();
    this.#picture = picture;
    this.#image.src = URL.createObjectURL(picture);
    setText(this.#name, picture.name);
    setText(this.#size, formatSize(picture.size));
    toggle(this.element, true);
    this.#send.focus();
  }

  async #sendIt(): Promise<void> {
    const picture = this.#picture;
    // Meanwhile another one may have been pasted.
    if (picture && (await this.#options.send(picture)) && this.#picture === picture) this.#hide();
  }

  #hide(): void {
    this.#forget();
    toggle(this.element, false);
    this.#options.onLeave();
  }

  #forget(): void {
    URL.revokeObjectURL(this.#image.src);
    this.#image.removeAttribute('src');
    this.#picture = undefined;
  }
}

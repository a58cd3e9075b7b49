import type { ChatState } from '../src/api/views.ts';

/** How long after the last key one is no longer typing, and after which one has turned away, in ms. */
const PAUSED_MS = 30_000;
const INACTIVE_MS = 120_000;

/**
 * What the user does in this chat (XEP-0085 §2), by what they do in the tab. That the tab is hidden
 * or closed is for the panel to tell: the page is gone by then.
 */
export class OwnChatState {
  readonly #tell: (state: ChatState) => void;
  #state: ChatState = 'active';
  #paused: ReturnType<typeof setTimeout> | undefined;
  #inactive: ReturnType<typeof setTimeout> | undefined;

  /** @param tell hears every change */
  constructor(tell: (state: ChatState) => void) {
    this.#tell = tell;
    this.#wait();
  }

  /** The user has changed the draft to `text`. */
  type(text: string): void {
    this.#wait();
    clearTimeout(this.#paused);
    if (text === '') {
      this.#become('active');
      return;
    }
    this.#become('composing');
    this.#paused = setTimeout(() => {
      this.#become('paused');
    }, PAUSED_MS);
  }

  /** The user has sent the draft; the message itself says that they are active. */
  send(): void {
    this.#wait();
    clearTimeout(this.#paused);
    this.#state = 'active';
  }

  /** The user is here: a key, a click, a movement. */
  interact(): void {
    this.#wait();
    if (this.#state === 'inactive') this.#become('active');
  }

  #wait(): void {
    clearTimeout(this.#inactive);
    this.#inactive = setTimeout(() => {
      clearTimeout(this.#paused);
      this.#become('inactive');
    }, INACTIVE_MS);
  }

  #become(state: ChatState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell(state);
  }
}

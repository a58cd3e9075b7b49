import type { ChatState } from '../src/api/views.ts';

/** How long after the last key one is no longer typing, and after which one has turned away, in ms. */
const PAUSED_MS = 30_000;
const INACTIVE_MS = 120_000;
/** How often it is said again that the user types: the host does not believe it for ever, in ms. */
const AGAIN_MS = 20_000;

/**
 * What the user does in this chat (XEP-0085 §2), by what they do in the tab. That the tab is hidden
 * or closed is for the panel to tell: the page is gone by then.
 */
export class OwnChatState {
  readonly #tell: (state: ChatState) => void;
  #state: ChatState = 'active';
  #toldAt = 0;
  #paused: ReturnType<typeof setTimeout> | undefined;
  #inactive: ReturnType<typeof setTimeout> | undefined;

  /** @param tell hears every change, and from time to time that the user still types */
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
    const now = performance.now();
    const isRenewed = state === 'composing' && now - this.#toldAt >= AGAIN_MS;
    if (state === this.#state && !isRenewed) return;
    this.#state = state;
    this.#toldAt = now;
    this.#tell(state);
  }
}

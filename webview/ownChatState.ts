import type { ChatState } from '../src/api/views.ts';

/** Time since the last key until `paused`, and since any activity until `inactive`, in ms. */
const PAUSED_MS = 30_000;
const INACTIVE_MS = 120_000;
/** Interval for repeating `composing`, in ms: it expires at the host. */
const AGAIN_MS = 20_000;

/**
 * The user's chat state (XEP-0085 §2), derived from their activity in the tab. The panel reports
 * when the tab is hidden or closed: the page is gone by then.
 */
export class OwnChatState {
  readonly #tell: (state: ChatState) => void;
  #state: ChatState = 'active';
  #sentAt = 0;
  #paused: ReturnType<typeof setTimeout> | undefined;
  #inactive: ReturnType<typeof setTimeout> | undefined;

  /** @param tell called on every change, and repeatedly while the user types */
  constructor(tell: (state: ChatState) => void) {
    this.#tell = tell;
    this.#wait();
  }

  /** The user changed the draft to `text`. */
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

  /** The user sent the draft; the message itself implies `active`. */
  send(): void {
    this.#wait();
    clearTimeout(this.#paused);
    this.#state = 'active';
  }

  /** The user is active: a key, a click, a pointer movement. */
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
    const isRenewed = state === 'composing' && now - this.#sentAt >= AGAIN_MS;
    if (state === this.#state && !isRenewed) return;
    this.#state = state;
    this.#sentAt = now;
    this.#tell(state);
  }
}

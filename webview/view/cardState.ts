import { el, setChildren, setText, toggle } from './dom.ts';

/** How far a file has come, and what has become of it. */
export interface ShownState {
  /** While it is on its way. */
  readonly progress?: {
    /** In bytes. */
    readonly done: number;
    /** In bytes, if it is known. */
    readonly size: number | undefined;
    readonly words: string;
  };
  /** What has become of it; may be empty. */
  readonly words: string;
  readonly isFailure: boolean;
}

/** The part of a file's card that changes while it is received: progress, a state in words, and buttons. */
export class CardState {
  readonly buttons = el('span', 'file-actions');
  readonly line: HTMLElement;
  readonly words = el('span', 'card-state', { role: 'status', dir: 'auto' });
  readonly #bar: HTMLProgressElement;
  readonly #pace = el('span', 'file-facts');
  #drawn: string | undefined;

  /** @param label what its progress is called */
  constructor(label: string) {
    this.#bar = el('progress', 'progress', { 'aria-label': label });
    this.line = el('span', 'card-progress', {}, this.#bar, this.#pace);
  }

  render({ progress, words, isFailure }: ShownState): void {
    toggle(this.#bar, progress !== undefined);
    toggle(this.#pace, progress !== undefined);
    if (progress) {
      const { done, size } = progress;
      // One without a value shows that it goes on, and not how far.
      if (size === undefined) this.#bar.removeAttribute('value');
      else {
        this.#bar.max = Math.max(size, 1);
        this.#bar.value = done;
      }
      setText(this.#pace, progress.words);
    }
    toggle(this.words, words !== '');
    setText(this.words, words);
    this.words.classList.toggle('failure-reason', isFailure);
  }

  /**
   * Replaces the buttons when others are wanted; keeps the keyboard in the message when the one that was
   * pressed is gone.
   * @param kind what they depend on
   */
  renderButtons(kind: string, make: () => readonly HTMLElement[]): void {
    if (kind === this.#drawn) return;
    this.#drawn = kind;
    const hadFocus = this.buttons.contains(document.activeElement);
    setChildren(this.buttons, make());
    if (!hadFocus) return;
    const next = this.buttons.querySelector('button');
    (next ?? this.buttons.closest<HTMLElement>('.message'))?.focus();
  }
}

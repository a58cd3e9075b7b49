import type { NewMessages } from '../unreadDivider.ts';
import { el, setText, toggle } from './dom.ts';

export interface PillsOptions {
  /** To the newest message. */
  onNewest(): void;
  /** To the first one that was not read. */
  onUnread(message: string): void;
}

export interface PillsContent {
  /** Whether the newest message is in sight. */
  readonly following: boolean;
  /** Incoming messages below that the reader has not seen. */
  readonly unseen: number;
  /** New messages that begin above what is in sight. */
  readonly news: NewMessages | undefined;
  /** The first new message, once the reader has got to it. */
  readonly passed: string | undefined;
}

/** The buttons that lie over the log: at its top to what was not read, at its end to the newest. */
export class Pills {
  readonly #newest = el('button', 'pill', { type: 'button', hidden: '' });
  readonly #unread = el('button', 'unread-pill', { type: 'button', hidden: '' });
  readonly element = el('div', 'pills', {}, this.#unread, this.#newest);
  #first: string | undefined;
  /** Whoever has been there needs no way to it any more. */
  #passed: string | undefined;

  constructor(options: PillsOptions) {
    this.#newest.addEventListener('click', () => {
      options.onNewest();
    });
    this.#unread.addEventListener('click', () => {
      if (this.#first !== undefined) options.onUnread(this.#first);
    });
  }

  render({ following, unseen, news, passed }: PillsContent): void {
    toggle(this.#newest, !following);
    this.#newest.classList.toggle('has-new', unseen > 0);
    setText(this.#newest, unseen > 0 ? `${unseen} new ↓` : '↓');
    this.#newest.setAttribute(
      'aria-label',
      unseen > 0 ? `${unseen} new messages, go to the newest` : 'Go to the newest',
    );
    this.#passed = passed ?? this.#passed;
    this.#first = news?.first;
    toggle(this.#unread, news !== undefined && news.first !== this.#passed);
    if (!news) return;
    setText(this.#unread, `${news.count} new ↑`);
    this.#unread.setAttribute('aria-label', `${news.count} new messages, go to the first`);
  }
}

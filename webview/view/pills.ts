import { formatNumber, plural, t } from '../../src/base/l10n.ts';
import type { NewMessages } from '../unreadDivider.ts';
import { el, setText, toggle } from './dom.ts';

export interface PillsOptions {
  /** Jumps to the newest message. */
  onNewest(): void;
  /** Jumps to the first unread message. */
  onUnread(message: string): void;
}

export interface PillsContent {
  /** Whether the log follows the newest message. */
  readonly following: boolean;
  /** The number of incoming messages below that the reader has not seen. */
  readonly unseen: number;
  /** New messages that begin above the viewport. */
  readonly news: NewMessages | undefined;
  /** The first new message, once the reader has reached it. */
  readonly passed: string | undefined;
}

/** Buttons over the log: at the top to the first unread message, at the bottom to the newest. */
export class Pills {
  readonly #newest = el('button', 'pill', { type: 'button', hidden: '' });
  readonly #unread = el('button', 'unread-pill', { type: 'button', hidden: '' });
  readonly element = el('div', 'pills', {}, this.#unread, this.#newest);
  #first: string | undefined;
  /** The first new message that was reached: it no longer needs a button. */
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
    setText(this.#newest, unseen > 0 ? `${newText(unseen)} ↓` : '↓');
    this.#newest.setAttribute(
      'aria-label',
      unseen > 0
        ? plural(unseen, [
            '{count} new message, go to the newest',
            '{count} new messages, go to the newest',
          ])
        : t('Go to the newest'),
    );
    this.#passed = passed ?? this.#passed;
    this.#first = news?.first;
    toggle(this.#unread, news !== undefined && news.first !== this.#passed);
    if (!news) return;
    setText(this.#unread, `${newText(news.count)} ↑`);
    this.#unread.setAttribute(
      'aria-label',
      plural(news.count, [
        '{count} new message, go to the first',
        '{count} new messages, go to the first',
      ]),
    );
  }
}

function newText(count: number): string {
  return t('{count} new', { count: formatNumber(count) });
}

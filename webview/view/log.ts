import type { ScrollAnchor } from '../../src/api/panel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { el, setText, toggle } from './dom.ts';
import { leadsOf } from './grouping.ts';
import type { NewMessages } from '../newMark.ts';
import { LogKeys } from './logKeys.ts';
import { type MessageActions, MessageRow } from './messageRow.ts';
import { RowActions } from './rowActions.ts';

/** This near to the end, in CSS px, counts as being there. */
const END_SLACK = 24;
/** This near to the top, older messages are asked for, before one gets there. */
const TOP_SLACK = 400;

/** After this time a row's height is known and remembered by the browser. */
const LAYOUT_MS = 500;

export interface LogOptions {
  readonly actions: MessageActions;
  readonly older: HTMLElement;
  /** The reader has come near the top. */
  onNearTop(): void;
  /** The reader has scrolled; the anchor is absent at the end. */
  onScrolled(anchor: ScrollAnchor | undefined): void;
  /** The reader wants to go back to the input. */
  onLeave(): void;
}

/**
 * The messages, oldest first. Rows are kept by message id and only those that differ are touched.
 *
 * Scrolling: at the end it stays at the end; anywhere else it holds what is being read, whatever
 * is added above or below, and for changes of size the browser's own scroll anchoring does.
 */
export class LogView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #list = el('div', 'messages');
  readonly #pill = el('button', 'pill', { type: 'button', hidden: '' });
  readonly #rows = new Map<string, MessageRow>();
  readonly #options: LogOptions;
  #firstId: string | undefined;
  #following = true;
  /** Incoming messages below the end of what the reader has seen. */
  #unseen = 0;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#scroller = el(
      'div',
      'log',
      { role: 'log', 'aria-label': 'Messages', 'aria-live': 'off' },
      options.older,
      this.#list,
    );
    this.element = el('main', 'log-frame', {}, this.#scroller, this.#pill);
    this.#pill.addEventListener('click', () => {
      this.scrollToEnd();
      options.onLeave();
    });
    this.#scroller.addEventListener('scroll', () => {
      this.#scrolled();
    });
    const keys = new LogKeys(this.#list, () => {
      options.onLeave();
    });
    this.#list.addEventListener('keydown', (event) => {
      keys.handle(event);
    });
    new RowActions(this.#list, (id) => this.#rows.get(id)?.message, options.actions);
    // Heights change for many reasons: new rows, a narrower tab, a growing input, a larger font.
    const resized = new ResizeObserver(() => {
      if (this.#following) this.#jumpToEnd();
    });
    resized.observe(this.#list);
    resized.observe(this.#scroller);
  }

  /** Whether the newest message is in sight. */
  get following(): boolean {
    return this.#following;
  }

  /** @param news the messages that are new to the reader */
  render(messages: readonly MessageView[], news: NewMessages | undefined): void {
    const added = this.#countAppended(messages);
    // Only what is new and comes last is read out, never a page of history.
    this.#scroller.setAttribute('aria-live', added.appendedOnly ? 'polite' : 'off');
    if (this.#following) {
      this.#place(messages, news);
      this.#jumpToEnd();
    } else {
      this.#holding(() => {
        this.#place(messages, news);
      });
      this.#unseen += added.incoming;
    }
    this.#firstId = messages[0]?.id;
    if (added.own) this.scrollToEnd();
    this.#renderPill();
  }

  /** Goes back to where the reader was before a reload, as far as that message is here. */
  restore(anchor: ScrollAnchor): void {
    const row = this.#rows.get(anchor.message);
    if (!row) return;
    this.#following = false;
    row.element.scrollIntoView({ block: 'start' });
    this.#scroller.scrollTop -= anchor.offset;
  }

  /** Shows the picture that a message announces, now that it is here. */
  showPicture(message: string, picture: Blob): void {
    this.#rows.get(message)?.showPicture(URL.createObjectURL(picture));
  }

  /** Goes to a message. Result: false where it is not loaded. */
  showMessage(message: string): boolean {
    const row = this.#rows.get(message)?.element;
    if (!row) return false;
    this.#following = false;
    row.scrollIntoView({ block: 'center' });
    this.focusMessage(message);
    return true;
  }

  /** Gives the focus to a message, and moves nothing. Result: false where it is not loaded. */
  focusMessage(message: string): boolean {
    const row = this.#rows.get(message)?.element;
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  scrollToEnd(): void {
    this.#following = true;
    this.#unseen = 0;
    this.#jumpToEnd();
    this.#renderPill();
  }

  #jumpToEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight <= END_SLACK;
    if (this.#following) this.#unseen = 0;
    this.#renderPill();
    this.#options.onScrolled(this.#following ? undefined : this.#anchor());
    if (scrollTop < TOP_SLACK) this.#options.onNearTop();
  }

  /** Changes the list without moving what is being read; the browser does not, at the very top. */
  #holding(change: () => void): void {
    const row = this.#topRow();
    // The lower edge: a row that no longer leads its group loses its name at the upper one.
    const before = row?.getBoundingClientRect().bottom ?? 0;
    change();
    const after = row?.isConnected ? row.getBoundingClientRect().bottom : before;
    if (after !== before) this.#scroller.scrollTop += after - before;
  }

  /** Unfolding grows downwards: one reads on where one was, also at the end. */
  readonly #stand = (change: () => void): void => {
    this.#following = false;
    change();
    this.#scrolled();
  };

  #anchor(): ScrollAnchor | undefined {
    const row = this.#topRow();
    const message = row?.dataset['id'];
    if (!row || message === undefined) return undefined;
    const { top } = this.#scroller.getBoundingClientRect();
    return { message, offset: Math.round(row.getBoundingClientRect().top - top) };
  }

  /** The topmost row in sight. */
  #topRow(): HTMLElement | undefined {
    const { left, top } = this.#scroller.getBoundingClientRect();
    const found = document.elementFromPoint(left + END_SLACK, top + END_SLACK);
    const row = found?.closest<HTMLElement>('.message');
    return row ?? this.#list.querySelector<HTMLElement>('.message') ?? undefined;
  }

  #renderPill(): void {
    toggle(this.#pill, !this.#following);
    this.#pill.classList.toggle('has-new', this.#unseen > 0);
    setText(this.#pill, this.#unseen > 0 ? `${this.#unseen} new ↓` : '↓');
    this.#pill.setAttribute(
      'aria-label',
      this.#unseen > 0 ? `${this.#unseen} new messages, go to the newest` : 'Go to the newest',
    );
  }

  /** What `messages` adds after the last one shown. */
  #countAppended(messages: readonly MessageView[]) {
    let incoming = 0;
    let own = false;
    let index = messages.length - 1;
    for (let message = messages[index]; message && !this.#rows.has(message.id);) {
      if (message.outgoing) own = true;
      else incoming++;
      message = messages[--index];
    }
    if (this.#firstId === undefined) return { incoming: 0, own: false, appendedOnly: false };
    return { incoming, own, appendedOnly: messages[0]?.id === this.#firstId };
  }

  #place(messages: readonly MessageView[], news: NewMessages | undefined): void {
    const present = new Set(messages.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (present.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    const leads = leadsOf(messages, news);
    const rows = messages.map((message, index) => {
      let row = this.#rows.get(message.id);
      if (!row) {
        this.#rows.set(message.id, (row = new MessageRow(this.#stand)));
        if (!this.#following) layOutNow(row.element);
      }
      row.render(
        message,
        leads[index] ?? { day: false, group: false, news: 0 },
        this.#options.actions,
      );
      return row;
    });
    let next = this.#list.firstChild;
    for (const { dividers, element } of rows) {
      for (const wanted of [...dividers, element]) {
        if (wanted === next) next = wanted.nextSibling;
        else this.#list.insertBefore(wanted, next);
      }
    }
    this.#keepTabStop();
  }

  /** One row can be reached by Tab: the one that had the focus last, else the newest. */
  #keepTabStop(): void {
    if (this.#list.querySelector('.message[tabindex="0"]')) return;
    const newest = this.#list.lastElementChild;
    if (newest) newest.setAttribute('tabindex', '0');
  }
}

/** A guess at the height is not enough above what is being read: the row is laid out for once. */
function layOutNow(row: HTMLElement): void {
  row.classList.add('fresh');
  setTimeout(() => {
    row.classList.remove('fresh');
  }, LAYOUT_MS);
}

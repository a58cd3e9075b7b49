import type { ScrollAnchor } from '../../src/api/panel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { addedSince, type NewMessages } from '../newMark.ts';
import { el } from './dom.ts';
import { estimateHeight } from './estimateHeight.ts';
import { type Lead, leadsOf } from './grouping.ts';
import { firstMatchIn, highlightMatches } from './highlightMatches.ts';
import { LogKeys } from './logKeys.ts';
import { type MessageActions, MessageRow } from './messageRow.ts';
import { Pills } from './pills.ts';
import { RowActions } from './rowActions.ts';
import { selectedRows } from './selection.ts';
import { VirtualList } from './virtualList.ts';

/** This near to an end of what is loaded, in CSS px, more is asked for, before one gets there. */
const EDGE_SLACK = 400;
/** How long a message that one has gone to is set off, in ms. */
const FLASH_MS = 2000;

const NO_LEAD: Lead = { day: false, group: false, news: 0 };

export interface LogOptions {
  readonly actions: MessageActions;
  /** What stands above the first message, and below the last one. */
  readonly older: HTMLElement;
  readonly newer: HTMLElement;
  /** The reader has come near the first message that is loaded. */
  onNearTop(): void;
  /** The reader has come near the last one, and there are newer ones. */
  onNearEnd(): void;
  /** The reader has scrolled; the anchor is absent at the end. */
  onScrolled(anchor: ScrollAnchor | undefined): void;
  /** The reader wants to see the newest message, which is not loaded. */
  onWantNewest(): void;
  /** The reader wants to go back to the input. */
  onLeave(): void;
}

/** What the log shows. */
export interface LogContent {
  readonly messages: readonly MessageView[];
  /** Those that are new to the reader. */
  readonly news: NewMessages | undefined;
  /** Whether there are older ones, and newer ones, than these. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** Messages not read yet, loaded or not. */
  readonly unread: number;
}

const EMPTY: LogContent = {
  ...{ messages: [], news: undefined, hasOlder: false, hasNewer: false, unread: 0 },
};

/**
 * The messages, oldest first. Only those near what is in sight are in the page (virtualList.ts).
 *
 * At the end it stays at the end; anywhere else it holds what is being read, whatever is added or
 * changes its size above or below.
 */
export class LogView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #list = el('div', 'messages');
  /** Says what comes below while one reads above: it is not in the page, so not read out there. */
  readonly #announcer = el('div', 'announcer', { 'aria-live': 'polite' });
  readonly #pills: Pills;
  readonly #virtual: VirtualList;
  /** By message id: what is in the page, and what the reader has changed. */
  readonly #rows = new Map<string, MessageRow>();
  readonly #options: LogOptions;
  #content = EMPTY;
  /** What the reader looks for. */
  #query = '';
  #leads: readonly Lead[] = [];
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
      options.newer,
    );
    this.#pills = new Pills({
      onNewest: () => {
        this.scrollToEnd();
        options.onLeave();
      },
      onUnread: (message) => {
        this.show(message);
      },
    });
    this.element = el(
      'main',
      'log-frame',
      {},
      this.#scroller,
      this.#pills.element,
      this.#announcer,
    );
    this.#virtual = new VirtualList({
      scroller: this.#scroller,
      list: this.#list,
      draw: (index) => this.#draw(index),
      drop: (id) => {
        this.#drop(id);
      },
      kept: () => selectedRows(this.#list, this.#content.messages, this.#virtual),
    });
    this.#scroller.addEventListener('scroll', () => {
      this.#scrolled();
    });
    this.#listen();
  }

  /** Whether the newest message is in sight. */
  get following(): boolean {
    return this.#virtual.anchor === undefined && !this.#content.hasNewer;
  }

  /** Draws what is in sight, and keeps it there. */
  render(content: LogContent): void {
    const { news, hasNewer } = content;
    const before = this.#content;
    // The store goes on changing its list; what is drawn until the next time is this one.
    const messages = [...content.messages];
    // What comes last is new only where no gap was closed before it.
    const continued = !before.hasNewer && before.messages.length > 0;
    const added = continued ? addedSince(messages, before.messages.at(-1)?.id) : [];
    const own = added.some(({ outgoing }) => outgoing);
    const incoming = added.filter(({ outgoing }) => !outgoing);
    const following = this.following;
    // Only what is new and comes last is read out, never a page of history.
    const sameStart = messages[0]?.id === before.messages[0]?.id;
    this.#scroller.setAttribute('aria-live', continued && sameStart ? 'polite' : 'off');
    this.#content = { ...content, messages };
    this.#leads = leadsOf(messages, news);
    this.#virtual.setRows(
      messages.map(({ id }) => id),
      (index) => estimateHeight(messages[index]?.body ?? '', this.#leads[index] ?? NO_LEAD),
      !hasNewer,
    );
    if (!following) {
      this.#unseen += incoming.length;
      this.#announce(incoming);
    }
    if (own) this.scrollToEnd();
    this.#keepTabStop();
    this.#renderPills();
    this.#checkEdges();
  }

  /** Goes back to where the reader was before a reload. */
  restore({ message, offset }: ScrollAnchor): void {
    this.#virtual.scrollTo(message, offset);
  }

  /** Sets off a text wherever it stands; nothing for an empty one. */
  highlight(query: string): void {
    this.#query = query;
    highlightMatches(this.#list, query);
  }

  /** Goes to a message that is loaded, sets it off for a moment, and gives it the focus. */
  show(message: string, focus?: 'unfocused'): void {
    this.#virtual.scrollTo(message);
    const row = this.#rows.get(message)?.element;
    if (!row) return;
    if (!focus) row.focus({ preventScroll: true });
    row.classList.add('flash');
    setTimeout(() => {
      row.classList.remove('flash');
    }, FLASH_MS);
    this.#settled();
  }

  /** Goes to where what is looked for stands in a message that is loaded. The focus stays. */
  showMatch(message: string): void {
    this.show(message, 'unfocused');
    const row = this.#rows.get(message);
    if (!row) return;
    if (!firstMatchIn(row.content)) row.unfold();
    const view = this.#scroller.getBoundingClientRect();
    const { top } = row.content.getBoundingClientRect();
    const match = boxOf(firstMatchIn(row.content));
    if (!match || (match.top >= view.top && match.bottom <= view.bottom)) return;
    this.#virtual.scrollTo(message, view.height / 3 - (match.top - top));
    this.#settled();
  }

  /** Shows the picture that a message announces, now that it is here. */
  showPicture(message: string, picture: Blob): void {
    const index = this.#virtual.indexOf(message);
    if (index !== undefined) this.#row(message).showPicture(URL.createObjectURL(picture));
  }

  /** Gives the focus to a message. Result: false where it is not loaded. */
  focusMessage(message: string): boolean {
    const index = this.#virtual.indexOf(message);
    const row = index === undefined ? undefined : this.#virtual.reveal(index);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  /** Goes to the newest message. */
  scrollToEnd(): void {
    if (this.#content.hasNewer) {
      this.#options.onWantNewest();
      return;
    }
    this.#virtual.scrollToEnd();
    this.#settled();
  }

  #listen(): void {
    const keys = new LogKeys({
      neighbour: (row, step) => {
        const index = this.#virtual.indexOf(row.dataset['id'] ?? '');
        return index === undefined ? undefined : this.#virtual.reveal(index + step);
      },
      edge: (which) => this.#virtual.reveal(which === 'first' ? 0 : this.#virtual.count - 1),
      leave: () => {
        this.#options.onLeave();
      },
    });
    this.#list.addEventListener('keydown', (event) => {
      keys.handle(event);
    });
    this.#list.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.#setTabStop(target.closest('.message'));
    });
    new RowActions(this.#list, (id) => this.#rows.get(id)?.message, this.#options.actions);
  }

  #draw(index: number): MessageRow {
    const message = this.#content.messages[index];
    if (!message) throw new RangeError(`no message ${index}`);
    const row = this.#row(message.id);
    row.render(message, this.#leads[index] ?? NO_LEAD, this.#options.actions);
    const { messages, hasOlder, hasNewer } = this.#content;
    row.setPosition(index + 1, hasOlder || hasNewer ? undefined : messages.length);
    return row;
  }

  #row(id: string): MessageRow {
    let row = this.#rows.get(id);
    if (!row) {
      row = new MessageRow(this.#stand);
      this.#rows.set(id, row);
    }
    return row;
  }

  #drop(id: string): void {
    const row = this.#rows.get(id);
    row?.remove();
    // What the reader has unfolded or asked for is as it was when one comes back.
    if (row?.changed !== true || this.#virtual.indexOf(id) === undefined) this.#rows.delete(id);
  }

  #scrolled(): void {
    if (this.#virtual.scrolled()) this.#scroller.setAttribute('aria-live', 'off');
    this.#settled();
  }

  /** The place is another one. */
  #settled(): void {
    if (this.#query !== '') highlightMatches(this.#list, this.#query);
    if (this.following) this.#unseen = 0;
    this.#keepTabStop();
    this.#renderPills();
    this.#options.onScrolled(this.following ? undefined : this.#virtual.anchor);
    this.#checkEdges();
  }

  #checkEdges(): void {
    if (this.#scroller.scrollTop < EDGE_SLACK) this.#options.onNearTop();
    if (this.#content.hasNewer && this.#virtual.belowEnd < EDGE_SLACK) this.#options.onNearEnd();
  }

  /** Unfolding grows downwards: one reads on where one was, also at the end. */
  readonly #stand = (change: () => void): void => {
    change();
    this.#virtual.follow();
    this.#settled();
  };

  #renderPills(): void {
    const { news, hasNewer, unread } = this.#content;
    this.#pills.render({
      following: this.following,
      unseen: hasNewer ? unread : this.#unseen,
      news: news && this.#virtual.isAbove(news.first) ? news : undefined,
      passed: news && !this.#virtual.isAbove(news.first) ? news.first : undefined,
    });
  }

  #announce(messages: readonly MessageView[]): void {
    if (messages.length === 0) return;
    this.#announcer.textContent = `${messages.length} new below`;
  }

  /** One row can be reached by Tab: the one that had the focus last, else the newest in the page. */
  #keepTabStop(): void {
    if (this.#list.querySelector('.message[tabindex="0"]')) return;
    this.#setTabStop(this.#list.lastElementChild);
  }

  #setTabStop(row: Element | null): void {
    if (!row) return;
    for (const other of this.#list.querySelectorAll('.message[tabindex="0"]')) {
      if (other !== row) other.setAttribute('tabindex', '-1');
    }
    row.setAttribute('tabindex', '0');
  }
}

/** Where a text is in the window. */
function boxOf(text: AbstractRange | undefined): DOMRect | undefined {
  return text instanceof Range ? text.getBoundingClientRect() : undefined;
}

import type { ScrollAnchor } from '../../src/api/panel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { formatNumber, t } from '../../src/base/l10n.ts';
import { addedSince, type NewMessages } from '../unreadDivider.ts';
import type { Aside } from '../room/foldActivity.ts';
import { AsideLines } from './asideLines.ts';
import { el } from './dom.ts';
import { estimateHeight } from './estimateHeight.ts';
import { type RowHeader, rowHeadersOf } from './grouping.ts';
import { firstMatchIn, highlightMatches, revealInCode } from './highlightMatches.ts';
import { LogFocus } from './logFocus.ts';
import { LogRows } from './logRows.ts';
import type { MessageActions, MessageRow } from './messageRow.ts';
import { Pills } from './pills.ts';
import { RowActions } from './rowActions.ts';
import { selectedWords } from './selectedWords.ts';
import { keepSelection, keptRows } from './selection.ts';
import { filesOf } from './messageFiles.ts';
import { createPreview } from './preview.ts';
import { TabStops } from './tabStops.ts';
import { UnaskedPictures } from './unaskedPictures.ts';
import { VirtualList } from './virtualList.ts';

/** Distance from either end of the loaded messages, in CSS px, at which more are requested. */
const EDGE_SLACK = 400;
/** Duration of the highlight of a message that was jumped to, in ms. */
const FLASH_MS = 2000;

const NO_HEADER: RowHeader = { day: false, group: false, news: 0, asides: [] };
const NOBODY: readonly string[] = [];

export interface LogOptions {
  readonly actions: MessageActions;
  /** The elements above the first message, and below the last one. */
  readonly older: HTMLElement;
  readonly newer: HTMLElement;
  /** Called when the first loaded message is near. */
  onNearTop(): void;
  /** Called when the last loaded message is near, and newer ones exist. */
  onNearEnd(): void;
  /** Called on scrolling; the anchor is absent at the end. */
  onScrolled(anchor: ScrollAnchor | undefined): void;
  /** Called to jump to the newest message, which is not loaded. */
  onWantNewest(): void;
  /** Called to return to the input. */
  onLeave(): void;
  /** Called when only `count` messages were copied, since other selected ones are not loaded. */
  onCopiedPart(count: number): void;
}

/** The content of the log. */
export interface LogContent {
  readonly messages: readonly MessageView[];
  /** The messages that are new to the reader. */
  readonly news: NewMessages | undefined;
  /** Whether older, and newer, messages exist. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** The number of unread messages, loaded or not. */
  readonly unread: number;
  /** The lines above messages, by id, and those below the last one. */
  readonly before: ReadonlyMap<string, readonly Aside[]>;
  readonly after: readonly Aside[];
  /** Who has read a message, by its id. */
  readonly readBy: ReadonlyMap<string, readonly string[]>;
}

const EMPTY: LogContent = {
  ...{ messages: [], news: undefined, hasOlder: false, hasNewer: false, unread: 0 },
  ...{ before: new Map(), after: [], readBy: new Map() },
};

/**
 * The messages, oldest first. Only those near the viewport are in the DOM (virtualList.ts).
 *
 * At the end it follows the newest message; anywhere else it preserves the reader's position,
 * whatever is added or resized above or below.
 */
export class LogView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #list = el('div', 'messages');
  readonly #after = new AsideLines();
  /** Announces messages below the viewport: they are not in the DOM, so not read out there. */
  readonly #announcer = el('div', 'announcer', { 'aria-live': 'polite' });
  readonly #pills: Pills;
  readonly #virtual: VirtualList;
  readonly #rows = new LogRows((change) => {
    this.#keepPosition(change);
  });
  readonly #options: LogOptions;
  readonly #unasked: UnaskedPictures;
  #content = EMPTY;
  /** The search query. */
  #query = '';
  /** The message last jumped to. */
  #current: string | undefined;
  #headers: readonly RowHeader[] = [];
  readonly #tabStops = new TabStops(this.#list);
  readonly #rowActions: RowActions;
  readonly #focus: LogFocus;
  /** The number of incoming messages below what the reader has seen. */
  #unseen = 0;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#scroller = el(
      'div',
      'log',
      { role: 'log', 'aria-label': t('Messages'), 'aria-live': 'off' },
      options.older,
      this.#list,
      this.#after.element,
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
        this.#rows.drop(id, this.#virtual.indexOf(id) !== undefined);
      },
      kept: () => keptRows(this.#list),
    });
    this.#scroller.addEventListener('scroll', () => {
      this.#scrolled();
    });
    this.#unasked = new UnaskedPictures((message, file) => {
      options.actions.showPicture(message, file);
    });
    const messageOf = (id: string) => this.#rows.find(id)?.message;
    this.#rowActions = new RowActions(this.#list, messageOf, options.actions);
    this.#focus = new LogFocus({
      ...{ list: this.#list, virtual: this.#virtual },
      ...{ older: options.older, newer: options.newer },
      onLeave: () => {
        options.onLeave();
      },
    });
    document.addEventListener('copy', (event) => {
      this.#copy(event);
    });
  }

  /** Whether the log follows the newest message. */
  get following(): boolean {
    return this.#virtual.anchor === undefined && !this.#content.hasNewer;
  }

  /** Renders the content, preserving the position. */
  render(content: LogContent): void {
    const { news, hasNewer } = content;
    const before = this.#content;
    // A copy, since the store modifies its list before the next rendering.
    const messages = [...content.messages];
    // Messages at the end are only new if they do not close a gap.
    const continued = !before.hasNewer && before.messages.length > 0;
    const added = continued ? addedSince(messages, before.messages.at(-1)?.id) : [];
    const own = added.some(({ outgoing }) => outgoing);
    const incoming = added.filter(({ outgoing }) => !outgoing);
    const following = this.following;
    // Only new messages at the end are read out, never a page of history.
    const sameStart = messages[0]?.id === before.messages[0]?.id;
    this.#scroller.setAttribute('aria-live', continued && sameStart ? 'polite' : 'off');
    this.#focus.prepare(before.messages, messages);
    const ids = messages.map(({ id }) => id);
    const idsBefore = before.messages.map(({ id }) => id);
    keepSelection(this.#list, idsBefore, new Set(ids));
    this.#content = { ...content, messages };
    this.#headers = rowHeadersOf(messages, news, content.before);
    // Before the rows are laid out, which follow the end.
    this.#after.render(content.after);
    this.#virtual.setRows(
      ids,
      (index) => estimateHeight(messages[index]?.body ?? '', this.#headers[index] ?? NO_HEADER),
      !hasNewer,
    );
    if (!following) {
      this.#unseen += incoming.length;
      this.#announce(incoming);
    }
    if (own) this.scrollToEnd();
    this.#tabStops.keep();
    this.#renderPills();
    this.#checkEdges();
  }

  /** Restores the position from before a reload. */
  restore({ message, offset }: ScrollAnchor): void {
    this.#virtual.scrollTo(message, offset);
  }

  /** Highlights all matches of a query; none if it is empty. */
  highlight(query: string): void {
    this.#query = query;
    highlightMatches(this.#list, query);
  }

  /**
   * Jumps to a loaded message, highlights it briefly, and focuses it. It stays the current one
   * until another is shown.
   */
  show(message: string, focus?: 'unfocused'): void {
    if (this.#virtual.indexOf(message) === undefined) return;
    this.#current = message;
    this.#virtual.scrollTo(message);
    const row = this.#rows.find(message)?.element;
    if (!row) return;
    if (!focus) row.focus({ preventScroll: true });
    row.classList.add('flash');
    setTimeout(() => {
      row.classList.remove('flash');
    }, FLASH_MS);
    this.#settled();
  }

  /** Jumps to the match in a loaded message, without moving the focus. */
  showMatch(message: string): void {
    this.show(message, 'unfocused');
    const row = this.#rows.find(message);
    if (!row) return;
    if (!firstMatchIn(row.content)) row.unfold();
    const match = firstMatchIn(row.content);
    if (!match) return;
    revealInCode(match);
    const view = this.#scroller.getBoundingClientRect();
    const { top } = row.content.getBoundingClientRect();
    const box = match.getBoundingClientRect();
    if (box.top >= view.top && box.bottom <= view.bottom) return;
    this.#virtual.scrollTo(message, view.height / 3 - (box.top - top));
    this.#settled();
  }

  /** Shows a file of a message, now that it is loaded; the oldest ones are hidden. */
  showFile(message: string, file: number, content: Uint8Array<ArrayBuffer>): void {
    const at = this.#virtual.indexOf(message);
    const shared = at === undefined ? undefined : this.#content.messages[at];
    const preview = shared && createPreview(content, filesOf(shared)[file]?.name ?? '');
    if (preview) this.#rows.showFile(message, file, preview);
  }

  /** Whether pictures are asked for as they are drawn. */
  set showsPictures(wanted: boolean) {
    this.#unasked.wanted = wanted;
    this.#virtual.layout();
  }

  /** The message that has the focus, or something in it. */
  get focused(): MessageView | undefined {
    const { message } = this.#focus;
    return message === undefined ? undefined : this.#rows.find(message)?.message;
  }

  /** Focuses a message. @returns false if it is not loaded */
  focusMessage(message: string): boolean {
    return this.#focus.moveTo(message);
  }

  /** Moves the focus from a removed element to what replaces it, as {@link LogFocus.replace}. */
  focusInstead(path: readonly Element[]): boolean {
    return this.#focus.replace(path);
  }

  /** Jumps to the newest message. */
  scrollToEnd(): void {
    if (this.#content.hasNewer) {
      this.#options.onWantNewest();
      return;
    }
    this.#virtual.scrollToEnd();
    this.#settled();
  }

  /** Copies the selected messages as written, including those that are not in the DOM. */
  #copy(event: ClipboardEvent): void {
    const selection = document.getSelection();
    if (!event.clipboardData || !selection || selection.rangeCount === 0) return;
    const { messages, hasOlder, hasNewer } = this.#content;
    const words = selectedWords(this.#list, selection.getRangeAt(0), messages);
    if (!words) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', words.text);
    if ((words.fromStart && hasOlder) || (words.toEnd && hasNewer)) {
      this.#options.onCopiedPart(words.count);
    }
  }

  #draw(index: number): MessageRow {
    const message = this.#content.messages[index];
    if (!message) throw new RangeError(`no message ${index}`);
    this.#unasked.drawn(message);
    const row = this.#rows.open(message.id);
    const header = this.#headers[index] ?? NO_HEADER;
    const readers = this.#content.readBy.get(message.id) ?? NOBODY;
    const drawn = row.render(message, header, readers, this.#options.actions);
    if (drawn) this.#rowActions.refresh(row.element);
    const { messages, hasOlder, hasNewer } = this.#content;
    row.setPosition(index + 1, hasOlder || hasNewer ? undefined : messages.length);
    row.setCurrent(message.id === this.#current);
    return row;
  }

  #scrolled(): void {
    if (this.#virtual.scrolled()) this.#scroller.setAttribute('aria-live', 'off');
    this.#settled();
  }

  /** Updates what depends on the position. */
  #settled(): void {
    if (this.#query !== '') highlightMatches(this.#list, this.#query);
    if (this.following) this.#unseen = 0;
    this.#tabStops.keep();
    this.#renderPills();
    this.#options.onScrolled(this.following ? undefined : this.#virtual.anchor);
    this.#checkEdges();
  }

  #checkEdges(): void {
    if (this.#scroller.scrollTop < EDGE_SLACK) this.#options.onNearTop();
    if (this.#content.hasNewer && this.#virtual.belowEnd < EDGE_SLACK) this.#options.onNearEnd();
  }

  /** Expands downwards: reading continues at the same position, even at the end. */
  #keepPosition(change: () => void): void {
    change();
    this.#virtual.follow();
    this.#settled();
  }

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
    this.#announcer.replaceChildren(
      t('{count} new below', { count: formatNumber(messages.length) }),
    );
  }
}

import { plural } from '../../src/base/l10n.ts';
import type { PanelPort } from '../port.ts';
import { type PlacedAsides, placeAsides } from '../room/asides.ts';
import { readBy } from '../room/readBy.ts';
import type { ChatStore } from '../store.ts';
import { UnreadDivider } from '../unreadDivider.ts';
import { toggle } from './dom.ts';
import { EdgeLine } from './edgeLine.ts';
import { EmptyView, renderSkeleton } from './empty.ts';
import { LogView } from './log.ts';
import { createMessageActions, type TabActions } from './messageActions.ts';
import { Navigator } from './navigator.ts';

/** Dependencies of {@link MessageArea}. */
export interface MessageAreaDeps {
  readonly store: ChatStore;
  readonly panel: PanelPort;
  readonly actions: Omit<TabActions, 'showMessage'>;
  /** Whether changes wait to be rendered. */
  isScheduled(): boolean;
  /** Renders the page. */
  render(): void;
  /** Called when the messages were rendered. */
  onRendered(): void;
  /** Called to return to the input. */
  onLeave(): void;
}

/** The middle of the page: the messages, or what stands for them, and the way to others. */
export class MessageArea {
  readonly log: LogView;
  readonly travel: Navigator;
  readonly #deps: MessageAreaDeps;
  readonly #store: ChatStore;
  readonly #skeleton = renderSkeleton();
  readonly #empty = new EmptyView();
  readonly #older: EdgeLine;
  readonly #newer: EdgeLine;
  readonly #news = new UnreadDivider();
  #restored = false;
  #windowFocused = false;

  constructor(deps: MessageAreaDeps) {
    const { store } = deps;
    this.#deps = deps;
    this.#store = store;
    this.#older = new EdgeLine('older', () => void store.pages.loadOlder());
    this.#newer = new EdgeLine('newer', () => void store.pages.loadNewer());
    this.log = this.#createLog();
    this.travel = new Navigator(store.pages, this.log, () => {
      deps.render();
    });
  }

  get elements(): readonly HTMLElement[] {
    return [this.#skeleton, this.#empty.element, this.log.element];
  }

  /** Whether this window has the focus. */
  set windowFocused(focused: boolean) {
    this.#windowFocused = focused;
    this.look();
  }

  /** @param picture the avatar of the chat, as its address within the page */
  render(picture: string | undefined): void {
    const { head, trouble, pages } = this.#store;
    const placed = this.#placeAsides();
    const known = pages.loaded || trouble !== undefined;
    const isBlank = placed.messages.length + placed.after.length === 0;
    const empty = pages.loaded && isBlank && head !== undefined && !head.hasOlder;
    toggle(this.#skeleton, !known);
    toggle(this.#empty.element, empty);
    toggle(this.log.element, known && !empty);
    this.#empty.render(head, picture);
    // Until the target of a jump is loaded, the current page stays, whatever changes.
    if (pages.loaded && !pages.jumping) this.#renderLog(placed);
  }

  /** Returns to where the tab was before it was hidden, once, as soon as there are messages. */
  restore(): void {
    if (this.#restored || !this.#store.pages.loaded) return;
    this.#restored = true;
    const { anchor, pages } = this.#store;
    // After a jump to a message, the old position is not restored.
    if (!anchor || this.travel.begun) return;
    if (pages.find(anchor.message)) this.log.restore(anchor);
    else void this.travel.goBack(anchor);
  }

  /** The newest message counts as read if it is visible and the window has the focus. */
  look(): void {
    if (this.#reading) void this.#store.markRead();
  }

  get #reading(): boolean {
    return (
      !this.#store.pages.jumping && this.log.following && !document.hidden && this.#windowFocused
    );
  }

  #createLog(): LogView {
    const { pages } = this.#store;
    return new LogView({
      older: this.#older.element,
      newer: this.#newer.element,
      actions: createMessageActions(this.#store, this.#deps.panel, {
        ...this.#deps.actions,
        showMessage: (message) => void this.travel.goTo(message),
      }),
      onNearTop: () => {
        // A received page must be rendered before its top can be near. After a failure, only the
        // button retries, or every scroll event would send a request.
        if (!this.#deps.isScheduled() && pages.older === 'idle') void pages.loadOlder();
      },
      onNearEnd: () => {
        if (!this.#deps.isScheduled() && pages.newer === 'idle') void pages.loadNewer();
      },
      onWantNewest: () => void this.travel.goToNewest(),
      onCopiedPart: (count) => {
        this.#store.notify(
          plural(count, [
            'Only the {count} selected message that is loaded was copied. To have all of them, choose "XMPP: Export Chat…".',
            'Only the {count} selected messages that are loaded were copied. To have all of them, choose "XMPP: Export Chat…".',
          ]),
        );
      },
      onScrolled: (anchor) => {
        this.#store.anchor = anchor;
        this.look();
      },
      onLeave: () => {
        this.#deps.onLeave();
      },
    });
  }

  #placeAsides(): PlacedAsides {
    const { activity, head, pages } = this.#store;
    const { hasOlder = false, hasNewer = false } = head ?? {};
    return placeAsides(pages.messages, activity.entries, { hasOlder, hasNewer });
  }

  #renderLog({ messages, before, after }: PlacedAsides): void {
    const { head, pages } = this.#store;
    const { hasOlder = false, hasNewer = false, unread = 0 } = head ?? {};
    this.#older.render(hasOlder, pages.older);
    this.#newer.render(hasNewer, pages.newer);
    this.#news.update(messages, unread, this.#reading, head !== undefined && !hasNewer);
    const { mark } = this.#news;
    const readers = readBy(messages, head?.readers ?? []);
    const edges = { hasOlder, hasNewer, unread };
    this.log.render({ messages, news: mark, ...edges, before, after, readBy: readers });
    this.#deps.onRendered();
    this.travel.drawn(hasNewer);
  }
}

import type { Api } from '../../src/api/channel.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import type { MessageView } from '../../src/api/views.ts';
import { AvatarPictures } from '../avatarPictures.ts';
import type { PanelPort } from '../port.ts';
import { SenderAvatars } from '../room/senderAvatars.ts';
import { UnreadDivider } from '../unreadDivider.ts';
import { OwnChatState } from '../ownChatState.ts';
import type { ChatStore } from '../store.ts';
import { captionOf, isAnswerable, isEditable } from '../composing.ts';
import { Attaching } from './attaching.ts';
import { ComposerView } from './composer.ts';
import { ConnectionLine } from './connectionLine.ts';
import { StandingLine } from './standingLine.ts';
import { RefusalLine } from './refusalLine.ts';
import { EdgeLine } from './edgeLine.ts';
import { createIconButton } from '../toolkit.ts';
import { DateBar } from './dateBar.ts';
import { el, setText, toggle } from './dom.ts';
import { type PlacedAsides, placeAsides } from '../room/asides.ts';
import { readBy } from '../room/readBy.ts';
import { EmptyView, renderSkeleton } from './empty.ts';
import { FindBar } from './findBar.ts';
import { hasAddress, type HeaderHead, HeaderView } from './header.ts';
import { LogView } from './log.ts';
import { onKey } from './keys.ts';
import { createMessageActions } from './messageActions.ts';
import { ModeBar } from './modeBar.ts';
import { NoticeView } from './notice.ts';
import { FocusGuard } from './focusGuard.ts';
import { mostUsed } from './reactions.ts';
import type { Switcher } from './switcher.ts';
import { TransferLines } from './transferLines.ts';
import { Navigator } from './navigator.ts';
import { inputLabel, RoomTab } from './room/roomTab.ts';
import { whyReadOnly } from './room/roomState.ts';
import { Typing } from './typing.ts';
import { typingLine } from './typingLine.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { plural, t } from '../../src/base/l10n.ts';

/** The whole page of a chat: creates its parts and renders them from the store. */
export class ChatTab {
  readonly #store: ChatStore;
  readonly #panel: PanelPort;
  readonly #pictures: AvatarPictures;
  readonly #senders: SenderAvatars;
  readonly #details: HTMLElement;
  readonly #switcher: Switcher | undefined;
  readonly #header: HeaderView;
  readonly #find: FindBar;
  readonly #date: DateBar;
  readonly #connection: ConnectionLine;
  readonly #refusal = new RefusalLine();
  readonly #standing: StandingLine;
  readonly #room: RoomTab;
  readonly #skeleton = renderSkeleton();
  readonly #empty = new EmptyView();
  readonly #older: EdgeLine;
  readonly #newer: EdgeLine;
  readonly #log: LogView;
  readonly #travel: Navigator;
  readonly #news = new UnreadDivider();
  readonly #typingLine = el('div', 'typing', { 'aria-live': 'polite' });
  readonly #notice: NoticeView;
  readonly #transfers: TransferLines;
  readonly #attaching: Attaching;
  readonly #mode: ModeBar;
  readonly #composer: ComposerView;
  readonly #typing: Typing;
  readonly #own: OwnChatState;
  #scheduled = false;
  /** The contact's name, as last known. */
  #name = '';
  #restored = false;
  /** The text that was added to the draft, and that the cursor goes before. */
  #cursorBefore: string | undefined;
  #windowFocused = false;
  #isOnline = false;

  /** @param switcher leads to other chats; only the view has one, and leaves the focus where it is */
  constructor(api: Api, store: ChatStore, panel: PanelPort, switcher?: Switcher) {
    this.#switcher = switcher;
    this.#store = store;
    this.#panel = panel;
    this.#connection = new ConnectionLine(store.of.account, {
      reconnect: () => void store.reconnect(),
      signIn: () => {
        panel.tell({ type: 'signIn' });
      },
      setPresence: () => {
        panel.tell({ type: 'setPresence' });
      },
      watchAgain: () => {
        store.watchAgain();
      },
    });
    this.#standing = new StandingLine((command) => {
      panel.tell({ type: 'contactCommand', command });
    });
    const changed = () => {
      this.#schedule();
    };
    this.#pictures = new AvatarPictures(
      (hash) => api.request('getAvatar', { ...store.of, hash }),
      changed,
    );
    this.#senders = new SenderAvatars(api, store.of, changed);
    this.#room = new RoomTab({
      ...{ api, store, panel, pictures: this.#pictures },
      composer: () => this.#composer,
    });
    this.#older = new EdgeLine('older', () => void store.pages.loadOlder());
    this.#newer = new EdgeLine('newer', () => void store.pages.loadNewer());
    this.#notice = new NoticeView(() => {
      store.dismissNotice();
    });
    this.#find = this.#createFindBar();
    this.#date = new DateBar({
      onJump: (time) => void this.#travel.goTo(time),
      onLeave: () => {
        this.#composer.focus();
      },
    });
    this.#details = createIconButton('account', t('Contact Details'), () => {
      panel.tell({ type: 'contactCommand', command: 'details' });
    });
    this.#header = new HeaderView(
      switcher?.element,
      createIconButton('search', t('Find in Chat (Ctrl+F)'), () => {
        this.#find.open();
      }),
      createIconButton('calendar', t('Jump to Date'), () => {
        this.#date.open();
      }),
      this.#details,
    );
    this.#transfers = new TransferLines({
      cancel: (id) => void store.cancelTransfer(id),
      retry: (id) => void store.retryTransfer(id),
      sendAnotherWay: (transfer) => {
        panel.tell({ type: 'sendAnotherWay', transfer });
      },
    });
    this.#own = new OwnChatState((state) => void store.setChatState(state));
    this.#attaching = new Attaching(store, panel, () => this.#composer);
    this.#log = this.#createLog();
    this.#travel = new Navigator(store.pages, this.#log, () => {
      this.#render();
    });
    this.#mode = new ModeBar(() => {
      this.#leaveMode();
    });
    this.#composer = this.#createComposer();
    this.#typing = new Typing({ store, panel, room: this.#room, composer: this.#composer });
  }

  /** Renders the tab into `body` and updates it. */
  start(body: HTMLElement): void {
    body.append(
      this.#header.element,
      this.#find.element,
      this.#date.element,
      this.#connection.element,
      this.#refusal.element,
      this.#room.line,
      el(
        'div',
        'middle',
        {},
        this.#skeleton,
        this.#empty.element,
        this.#log.element,
        this.#room.side,
      ),
      this.#typingLine,
      this.#transfers.element,
      this.#notice.element,
      this.#attaching.bar,
      this.#attaching.longText,
      this.#mode.element,
      this.#room.voice,
      this.#room.private,
      this.#standing.element,
      this.#composer.element,
      this.#attaching.overlay,
    );
    this.#attaching.listen(body);
    new FocusGuard(body, (path) => {
      if (!this.#log.focusInstead(path)) this.#composer.focus();
    });
    // The first rendering may request other pages, which the host knows only once they are watched.
    this.#store.start(() => {
      this.#schedule();
    });
    this.#render();
    this.#takeFocus();
    this.#panel.onCommand((command) => {
      switch (command.type) {
        case 'focusInput':
          this.#composer.focus();
          break;
        case 'windowFocused':
          this.#windowFocused = command.focused;
          this.#look();
          break;
        case 'preview':
          this.#log.showFile(command.message, command.file ?? 0, command.content);
          break;
        case 'showPictures':
          this.#log.showsPictures = command.wanted;
          break;
        case 'showMessage':
          void this.#travel.goTo(command.message);
          break;
        case 'jumpToDate':
          this.#date.open();
          break;
        case 'reply':
          this.#reply();
          break;
        case 'addText':
          this.#store.addText(command.text);
          if (command.cursor === 'before') this.#cursorBefore = command.text;
          this.#composer.focus();
          this.#schedule();
          break;
        case 'insertText':
          this.#typing.insert(command.text);
          break;
        case 'captionTaken':
          this.#store.takeCaption(command.text);
          break;
        case 'others':
          this.#switcher?.render(command.unread);
          break;
      }
    });
    onKey(document, (event) => {
      if (event.key.toLowerCase() !== 'f' || event.altKey || event.shiftKey) return;
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.#find.open();
    });
    document.addEventListener('visibilitychange', () => {
      this.#look();
    });
    for (const name of ['focus', 'keydown', 'pointerdown', 'pointermove', 'wheel']) {
      window.addEventListener(name, () => {
        this.#own.interact();
      });
    }
  }

  /** A tab that shows was asked for; the view may only show again, and waits for the focus. */
  #takeFocus(): void {
    if (!this.#switcher) this.#composer.focus();
    else
      window.addEventListener('focus', () => {
        if (document.activeElement === document.body) this.#composer.focus();
      });
  }

  #createLog(): LogView {
    return new LogView({
      older: this.#older.element,
      newer: this.#newer.element,
      actions: createMessageActions(this.#store, this.#panel, {
        avatarOf: (message) => this.#pictures.url(this.#avatarOf(message)),
        showMessage: (message) => void this.#travel.goTo(message),
        edit: (message) => {
          this.#edit(message);
        },
        reply: (message) => {
          this.#reply(message);
        },
        pickReaction: ({ id }) => {
          this.#pickReaction(id);
        },
      }),
      onNearTop: () => {
        // A received page must be rendered before its top can be near. After a failure, only the
        // button retries, or every scroll event would send a request.
        if (!this.#scheduled && this.#store.pages.older === 'idle')
          void this.#store.pages.loadOlder();
      },
      onNearEnd: () => {
        if (!this.#scheduled && this.#store.pages.newer === 'idle')
          void this.#store.pages.loadNewer();
      },
      onWantNewest: () => void this.#travel.goToNewest(),
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
        this.#look();
      },
      onLeave: () => {
        this.#composer.focus();
      },
    });
  }

  #createFindBar(): FindBar {
    return new FindBar({
      search: (query, limit) => this.#store.find(query, limit),
      onShow: (message) => void this.#travel.goTo(message, 'match'),
      onQuery: (query) => {
        this.#log.highlight(query);
      },
      onLeave: () => {
        this.#composer.focus();
      },
    });
  }

  #createComposer(): ComposerView {
    return new ComposerView({
      onInput: (text) => {
        this.#store.draft = text;
        this.#own.type(text);
      },
      onKey: (event) => this.#typing.press(event),
      onMove: () => {
        this.#typing.typed();
      },
      onSend: () => {
        const text = this.#typing.textToSend();
        if (text === undefined) return;
        this.#own.send();
        void this.#store.send(text);
        if (this.#store.head?.hasNewer === true) void this.#travel.goToNewest();
        this.#composer.focus();
      },
      onChooseFile: () => {
        this.#panel.tell({ type: 'chooseFile', ...captionOf(this.#store) });
      },
      onSendCurrentFile: () => {
        this.#panel.tell({ type: 'sendCurrentFile' });
      },
      recentEmoji: () => this.#store.recentEmoji,
      onPickEmoji: (emoji) => {
        this.#store.rememberEmoji(emoji);
      },
      onEditLast: () => void this.#editLast(),
      onCancel: () => {
        this.#leaveMode();
      },
    });
  }

  /** Edits our last message in the chat: not that of an old page that happens to be shown. */
  async #editLast(): Promise<void> {
    const { pages } = this.#store;
    if (this.#store.head?.hasNewer === true) await this.#travel.goToNewest();
    // The newest page was not loaded, or something was typed meanwhile.
    if (this.#store.head?.hasNewer === true || this.#store.draft !== '') return;
    const last = pages.messages.findLast(isEditable);
    if (last) this.#edit(last);
  }

  #edit(message: MessageView): void {
    this.#store.edit(message);
    this.#composer.focus();
  }

  /** Begins a reply: to the message given, else the focused one, else the newest shown of others. */
  #reply(to = this.#log.focused ?? this.#newestOfOthers): void {
    if (to && isAnswerable(to)) this.#store.reply(to);
    this.#composer.focus();
  }

  get #newestOfOthers(): MessageView | undefined {
    return this.#store.pages.messages.findLast((each) => !each.outgoing && isAnswerable(each));
  }

  #leaveMode(): void {
    if (this.#store.mode) this.#store.leaveMode();
    this.#composer.focus();
  }

  #pickReaction(message: string): void {
    this.#composer.pickEmoji({
      label: t('React with an Emoji'),
      recent: () => mostUsed(this.#store.pages.messages),
      onPick: (emoji) => void this.#store.react(message, emoji, true),
      onLeave: () => {
        if (!this.#log.focusMessage(message)) this.#composer.focus();
      },
    });
  }

  /** Batches changes into one rendering; a hidden tab renders when it is visible again. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#render();
    });
  }

  #render(): void {
    const { head, draft, trouble } = this.#store;
    const { loaded } = this.#store.pages;
    const placed = this.#placeAsides();
    const { messages } = placed;
    const known = loaded || trouble !== undefined;
    const isBlank = messages.length + placed.after.length === 0;
    const empty = loaded && isBlank && head !== undefined && !head.hasOlder;
    const isConnected = head?.connection.phase === 'online' && trouble === undefined;
    const room = this.#room.render(head?.room, isConnected);
    this.#room.renderPrivate(head?.occupant, isConnected);
    this.#retryPictures(isConnected);
    const picture = this.#pictures.url(head?.avatar);
    this.#header.render(head ?? (trouble && this.#absentHead()), picture, room);
    toggle(this.#details, hasAddress(head));
    this.#connection.render(head?.connection, trouble);
    this.#refusal.render(head?.blockedBy === undefined ? head?.refusal : undefined);
    this.#standing.render(head);
    toggle(this.#skeleton, !known);
    toggle(this.#empty.element, empty);
    toggle(this.#log.element, known && !empty);
    this.#empty.render(head, picture);
    // Until the target of a jump is loaded, the current page stays, whatever changes.
    if (loaded && !this.#store.pages.jumping) this.#renderLog(placed);
    setText(this.#typingLine, typingLine(head));
    this.#notice.render(this.#store.notice);
    this.#transfers.render(this.#store.transfers);
    this.#attaching.render(head && makeVisible(head.name), draft);
    const { mode } = this.#store;
    const isLast = mode?.message === messages.findLast(({ outgoing }) => outgoing)?.id;
    this.#mode.render(mode, mode && this.#store.pages.find(mode.message), isLast);
    const isReadOnly =
      head?.blockedBy !== undefined ||
      head?.occupant?.obstacle !== undefined ||
      (head?.room !== undefined && whyReadOnly(head.room) !== undefined);
    this.#composer.render(draft, inputLabel(head), isReadOnly);
    this.#placeCursor(draft);
    if (head) this.#name = head.name;
    this.#restore();
    this.#look();
  }

  /** Puts the cursor before a text that was added, once that is in the draft. */
  #placeCursor(draft: string): void {
    const text = this.#cursorBefore;
    if (text === undefined || !draft.endsWith(text)) return;
    this.#cursorBefore = undefined;
    this.#composer.moveCaret(draft.length - text.length);
  }

  /** The hash of the avatar of a message's author. */
  #avatarOf({ outgoing, sender }: MessageView): string | undefined {
    const { head } = this.#store;
    if (outgoing) return head?.ownAvatar;
    return sender === undefined ? head?.avatar : this.#senders.hashOf(sender);
  }

  /** What could not be had without a connection is requested once there is one. */
  #retryPictures(isOnline: boolean): void {
    if (isOnline && !this.#isOnline) this.#pictures.retry();
    this.#isOnline = isOnline;
  }

  /** The header while nothing is known of the chat. */
  #absentHead(): HeaderHead {
    const { chat } = this.#store.of;
    return { id: chat, name: this.#name || shownAddress(chat), show: 'offline', status: '' };
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
    this.#log.render({ messages, news: mark, ...edges, before, after, readBy: readers });
    this.#find.refresh();
    this.#travel.drawn(hasNewer);
  }

  #restore(): void {
    if (this.#restored || !this.#store.pages.loaded) return;
    this.#restored = true;
    const { anchor, pages } = this.#store;
    // After a jump to a message, the old position is not restored.
    if (!anchor || this.#travel.begun) return;
    if (pages.find(anchor.message)) this.#log.restore(anchor);
    else void this.#travel.goBack(anchor);
  }

  /** The newest message counts as read if it is visible and the window has the focus. */
  #look(): void {
    if (this.#reading) void this.#store.markRead();
  }

  get #reading(): boolean {
    return (
      !this.#store.pages.jumping && this.#log.following && !document.hidden && this.#windowFocused
    );
  }
}

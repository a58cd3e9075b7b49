import type { Api } from '../../src/api/channel.ts';
import type { PanelCommand } from '../../src/api/panel.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { captionOf } from '../composing.ts';
import { OwnChatState } from '../ownChatState.ts';
import type { PanelPort } from '../port.ts';
import type { ChatStore } from '../store.ts';
import { Attaching } from './attaching.ts';
import { ChatAvatars } from './chatAvatars.ts';
import { ChatHeader } from './chatHeader.ts';
import { ComposerView } from './composer.ts';
import { ConnectionLine } from './connectionLine.ts';
import { DateBar } from './dateBar.ts';
import { el } from './dom.ts';
import { FindBar } from './findBar.ts';
import { FocusGuard } from './focusGuard.ts';
import { onKey } from './keys.ts';
import { MessageArea } from './messageArea.ts';
import { MessageModes } from './messageModes.ts';
import { ModeBar } from './modeBar.ts';
import { NoticeView } from './notice.ts';
import { RefusalLine } from './refusalLine.ts';
import { whyReadOnly } from './room/roomState.ts';
import { inputLabel, RoomTab } from './room/roomTab.ts';
import { StandingLine } from './standingLine.ts';
import type { Switcher } from './switcher.ts';
import { TransferLines } from './transferLines.ts';
import { Typing } from './typing.ts';
import { TypingLine } from './typingLine.ts';

/** The whole page of a chat: creates its parts and renders them from the store. */
export class ChatTab {
  readonly #store: ChatStore;
  readonly #panel: PanelPort;
  readonly #avatars: ChatAvatars;
  readonly #switcher: Switcher | undefined;
  readonly #header: ChatHeader;
  readonly #find: FindBar;
  readonly #date: DateBar;
  readonly #connection: ConnectionLine;
  readonly #refusal = new RefusalLine();
  readonly #standing: StandingLine;
  readonly #room: RoomTab;
  readonly #area: MessageArea;
  readonly #typingLine = new TypingLine();
  readonly #notice: NoticeView;
  readonly #transfers: TransferLines;
  readonly #attaching: Attaching;
  readonly #modes: MessageModes;
  readonly #mode: ModeBar;
  readonly #composer: ComposerView;
  readonly #typing: Typing;
  readonly #own: OwnChatState;
  #scheduled = false;
  /** The text that was added to the draft, and that the cursor goes before. */
  #cursorBefore: string | undefined;

  /** @param switcher leads to other chats; only the view has one, and leaves the focus where it is */
  constructor(api: Api, store: ChatStore, panel: PanelPort, switcher?: Switcher) {
    this.#switcher = switcher;
    this.#store = store;
    this.#panel = panel;
    this.#connection = new ConnectionLine(store.of.account, {
      reconnect: () => void store.requests.reconnect(),
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
    this.#avatars = new ChatAvatars(api, store, () => {
      this.#schedule();
    });
    this.#modes = new MessageModes(
      store,
      () => this.#area,
      () => this.#composer,
    );
    this.#room = new RoomTab({
      ...{ api, store, panel, pictures: this.#avatars.pictures },
      composer: () => this.#composer,
    });
    this.#notice = new NoticeView(() => {
      store.dismissNotice();
    });
    this.#find = this.#createFindBar();
    this.#date = new DateBar({
      onJump: (time) => void this.#area.travel.goTo(time),
      onLeave: () => {
        this.#composer.focus();
      },
    });
    this.#header = new ChatHeader(store, {
      first: switcher?.element,
      onFind: () => {
        this.#find.open();
      },
      onJumpToDate: () => {
        this.#date.open();
      },
      onDetails: () => {
        panel.tell({ type: 'contactCommand', command: 'details' });
      },
    });
    this.#transfers = new TransferLines({
      cancel: (id) => void store.requests.cancelTransfer(id),
      retry: (id) => void store.requests.retryTransfer(id),
      sendAnotherWay: (transfer) => {
        panel.tell({ type: 'sendAnotherWay', transfer });
      },
    });
    this.#own = new OwnChatState((state) => void store.requests.setChatState(state));
    this.#attaching = new Attaching(store, panel, () => this.#composer);
    this.#area = this.#createArea();
    this.#mode = new ModeBar(() => {
      this.#modes.leave();
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
      el('div', 'middle', {}, ...this.#area.elements, this.#room.side),
      this.#typingLine.element,
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
      if (!this.#area.log.focusInstead(path)) this.#composer.focus();
    });
    // The first rendering may request other pages, which the host knows only once they are watched.
    this.#store.start(() => {
      this.#schedule();
    });
    this.#render();
    this.#takeFocus();
    this.#panel.onCommand((command) => {
      this.#run(command);
    });
    onKey(document, (event) => {
      if (event.key.toLowerCase() !== 'f' || event.altKey || event.shiftKey) return;
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.#find.open();
    });
    document.addEventListener('visibilitychange', () => {
      this.#area.look();
    });
    for (const name of ['focus', 'keydown', 'pointerdown', 'pointermove', 'wheel']) {
      window.addEventListener(name, () => {
        this.#own.interact();
      });
    }
  }

  #run(command: PanelCommand): void {
    switch (command.type) {
      case 'focusInput':
        this.#composer.focus();
        break;
      case 'windowFocused':
        this.#area.windowFocused = command.focused;
        break;
      case 'preview':
        this.#area.log.showFile(command.message, command.file ?? 0, command.content);
        break;
      case 'showPictures':
        this.#area.log.showsPictures = command.wanted;
        break;
      case 'showMessage':
        void this.#area.travel.goTo(command.message);
        break;
      case 'jumpToDate':
        this.#date.open();
        break;
      case 'reply':
        this.#modes.reply();
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
  }

  /** A tab that shows was asked for; the view may only show again, and waits for the focus. */
  #takeFocus(): void {
    if (!this.#switcher) this.#composer.focus();
    else
      window.addEventListener('focus', () => {
        if (document.activeElement === document.body) this.#composer.focus();
      });
  }

  #createArea(): MessageArea {
    return new MessageArea({
      store: this.#store,
      panel: this.#panel,
      actions: {
        avatarOf: (message) => this.#avatars.ofAuthor(message),
        edit: (message) => {
          this.#modes.edit(message);
        },
        reply: (message) => {
          this.#modes.reply(message);
        },
        pickReaction: (message) => {
          this.#modes.pickReaction(message);
        },
      },
      isScheduled: () => this.#scheduled,
      render: () => {
        this.#render();
      },
      onRendered: () => {
        this.#find.refresh();
      },
      onLeave: () => {
        this.#composer.focus();
      },
    });
  }

  #createFindBar(): FindBar {
    return new FindBar({
      search: (query, limit) => this.#store.requests.find(query, limit),
      onShow: (message) => void this.#area.travel.goTo(message, 'match'),
      onQuery: (query) => {
        this.#area.log.highlight(query);
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
        if (this.#store.head?.hasNewer === true) void this.#area.travel.goToNewest();
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
      onEditLast: () => void this.#modes.editLast(),
      onCancel: () => {
        this.#modes.leave();
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
    const isConnected = head?.connection.phase === 'online' && trouble === undefined;
    const room = this.#room.render(head?.room, isConnected);
    this.#room.renderPrivate(head?.occupant, isConnected);
    this.#avatars.setOnline(isConnected);
    const picture = this.#avatars.ofChat;
    this.#header.render(picture, room);
    this.#connection.render(head?.connection, trouble);
    this.#refusal.render(head?.blockedBy === undefined ? head?.refusal : undefined);
    this.#standing.render(head);
    this.#area.render(picture);
    this.#typingLine.render(head);
    this.#notice.render(this.#store.notice);
    this.#transfers.render(this.#store.transfers);
    this.#attaching.render(head && makeVisible(head.name), draft);
    const { mode, pages } = this.#store;
    const isLast = mode?.message === pages.messages.findLast(({ outgoing }) => outgoing)?.id;
    this.#mode.render(mode, mode && pages.find(mode.message), isLast);
    const isReadOnly =
      head?.blockedBy !== undefined ||
      head?.occupant?.obstacle !== undefined ||
      (head?.room !== undefined && whyReadOnly(head.room) !== undefined);
    this.#composer.render(draft, inputLabel(head), isReadOnly);
    this.#placeCursor(draft);
    this.#area.restore();
    this.#area.look();
  }

  /** Puts the cursor before a text that was added, once that is in the draft. */
  #placeCursor(draft: string): void {
    const text = this.#cursorBefore;
    if (text === undefined || !draft.endsWith(text)) return;
    this.#cursorBefore = undefined;
    this.#composer.moveCaret(draft.length - text.length);
  }
}

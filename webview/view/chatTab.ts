import type { MessageView } from '../../src/api/views.ts';
import type { PanelPort } from '../port.ts';
import { NewMark } from '../newMark.ts';
import { OwnChatState } from '../ownChatState.ts';
import type { ChatStore } from '../store.ts';
import { isEditable } from '../composing.ts';
import { ComposerView } from './composer.ts';
import { ConnectionLine } from './connectionLine.ts';
import { el, setText, toggle } from './dom.ts';
import { EmptyView, renderSkeleton } from './empty.ts';
import { HeaderView } from './header.ts';
import { LogView } from './log.ts';
import { messageLink } from './messageLink.ts';
import { ModeBar } from './modeBar.ts';
import { NoticeView } from './notice.ts';
import { OlderLine } from './olderLine.ts';
import { mostUsed } from './reactions.ts';
import { TransferLines } from './transferLines.ts';
import { makeVisible } from './visible.ts';

/** The whole tab: puts the parts together and draws them from the store. */
export class ChatTab {
  readonly #store: ChatStore;
  readonly #panel: PanelPort;
  readonly #header = new HeaderView();
  readonly #connection: ConnectionLine;
  readonly #skeleton = renderSkeleton();
  readonly #empty = new EmptyView();
  readonly #older: OlderLine;
  readonly #log: LogView;
  readonly #news = new NewMark();
  readonly #typing = el('div', 'typing', { 'aria-live': 'polite' });
  readonly #notice: NoticeView;
  readonly #transfers: TransferLines;
  readonly #mode: ModeBar;
  readonly #composer: ComposerView;
  readonly #own: OwnChatState;
  #scheduled = false;
  #title = '';
  #restored = false;
  #windowFocused = false;

  constructor(store: ChatStore, panel: PanelPort) {
    this.#store = store;
    this.#panel = panel;
    this.#connection = new ConnectionLine(() => void store.reconnect());
    this.#older = new OlderLine(() => void store.loadOlder());
    this.#notice = new NoticeView(() => {
      store.dismissNotice();
    });
    this.#transfers = new TransferLines((id) => void store.cancelTransfer(id));
    this.#own = new OwnChatState((state) => void store.setChatState(state));
    this.#log = this.#createLog();
    this.#mode = new ModeBar(() => {
      this.#leaveMode();
    });
    this.#composer = this.#createComposer();
  }

  /** Draws the tab into `body` and keeps it up to date. */
  start(body: HTMLElement): void {
    body.append(
      this.#header.element,
      this.#connection.element,
      this.#skeleton,
      this.#empty.element,
      this.#log.element,
      this.#typing,
      this.#transfers.element,
      this.#notice.element,
      this.#mode.element,
      this.#composer.element,
    );
    this.#render();
    this.#composer.focus();
    this.#store.start(() => {
      this.#schedule();
    });
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
          this.#log.showPicture(
            command.message,
            new Blob([command.content], { type: command.mediaType }),
          );
          break;
      }
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

  #createLog(): LogView {
    const { account, chat } = this.#store.of;
    return new LogView({
      older: this.#older.element,
      actions: {
        senderJid: ({ outgoing }) => (outgoing ? account : chat),
        openLink: (url) => {
          this.#panel.tell({ type: 'openLink', url });
        },
        saveFile: (message) => {
          this.#panel.tell({ type: 'saveFile', message });
        },
        openFile: (message) => {
          this.#panel.tell({ type: 'openFile', message });
        },
        copyText: (text) => {
          this.#panel.tell({ type: 'copyText', text });
        },
        insertCode: (code) => {
          this.#panel.tell({ type: 'insertCode', code });
        },
        openCode: (code, language) => {
          this.#panel.tell({ type: 'openCode', code, ...(language !== undefined && { language }) });
        },
        previewFile: (message) => {
          this.#panel.tell({ type: 'previewFile', message });
        },
        compareFile: (message) => {
          this.#panel.tell({ type: 'compareFile', message });
        },
        retry: (message) => void this.#store.retry(message),
        deleteMessage: (message) => void this.#store.deleteMessage(message),
        retractMessage: (message) => void this.#store.retractMessage(message),
        setReaction: (message, emoji, on) => void this.#store.react(message, emoji, on),
        showMessage: (message) => this.#log.showMessage(message),
        copyLink: (message) => {
          this.#panel.tell({ type: 'copyText', text: messageLink(chat, message) });
        },
        edit: (message) => {
          this.#edit(message);
        },
        reply: (message) => {
          this.#store.reply(message);
          this.#composer.focus();
        },
        pickReaction: ({ id }) => {
          this.#pickReaction(id);
        },
      },
      onNearTop: () => {
        // A page that has come must be drawn before one can be near its top. After a failure it
        // waits for the button, or it would ask again at every movement.
        if (!this.#scheduled && this.#store.older === 'idle') void this.#store.loadOlder();
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

  #createComposer(): ComposerView {
    return new ComposerView({
      onInput: (text) => {
        this.#store.draft = text;
        this.#own.type(text);
      },
      onSend: () => {
        this.#own.send();
        void this.#store.send();
        this.#composer.focus();
      },
      onChooseFile: () => {
        this.#panel.tell({ type: 'chooseFile' });
      },
      onSendCurrentFile: () => {
        this.#panel.tell({ type: 'sendCurrentFile' });
      },
      recentEmoji: () => this.#store.recentEmoji,
      onPickEmoji: (emoji) => {
        this.#store.rememberEmoji(emoji);
      },
      onEditLast: () => {
        const last = this.#store.messages.findLast(isEditable);
        if (last) this.#edit(last);
      },
      onCancel: () => {
        this.#leaveMode();
      },
    });
  }

  #edit(message: MessageView): void {
    this.#store.edit(message);
    this.#composer.focus();
  }

  #leaveMode(): void {
    if (this.#store.mode) this.#store.leaveMode();
    this.#composer.focus();
  }

  #pickReaction(message: string): void {
    this.#composer.pickEmoji({
      label: 'React with an Emoji',
      recent: () => mostUsed(this.#store.messages),
      onPick: (emoji) => void this.#store.react(message, emoji, true),
      onLeave: () => {
        if (!this.#log.focusMessage(message)) this.#composer.focus();
      },
    });
  }

  /** Many changes become one drawing; a hidden tab draws when it is seen again. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#render();
    });
  }

  #render(): void {
    const { head, messages, loaded, draft, older } = this.#store;
    const empty = loaded && messages.length === 0 && head?.hasOlder !== true;
    this.#header.render(head);
    this.#connection.render(head?.connection);
    toggle(this.#skeleton, !loaded);
    toggle(this.#empty.element, empty);
    toggle(this.#log.element, loaded && !empty);
    this.#empty.render(head);
    this.#older.render(head?.hasOlder === true, older);
    if (loaded) {
      this.#news.update(messages, head?.unread ?? 0, this.#reading);
      this.#log.render(messages, this.#news.mark);
    }
    const name = head && makeVisible(head.name);
    setText(this.#typing, head?.composing === true ? `${name ?? ''} is typing…` : '');
    this.#notice.render(this.#store.notice);
    this.#transfers.render(this.#store.transfers);
    const { mode } = this.#store;
    this.#mode.render(mode, mode && this.#store.message(mode.message));
    this.#composer.render(draft, head?.name);
    this.#tellTitle(name);
    this.#restore();
    this.#look();
  }

  #tellTitle(name: string | undefined): void {
    if (name === undefined || name === this.#title) return;
    this.#title = name;
    this.#panel.tell({ type: 'titleChanged', title: name });
  }

  #restore(): void {
    if (this.#restored || !this.#store.loaded) return;
    this.#restored = true;
    if (this.#store.anchor) this.#log.restore(this.#store.anchor);
  }

  /** The newest message counts as read when it is in sight of someone who is here. */
  #look(): void {
    if (this.#reading) void this.#store.markRead();
  }

  get #reading(): boolean {
    return this.#log.following && !document.hidden && this.#windowFocused;
  }
}

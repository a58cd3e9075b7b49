import { type Api, RequestError, type Subscription } from '../src/api/channel.ts';
import type { FirstPage, PanelState, ScrollAnchor } from '../src/api/panel.ts';
import type { OfChat } from '../src/api/requests.ts';
import type { Change, Topic } from '../src/api/topics.ts';
import type { ChatView, DraftView, MessageView, TransferView } from '../src/api/views.ts';
import { t } from '../src/base/l10n.ts';
import type { UserError } from '../src/base/userError.ts';
import {
  append,
  captionOf,
  beginEdit,
  beginReply,
  type Composing,
  joinTexts,
  leave,
  type Mode,
  NOTHING,
  takeBack,
} from './composing.ts';
import { ChatRequests } from './chatRequests.ts';
import { failureText } from './failure.ts';
import { Items } from './items.ts';
import { parseState, type StateKeeper } from './keptState.ts';
import { ActivityFeed } from './room/activityFeed.ts';
import { MessagePages } from './messagePages.ts';
import { SharedDraft } from './sharedDraft.ts';

/** Maximum number of recent emoji. */
const RECENT_EMOJI = 16;

/** The state of the chat tab: all it shows, from the contract, and what the user typed. */
export class ChatStore {
  readonly of: OfChat;
  readonly pages: MessagePages;
  readonly requests: ChatRequests;
  /** What happened in the room besides messages. */
  readonly activity: ActivityFeed;
  readonly #api: Api;
  readonly #keeper: StateKeeper<PanelState>;
  readonly #head = new Items<ChatView>();
  readonly #transfers = new Items<TransferView>();
  /** Texts in flight to the host; they belong to the draft until it has accepted them. */
  readonly #sending: string[] = [];
  #listener: () => void = () => undefined;
  #draft = '';
  readonly #shared: SharedDraft;
  #mode: Mode | undefined;
  #anchor: ScrollAnchor | undefined;
  #recentEmoji: readonly string[] = [];
  #showsOccupants = false;
  #markedRead: string | undefined;
  /** Texts to be added to the draft once it is known. */
  #toAdd: readonly string[] = [];
  #watches: readonly Subscription[] = [];
  /** Errors of unavailable topics, by name. */
  readonly #troubles = new Map<Topic, UserError>();
  #notice: string | undefined;

  /** @param first what is shown until the host answers */
  constructor(api: Api, of: OfChat, keeper: StateKeeper<PanelState>, first?: FirstPage) {
    this.of = { account: of.account, chat: of.chat };
    this.#api = api;
    this.#keeper = keeper;
    this.pages = new MessagePages({
      api,
      of: this.of,
      head: () => this.head,
      onChange: (change) => {
        this.#hear('messages', change);
      },
      changed: () => {
        this.#listener();
      },
      notify: (notice) => {
        this.notify(notice);
      },
    });
    this.requests = new ChatRequests({
      ...{ api, of: this.of },
      notify: (notice) => {
        this.notify(notice);
      },
      dismissNotice: () => {
        this.dismissNotice();
      },
    });
    this.activity = new ActivityFeed(api, this.of, () => {
      this.#listener();
    });
    if (first) {
      this.#head.apply({ kind: 'snapshot', items: [first.head] });
      this.pages.begin(first.messages);
    }
    let unsaved = false;
    const kept = parseState(keeper.getState());
    if (kept?.account === of.account && kept.chat === of.chat) {
      this.#draft = kept.draft;
      this.#mode = kept.mode;
      this.#anchor = kept.anchor;
      this.#recentEmoji = kept.emoji ?? [];
      this.#showsOccupants = kept.showsOccupants === true;
      unsaved = kept.unsaved === true;
    }
    this.#shared = new SharedDraft(composingOf(this), unsaved, {
      save: async ({ draft, mode }) => {
        const params = { ...this.of, draft, ...(mode && { mode }) };
        const newer = await api.request('saveDraft', params);
        return newer && composingOf(newer);
      },
      adopt: (composing) => {
        this.#compose(composing);
      },
      saved: () => {
        this.#keep();
      },
      refused: (error) => {
        // Without a host nothing can be done; a draft that is too long, only the user can shorten.
        if (error instanceof RequestError && error.code === 'too-long') {
          this.notify(failureText(t('What you type is kept in this tab alone'), error));
        }
      },
    });
    if (first) this.#shared.hear(composingOf(first.head));
    this.#keep();
  }

  get head(): ChatView | undefined {
    return this.#head.last;
  }
  /** This chat's transfers that are running or failed. */
  get transfers(): readonly TransferView[] {
    return this.#transfers.all.filter(({ state }) => state === 'running' || state === 'failed');
  }
  get draft(): string {
    return this.#draft;
  }
  set draft(text: string) {
    this.#draft = text;
    this.#keep();
  }
  /** The purpose of the draft; absent for a new message. */
  get mode(): Mode | undefined {
    return this.#mode;
  }
  get anchor(): ScrollAnchor | undefined {
    return this.#anchor;
  }
  set anchor(anchor: ScrollAnchor | undefined) {
    this.#anchor = anchor;
    this.#keep();
  }
  /** Recently picked emoji, the newest first. */
  get recentEmoji(): readonly string[] {
    return this.#recentEmoji;
  }
  /** Whether the list of the room's occupants is shown. */
  get showsOccupants(): boolean {
    return this.#showsOccupants;
  }
  set showsOccupants(shown: boolean) {
    this.#showsOccupants = shown;
    this.#changed();
  }
  /** Why this tab receives no updates, until it does again. */
  get trouble(): UserError | undefined {
    const [trouble] = this.#troubles.values();
    return trouble;
  }
  /** The last error, as one sentence, until dismissed. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** Starts watching; `listener` is called after every change, often several times in a row. */
  start(listener: () => void): void {
    this.#listener = listener;
    this.watchAgain();
  }

  /** Subscribes again, after a topic was unavailable. */
  watchAgain(): void {
    for (const watch of this.#watches) watch.dispose();
    this.activity.stop();
    this.#watches = [
      this.#api.watch('chat', this.pages.of, (change) => {
        this.#hear('chat', change);
        this.#head.apply(change);
        if (this.head) this.#shared.hear(composingOf(this.head));
        this.#addWaiting();
        if (this.head?.room) this.activity.start();
        this.#listener();
      }),
      this.pages.start(),
      this.#api.watch('transfers', this.of, (change) => {
        this.#hear('transfers', change);
        this.#transfers.apply(change);
        this.#listener();
      }),
    ];
  }

  /** Replaces the draft with the text of an own message, until {@link leaveMode}. */
  edit(message: MessageView): void {
    this.#compose(beginEdit(this, message));
  }

  /** Makes the draft a reply to a message. */
  reply(message: MessageView): void {
    this.#compose(beginReply(this, message));
  }

  /** Adds a text to the draft, which may not be known yet. */
  addText(text: string): void {
    this.#toAdd = [...this.#toAdd, text];
    this.#addWaiting();
  }

  /** A text goes with files: it is the draft no more, unless that has changed. */
  takeCaption(text: string): void {
    if (captionOf(this).caption === text) this.#compose(NOTHING);
  }

  #addWaiting(): void {
    if (!this.head || this.#toAdd.length === 0) return;
    const composing = this.#toAdd.reduce<Composing>(append, this);
    this.#toAdd = [];
    this.#compose(composing);
  }

  /** Makes the draft that of a new message again, restored to what it was before an edit. */
  leaveMode(): void {
    this.#compose(leave(this));
  }

  /**
   * Sends the draft, unless it is blank. If the host rejects it, it becomes the draft again.
   * @param body what it says, if that is not as it was typed
   */
  async send(body = this.draft): Promise<void> {
    const { draft: typed, mode } = this;
    if (body.trim() === '') return;
    if (mode?.kind === 'edit') {
      await this.#correct(mode, body);
      return;
    }
    this.#sending.push(typed);
    this.#notice = undefined;
    const reply = mode && { reply: mode.message };
    // Sent before the empty draft is saved: whichever of both gets through, the text is not lost.
    const sent = this.#api.request('sendMessage', { ...this.of, body, ...reply });
    this.#compose(NOTHING);
    try {
      await sent;
      this.#forget(typed);
    } catch (error) {
      this.#forget(typed);
      const back = takeBack(this, typed);
      this.#notice = failureText(t('The message was not sent'), error);
      this.#compose({ draft: back.draft, mode: back.mode ?? mode });
      return;
    }
    this.#changed();
  }

  /** If the correction fails, the edit resumes, unless another edit or reply was begun. */
  async #correct(mode: Mode & { kind: 'edit' }, body: string): Promise<void> {
    this.#notice = undefined;
    const corrected = this.#api.request('correctMessage', {
      ...{ ...this.of, message: mode.message, body },
    });
    this.#compose(leave(this));
    try {
      await corrected;
    } catch (error) {
      this.#notice = failureText(t('The message was not edited'), error);
      const again = { draft: body, mode: { ...mode, aside: this.#draft } };
      this.#compose(this.#mode ? takeBack(this, body) : again);
    }
  }

  /** Empties the draft, once what it asked for is done. */
  clearDraft(): void {
    this.#notice = undefined;
    this.#compose(NOTHING);
  }

  rememberEmoji(emoji: string): void {
    const others = this.#recentEmoji.filter((other) => other !== emoji);
    this.#recentEmoji = [emoji, ...others].slice(0, RECENT_EMOJI);
    this.#keep();
  }

  /** Reports to the host that the user has seen the newest message; once for each. */
  async markRead(): Promise<void> {
    const newest = this.pages.messages.findLast(({ outgoing }) => !outgoing)?.id;
    if (newest === undefined || newest === this.#markedRead) return;
    this.#markedRead = newest;
    try {
      await this.#api.request('markRead', this.of);
    } catch {
      // Nothing the user can do: retried when the messages are next seen.
      this.#markedRead = undefined;
    }
  }

  dismissNotice(): void {
    this.#notice = undefined;
    this.#listener();
  }

  /** Shows an error, as one sentence. */
  notify(notice: string): void {
    this.#notice = notice;
    this.#listener();
  }

  #hear(topic: Topic, change: Change<unknown>): void {
    if (change.kind === 'unavailable') this.#troubles.set(topic, change.error);
    else this.#troubles.delete(topic);
  }

  #forget(body: string): void {
    this.#sending.splice(this.#sending.indexOf(body), 1);
  }

  #compose({ draft, mode }: Composing): void {
    this.#draft = draft;
    this.#mode = mode;
    this.#changed();
  }

  #changed(): void {
    this.#keep();
    this.#listener();
  }

  #keep(): void {
    this.#shared.type(composingOf(this));
    const { draft, mode } = takeBack(this, joinTexts(this.#sending));
    const state: PanelState = {
      ...{ ...this.of, draft },
      ...((this.#shared.unsaved || this.#sending.length > 0) && { unsaved: true }),
      ...(this.#anchor && { anchor: this.#anchor }),
      ...(this.#recentEmoji.length > 0 && { emoji: this.#recentEmoji }),
      ...(this.#showsOccupants && { showsOccupants: true }),
      ...(mode && { mode }),
    };
    this.#keeper.setState(state);
  }
}

function composingOf({ draft, mode }: DraftView | Composing): Composing {
  return { draft, mode };
}

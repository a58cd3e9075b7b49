import { type Api, RequestError } from '../src/api/channel.ts';
import type { PanelState, ScrollAnchor } from '../src/api/panel.ts';
import type { OfChat, OfPages } from '../src/api/requests.ts';
import type { ChatState, ChatView, MessageView, TransferView } from '../src/api/views.ts';
import { beginEdit, beginReply, type Composing, leave, type Mode, parseMode } from './composing.ts';
import { Items } from './items.ts';
import { SharedDraft } from './sharedDraft.ts';
import type { PageState } from './view/edgeLine.ts';

/** Where the state survives a reload. */
export interface StateKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** So many emoji are remembered. */
const RECENT_EMOJI = 16;

/** All that the chat tab shows, read from the contract, and what the user has typed. */
export class ChatStore {
  readonly of: OfChat;
  readonly #api: Api;
  readonly #keeper: StateKeeper;
  readonly #head = new Items<ChatView>();
  readonly #messages = new Items<MessageView>();
  readonly #transfers = new Items<TransferView>();
  /** Texts on their way to the host; they belong to the draft until it has taken them. */
  readonly #sending: string[] = [];
  #listener: () => void = () => undefined;
  #loaded = false;
  #draft = '';
  readonly #shared: SharedDraft;
  #mode: Mode | undefined;
  #anchor: ScrollAnchor | undefined;
  #recentEmoji: readonly string[] = [];
  /** The pages of this tab alone. */
  readonly #pages: OfPages;
  #older: PageState = 'idle';
  #newer: PageState = 'idle';
  #jumping = false;
  #markedRead: string | undefined;
  #notice: string | undefined;

  constructor(api: Api, of: OfChat, keeper: StateKeeper) {
    this.of = { account: of.account, chat: of.chat };
    this.#pages = { ...this.of, view: crypto.getRandomValues(new Uint32Array(4)).join('-') };
    this.#api = api;
    this.#keeper = keeper;
    let unsaved = false;
    const kept = parseState(keeper.getState());
    if (kept?.account === of.account && kept.chat === of.chat) {
      this.#draft = kept.draft;
      this.#mode = kept.mode;
      this.#anchor = kept.anchor;
      this.#recentEmoji = kept.emoji ?? [];
      unsaved = kept.unsaved === true;
    }
    this.#shared = new SharedDraft(leave(this).draft, unsaved, {
      save: (draft) => api.request('saveDraft', { ...this.of, draft }),
      adopt: (draft) => {
        const mode = this.#mode;
        const aside = mode?.kind === 'edit' && {
          draft: this.#draft,
          mode: { ...mode, aside: draft },
        };
        this.#compose(aside || { draft, mode });
      },
      saved: () => {
        this.#keep();
      },
    });
    this.#keep();
  }

  get head(): ChatView | undefined {
    return this.#head.last;
  }
  get messages(): readonly MessageView[] {
    return this.#messages.all;
  }
  /** This chat's transfers that still have something to say. */
  get transfers(): readonly TransferView[] {
    return this.#transfers.all.filter(
      ({ chat, state }) => chat === this.of.chat && (state === 'running' || state === 'failed'),
    );
  }
  /** Whether the first page has come. */
  get loaded(): boolean {
    return this.#loaded;
  }
  get older(): PageState {
    return this.#older;
  }
  get newer(): PageState {
    return this.#newer;
  }
  /** Whether other pages are on their way: those at hand are to be left soon. */
  get jumping(): boolean {
    return this.#jumping;
  }
  get draft(): string {
    return this.#draft;
  }
  set draft(text: string) {
    this.#draft = text;
    this.#keep();
  }
  /** What the draft is for; absent for a new message. */
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
  /** The emoji picked before, the newest first. */
  get recentEmoji(): readonly string[] {
    return this.#recentEmoji;
  }
  /** What failed last, as one sentence, until dismissed. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** Starts watching; `listener` is called after every change, often several times in a row. */
  start(listener: () => void): void {
    this.#listener = listener;
    this.#api.watch('chat', this.#pages, (change) => {
      this.#head.apply(change);
      if (this.head) this.#shared.hear(this.head.draft);
      listener();
    });
    this.#api.watch('messages', this.#pages, (change) => {
      this.#messages.apply(change);
      this.#loaded = true;
      listener();
    });
    this.#api.watch('transfers', { account: this.of.account }, (change) => {
      this.#transfers.apply(change);
      listener();
    });
  }

  message(id: string): MessageView | undefined {
    return this.#messages.get(id);
  }

  /** The draft becomes the text of a message of ours, until {@link leaveMode}. */
  edit(message: MessageView): void {
    this.#compose(beginEdit(this, message));
  }

  /** The draft becomes an answer to a message. */
  reply(message: MessageView): void {
    this.#compose(beginReply(this, message));
  }

  /** The draft is again one of a new message, and what it was before an edit. */
  leaveMode(): void {
    this.#compose(leave(this));
  }

  /** Sends the draft, unless it is blank. When the host does not take it, it is a draft again. */
  async send(): Promise<void> {
    const { draft: body, mode } = this;
    if (body.trim() === '') return;
    if (mode?.kind === 'edit') {
      await this.#correct(mode, body);
      return;
    }
    this.#sending.push(body);
    this.#notice = undefined;
    this.#compose({ draft: '', mode: undefined });
    try {
      const reply = mode && { reply: mode.message };
      await this.#api.request('sendMessage', { ...this.of, body, ...reply });
      this.#forget(body);
    } catch (error) {
      this.#forget(body);
      this.#draft = joinTexts([body, this.#draft]);
      this.#mode ??= mode;
      this.#notice = `The message was not sent: ${reasonOf(error)}`;
    }
    this.#changed();
  }

  /** The text that was not taken is edited on, unless another one is by then. */
  async #correct(mode: Mode & { kind: 'edit' }, body: string): Promise<void> {
    this.#notice = undefined;
    this.#compose(leave(this));
    try {
      await this.#api.request('correctMessage', { ...this.of, message: mode.message, body });
    } catch (error) {
      if (!this.#mode) this.#compose({ draft: body, mode: { ...mode, aside: this.#draft } });
      this.#notice = `The message was not edited: ${reasonOf(error)}`;
      this.#listener();
    }
  }

  rememberEmoji(emoji: string): void {
    const others = this.#recentEmoji.filter((other) => other !== emoji);
    this.#recentEmoji = [emoji, ...others].slice(0, RECENT_EMOJI);
    this.#keep();
  }

  retry(message: string): Promise<void> {
    return this.#ask('The message was not sent again', () =>
      this.#api.request('retryMessage', { ...this.of, message }),
    );
  }

  deleteMessage(message: string): Promise<void> {
    return this.#ask('The message was not deleted', () =>
      this.#api.request('deleteMessage', { ...this.of, message }),
    );
  }

  retractMessage(message: string): Promise<void> {
    return this.#ask('The message was not deleted', () =>
      this.#api.request('retractMessage', { ...this.of, message }),
    );
  }

  react(message: string, emoji: string, on: boolean): Promise<void> {
    return this.#ask('Your reaction was not sent', () =>
      this.#api.request('react', { ...this.of, message, emoji, on }),
    );
  }

  reconnect(): Promise<void> {
    return this.#ask('No new try to connect', () =>
      this.#api.request('reconnect', { account: this.of.account }),
    );
  }

  cancelTransfer(transfer: string): Promise<void> {
    return this.#ask('The transfer was not cancelled', () =>
      this.#api.request('cancelTransfer', { account: this.of.account, transfer }),
    );
  }

  retryTransfer(transfer: string): Promise<void> {
    return this.#ask('The file was not sent again', () =>
      this.#api.request('retryTransfer', { account: this.of.account, transfer }),
    );
  }

  /** Whether the server takes files of these sizes, in bytes; if not, the notice says why. */
  async mayUpload(sizes: readonly number[]): Promise<boolean> {
    this.#notice = undefined;
    try {
      for (const size of sizes) {
        await this.#api.request('checkUpload', { account: this.of.account, size });
      }
      return true;
    } catch (error) {
      this.notify(`Nothing was sent: ${reasonOf(error)}`);
      return false;
    }
  }

  /** Asks for the next older page, unless one is under way or there is none. */
  async loadOlder(): Promise<void> {
    if (this.#older === 'loading' || !this.#loaded || !this.head?.hasOlder) return;
    this.#older = 'loading';
    this.#listener();
    try {
      await this.#api.request('loadOlder', this.#pages);
      this.#older = 'idle';
    } catch (error) {
      this.#older = 'failed';
      this.#notice = `Older messages were not loaded: ${reasonOf(error)}`;
    }
    this.#listener();
  }

  /** Asks for the next newer page, unless one is under way or there is none. */
  async loadNewer(): Promise<void> {
    if (this.#newer === 'loading' || !this.#loaded || !this.head?.hasNewer) return;
    this.#newer = 'loading';
    this.#listener();
    try {
      await this.#api.request('loadNewer', this.#pages);
      this.#newer = 'idle';
    } catch (error) {
      this.#newer = 'failed';
      this.#notice = `Newer messages were not loaded: ${reasonOf(error)}`;
    }
    this.#listener();
  }

  /**
   * Makes sure that a message is here: one by its id, or the first one at a time, in ms since 1970;
   * a time to come stands for the newest. Result: its id; `undefined` where there is none.
   */
  async loadAround(around: string | number, failure?: 'quiet'): Promise<string | undefined> {
    if (typeof around === 'string' && this.#messages.get(around)) return around;
    this.#jumping = true;
    let found: string | null = null;
    try {
      found = await this.#api.request('loadAround', { ...this.#pages, around });
    } catch (error) {
      if (!failure) this.#notice = `These messages were not loaded: ${reasonOf(error)}`;
    }
    this.#jumping = false;
    this.#listener();
    return found ?? undefined;
  }

  /** The ids of the last messages of the whole chat that have a text, at most `limit`, oldest first. */
  async find(text: string, limit: number): Promise<readonly string[]> {
    try {
      return await this.#api.request('findInChat', { ...this.of, text, limit });
    } catch (error) {
      this.notify(`Nothing was looked for: ${reasonOf(error)}`);
      return [];
    }
  }

  /** Tells the host that the user has seen the newest message; once for each. */
  async markRead(): Promise<void> {
    const newest = this.messages.findLast(({ outgoing }) => !outgoing)?.id;
    if (newest === undefined || newest === this.#markedRead) return;
    this.#markedRead = newest;
    try {
      await this.#api.request('markRead', this.of);
    } catch {
      // Nothing for the user to do: it is tried again at the next look.
      this.#markedRead = undefined;
    }
  }

  /** Tells the host what the user does; it decides who hears of it. */
  async setChatState(state: ChatState): Promise<void> {
    try {
      await this.#api.request('setChatState', { ...this.of, state });
    } catch {
      // Nothing for the user to do: without an account there is nobody to be told.
    }
  }

  dismissNotice(): void {
    this.#notice = undefined;
    this.#listener();
  }

  /** Says what failed, as one sentence. */
  notify(notice: string): void {
    this.#notice = notice;
    this.#listener();
  }

  async #ask(failure: string, request: () => Promise<unknown>): Promise<void> {
    try {
      await request();
    } catch (error) {
      this.notify(`${failure}: ${reasonOf(error)}`);
    }
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
    this.#shared.type(leave(this).draft);
    const state: PanelState = {
      ...this.of,
      draft: joinTexts([...this.#sending, this.#draft]),
      ...((this.#shared.unsaved || this.#sending.length > 0) && { unsaved: true }),
      ...(this.#anchor && { anchor: this.#anchor }),
      ...(this.#recentEmoji.length > 0 && { emoji: this.#recentEmoji }),
      ...(this.#mode && { mode: this.#mode }),
    };
    this.#keeper.setState(state);
  }
}

function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

function reasonOf(error: unknown): string {
  return error instanceof RequestError
    ? error.message
    : 'something unexpected went wrong; details are in the Parley output.';
}

/** Reads what an earlier load kept; `undefined` when it is not a {@link PanelState}. */
export function parseState(state: unknown): PanelState | undefined {
  if (!isRecord(state)) return undefined;
  const { account, chat, draft, anchor, emoji } = state;
  const mode = parseMode(state['mode']);
  if (typeof account !== 'string' || typeof chat !== 'string' || typeof draft !== 'string') {
    return undefined;
  }
  return {
    account,
    chat,
    draft,
    ...(state['unsaved'] === true && { unsaved: true }),
    ...(isAnchor(anchor) && { anchor: { message: anchor.message, offset: anchor.offset } }),
    ...(isTexts(emoji) && { emoji }),
    ...(mode && { mode }),
  };
}

function isAnchor(value: unknown): value is ScrollAnchor {
  return (
    isRecord(value) && typeof value['message'] === 'string' && typeof value['offset'] === 'number'
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

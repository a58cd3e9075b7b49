import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import {
  type ChatKey,
  type Draft,
  type History,
  isSameDraft,
  type Message,
  NO_DRAFT,
  type Standing,
  type StoredChat,
} from '../history.ts';
import type { ChatKind } from '../messageRef.ts';
import { Composing } from './composing.ts';
import { Last, type LastMessage } from './lastMessage.ts';
import { isNews, News } from './news.ts';
import { Readers } from './readers.ts';
import type { Received } from './received.ts';
import { RoomComposing } from './roomComposing.ts';
import { Unread } from './unread.ts';

/**
 * What a list of chats shows of one: its last message, what is unread, who is typing, the draft.
 * {@link Chat}, which has the messages, reports here what becomes of them.
 */
export class ChatSummary {
  readonly kind: ChatKind;
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly jid: Jid;
  readonly key: ChatKey;
  /** Whether the contact, or who in the room, is typing. */
  readonly typing: Composing | RoomComposing;
  /** Who has read how far in a room. */
  readonly readers: Readers;
  readonly #history: History;
  readonly #stateChanged = new Emitter<undefined>();
  readonly #unread: Unread;
  readonly #last: Last;
  readonly #news = new News();
  #standing: Standing | undefined;
  #isCleared = false;
  #newest = 0;
  #occupant: string | undefined;
  #draft = NO_DRAFT;

  /** Unread count, draft, standing or typing changed, or which message is the last. */
  readonly onState = this.#stateChanged.event;

  /** @param standing while the chat is only about to be stored */
  constructor(jid: Jid, key: ChatKey, history: History, clock: Clock, standing?: Standing) {
    this.jid = jid;
    this.key = key;
    this.kind = key.kind ?? 'chat';
    this.#history = history;
    this.#standing = standing;
    const changed = () => {
      this.#stateChanged.fire(undefined);
    };
    this.#unread = new Unread(history, key, changed);
    this.#last = new Last(async () => (await history.load(key, { limit: 1 }))[0], changed);
    this.readers = new Readers(changed);
    const Typing = this.kind === 'room' ? RoomComposing : Composing;
    this.typing = new Typing(clock, changed);
  }

  /** Restores the stored state when the chat is first opened. */
  restore({ unread, draft, mode, standing, cleared, room, last, ...stored }: StoredChat): void {
    this.#standing = standing;
    this.#isCleared = cleared !== undefined;
    this.#unread.restore({ unread, ...(room && { room }) });
    if (last) this.#last.append([last]);
    this.#newest = Math.max(cleared ?? 0, room?.newest ?? stored.private?.newest ?? 0);
    this.#occupant = stored.private?.occupant;
    this.#draft = { draft, ...(mode && { mode }) };
  }

  /** Set while the user does not take part; see {@link isAccepted}. */
  get standing(): Standing | undefined {
    return this.#standing;
  }

  /**
   * Whether the user takes part: not in what a sender outside the roster began, until the
   * user answers, accepts it or adds them. Its messages do not count as unread in totals.
   */
  get isAccepted(): boolean {
    return this.#standing === undefined;
  }

  /** The user takes part from now on. */
  accept(): Promise<void> {
    return this.#setStanding(undefined);
  }

  /** The user wants to see nothing of it, until {@link accept}. */
  async ignore(): Promise<void> {
    await this.markRead();
    await this.#setStanding('ignored');
  }

  async #setStanding(standing: Standing | undefined): Promise<void> {
    if (this.#standing === standing) return;
    this.#standing = standing;
    this.#stateChanged.fire(undefined);
    await this.#history.saveStanding(this.key, standing);
  }

  /** Whether the user has cleared it: nothing older than what is stored is wanted any more. */
  get isCleared(): boolean {
    return this.#isCleared;
  }

  get unread(): number {
    return this.#unread.count;
  }

  /** How many of the unread messages of a room mention us. */
  get mentions(): number {
    return this.#unread.mentions;
  }

  /** The message at the end of the chat. */
  get last(): LastMessage | undefined {
    return this.#last.message;
  }

  /**
   * With whom a private chat is, as {@link Message.occupant}: not another occupant who takes the
   * same nick later, unless the user wrote to them.
   */
  get occupant(): string | undefined {
    return this.#occupant;
  }

  /** Sets the occupant of a private chat: the user writes to the one who has the nick now. */
  meet(occupant: string): void {
    if (occupant === this.#occupant) return;
    this.#occupant = occupant;
    this.#stateChanged.fire(undefined);
  }

  /** When the newest known message of a room or occupant was sent, in ms since 1970; 0 without any. */
  get newest(): number {
    return this.#newest;
  }

  /** The contact's newest message since the start. */
  get lastReceived(): Received | undefined {
    return this.#news.last;
  }

  get composing(): boolean {
    return this.typing.active;
  }

  /** What the user has typed and not sent. */
  get draft(): Draft {
    return this.#draft;
  }

  /** Shows a draft in all windows, and stores it. */
  async saveDraft(draft: Draft): Promise<void> {
    if (isSameDraft(draft, this.#draft)) return;
    this.#draft = draft;
    this.#stateChanged.fire(undefined);
    await this.#history.saveDraft(this.key, draft);
  }

  /** Marks all messages, or all up to this one, as read. */
  async markRead(upTo?: string): Promise<void> {
    if (this.unread > 0) await this.#unread.markRead(upTo);
  }

  /** Recounts unread messages, after marking as read up to this message if given. */
  async countUnread(upTo = ''): Promise<void> {
    await this.#unread.markRead(upTo);
  }

  /** What is received from now on may be long known: it is announced by {@link announceArchived}. */
  catchUp(): void {
    this.#news.catchUp();
  }

  /** The archive has been read: its newest unread message counts as just received. */
  announceArchived(): void {
    if (this.#news.announce(this.unread > 0)) this.#stateChanged.fire(undefined);
  }

  /** A page read backwards was stored, which the caller that asked for it shows. */
  async applyOlder(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    if (messages.some(({ outgoing }) => outgoing)) await this.accept();
    if (isAtEnd) await this.#unread.append(messages.filter(isNews));
    else await this.countUnread();
  }

  /** A message of ours is about to be stored. */
  protected noteQueued(message: Message): void {
    if (this.kind === 'private') this.#noteNewest([message]);
  }

  /** It is stored, at the end. */
  protected noteStored(message: Message): void {
    this.#last.append([message]);
  }

  /** These were received, and stored at the end. */
  protected noteReceived(messages: readonly Message[]): void {
    this.#noteNewest(messages);
    this.#last.append(messages);
  }

  /** Counts those of others that were received; what they wrote, they no longer type. */
  protected countReceived(messages: readonly Message[]): void {
    const newest = messages.at(-1);
    if (!newest) return;
    if (this.kind !== 'room') this.typing.end();
    else for (const { nick } of messages) if (nick !== undefined) this.typing.end(nick);
    this.#unread.add(messages);
    this.#news.receive(newest);
    this.#stateChanged.fire(undefined);
  }

  /** These were added from the archive. @param isAtEnd whether they follow all others */
  protected noteArchived(messages: readonly Message[], isAtEnd: boolean): void {
    this.#noteNewest(messages);
    if (isAtEnd) this.#last.append(messages);
    else if (!this.last) void this.#last.reload();
  }

  /** Counts them; what precedes one of ours was read. */
  protected async countArchived(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    const news = messages.filter(isNews);
    const newest = news.at(-1);
    if (newest && isAtEnd) this.#news.append(newest);
    const answer = messages.findLast(({ outgoing }) => outgoing);
    if (answer) await this.accept();
    if (isAtEnd && !answer) await this.#unread.append(news);
    else await this.countUnread(answer?.id);
  }

  /** These were changed, each in its place. */
  protected noteChanged(messages: readonly Message[]): void {
    for (const message of messages) this.#news.change(message);
    this.#last.change(messages);
  }

  /** One was removed. */
  protected noteRemoved(id: string): void {
    this.#last.remove(id);
  }

  /** Messages were inserted or moved: another may be the last. */
  protected reloadLast(): Promise<void> {
    return this.#last.reload();
  }

  /** All were removed that are not queued. @param isCleared whether there were any, ever */
  protected noteCleared(isCleared: boolean): void {
    this.#isCleared = isCleared;
  }

  /** None is unread any more. */
  protected clearUnread(): Promise<void> {
    return this.#unread.clear();
  }

  /** The occupant of a private chat is the first sender, or the one last written to. */
  #noteNewest(messages: readonly Message[]): void {
    for (const { time, outgoing, occupant } of messages) {
      if (occupant !== undefined && (outgoing || this.#newest === 0)) this.#occupant = occupant;
      this.#newest = Math.max(this.#newest, time);
    }
  }
}

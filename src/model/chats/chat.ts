import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { type UserError, userError } from '../../base/userError.ts';
import type { AnsweringAddition } from './replies.ts';
import { arrange, refersToOther } from './arrange.ts';
import type { LiveOrder } from './liveOrder.ts';
import { ChatLookup } from './chatLookup.ts';
import { Last, type LastMessage } from './lastMessage.ts';
import { Composing } from './composing.ts';
import { RoomComposing } from './roomComposing.ts';
import { markCovered, PREVIOUS } from './delivery.ts';
import {
  type Addition,
  type Amendment,
  type ChatKey,
  type Standing,
  type StoredChat,
  type Delivery,
  type Draft,
  type History,
  isSameDraft,
  type Message,
  NO_DRAFT,
  type OwnContent,
  type PageOptions,
} from '../history.ts';
import { type ChatKind, type MessageRef, refFor } from '../messageRef.ts';
import { isNews, News } from './news.ts';
import type { Received } from './received.ts';
import { Readers } from './readers.ts';
import { ReadWriteLock } from './readWriteLock.ts';
import { Unread } from './unread.ts';

/** Maximum number of messages added at once that are reported individually. */
const MAX_REPORTED = 20;

/** Loads messages older than all stored ones from elsewhere. */
export interface OlderMessages {
  /** @returns whether there were any. @throws StanzaError, Failure */
  load(chat: Chat, limit: number): Promise<boolean>;
  /** The same in the background. */
  prefetch(chat: Chat, limit: number): void;
}

/** The dependencies of a chat. */
export interface ChatDeps {
  readonly older?: OlderMessages;
  readonly history: History;
  readonly clock: Clock;
  readonly liveOrder: LiveOrder;
}

/** What happened to the messages of a chat. */
export type MessageChange =
  | { readonly kind: 'added' | 'changed'; readonly messages: readonly Message[] }
  | { readonly kind: 'removed'; readonly id: string }
  /** Many changed at once: listeners must reload. */
  | { readonly kind: 'reset' };

/** The conversation with one contact, of one room, or with one occupant of a room. */
export class Chat {
  readonly kind: ChatKind;
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly jid: Jid;
  readonly key: ChatKey;
  readonly #history: History;
  readonly #clock: Clock;
  /** For reading its archive. */
  readonly liveOrder: LiveOrder;
  readonly #older: OlderMessages | undefined;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #stateChanged = new Emitter<undefined>();
  /** Whether the contact, or who in the room, is typing. */
  readonly typing: Composing | RoomComposing;
  /** Who has read how far in a room. */
  readonly readers: Readers;
  readonly #lookup: ChatLookup;
  readonly #lock = new ReadWriteLock();
  readonly #unread: Unread;
  readonly #last: Last;
  #standing: Standing | undefined;
  #isCleared = false;
  #newest = 0;
  #occupant: string | undefined;
  #draft = NO_DRAFT;
  readonly #news = new News();

  /** Messages were added, changed or removed. */
  readonly onMessage = this.#messageChanged.event;
  /** Unread count, draft, standing or typing changed, or which message is the last. */
  readonly onState = this.#stateChanged.event;

  /** @param standing while the chat is only about to be stored */
  constructor(
    jid: Jid,
    key: ChatKey,
    { history, clock, liveOrder, older }: ChatDeps,
    standing?: Standing,
  ) {
    this.jid = jid;
    this.key = key;
    this.kind = key.kind ?? 'chat';
    this.#history = history;
    this.#lookup = new ChatLookup(history, key);
    this.#clock = clock;
    this.liveOrder = liveOrder;
    this.#older = older;
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

  /** Everybody who writes here, our account first. */
  get authors(): readonly string[] {
    return this.#lookup.authors;
  }

  /** Set while the user does not take part; see {@link isAccepted}. */
  get standing(): Standing | undefined {
    return this.#standing;
  }

  /**
   * Whether the user takes part: not in what somebody began who is not in the roster, until the
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
   * With whom a private chat is, as {@link Message.occupant}: not somebody else who writes under the
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

  /** A page, including messages older than all stored ones. @throws StanzaError, Failure */
  async load(options: PageOptions): Promise<readonly Message[]> {
    const page = await this.#history.load(this.key, options);
    const isWhole = page.length >= options.limit || 'after' in options || 'around' in options;
    if (isWhole || !this.#older || this.#isCleared) return page;
    // Stored messages are shown at once; only a request for older ones waits for the archive.
    if (options.before === undefined) {
      this.#older.prefetch(this, options.limit);
      return page;
    }
    const isMore = await this.#older.load(this, options.limit);
    return isMore ? this.#history.load(this.key, options) : page;
  }

  /** Messages were inserted or moved before the end: listeners must reload. */
  invalidate(): void {
    void this.#last.reload();
    this.#messageChanged.fire({ kind: 'reset' });
  }

  /** Moves messages into this order, as {@link History.order} does. */
  async order(ids: readonly string[]): Promise<void> {
    if (await this.#history.order(this.key, ids)) this.invalidate();
  }

  find(id: string): Promise<Message | undefined> {
    return this.#lookup.find(id);
  }

  /** The ids of the last `limit` messages containing this text, oldest first. @throws Failure */
  findText(text: string, limit: number): Promise<readonly string[]> {
    return this.#history.findText(this.key, text, limit);
  }

  /** The earliest message sent at this time or later, in ms since 1970. */
  findSince(time: number): Promise<Message | undefined> {
    return this.#history.findSince(this.key, time);
  }

  /** Finds a message by reference, after all pending writes. */
  findReference(ref: MessageRef): Promise<Message | undefined> {
    return this.#lock.exclusive(() => this.#lookup.findReference(ref));
  }

  /** Runs work after all pending writes; nothing else is written here meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#lock.exclusive(work);
  }

  /** The message that another one replies to, by the id that its reply names. */
  findEither(id: string): Promise<Message | undefined> {
    return this.#lock.exclusive(() => this.#lookup.findEither(id));
  }

  /**
   * Marks a message of ours, or an amendment of one, as failed, where it is shown.
   * @param id of the stanza. @returns whether it is known here
   */
  async refuse(id: string, reason: (task: UserError) => UserError): Promise<boolean> {
    const failed = reason(userError('task.deliver-message'));
    if (await this.mark(id, 'failed', failed)) return true;
    const named = await this.findEither(id);
    if (!named || (!named.outgoing && !isOurReaction(named, this.key.account, id))) return false;
    if (named.id === id) return true;
    if (refFor('error', this, named)?.id === id) await this.mark(named.id, 'failed', failed);
    else {
      const refused = reason(userError('task.deliver-change'));
      await this.change(named.id, (message) => ({ ...message, refused }));
    }
    return true;
  }

  /** Adds a message of ours, as queued. */
  async queue(content: OwnContent): Promise<Message> {
    const message: Message = {
      id: randomUUID(),
      sender: this.key.account,
      outgoing: true,
      ...(this.#occupant !== undefined && { occupant: this.#occupant }),
      ...content,
      time: this.#clock.now(),
      delivery: 'queued',
    };
    this.liveOrder.record(this.key.chat, message.id);
    if (this.kind === 'private') this.#noteNewest([message]);
    // Only stored messages are sent, so that none is lost in a crash. Saved separately: additions
    // that fail together are retried after whatever was added later.
    await this.#lock.shared(() => this.#history.save(this.key, message));
    this.#last.append([message]);
    this.#messageChanged.fire({ kind: 'added', messages: [message] });
    await this.accept();
    return message;
  }

  /**
   * Adds messages received together, once each, in order. @returns for each, whether it was new;
   * `undefined` for a correction of a known one, which is still to be applied
   */
  async receiveAll(
    additions: readonly AnsweringAddition[],
  ): Promise<readonly (boolean | undefined)[]> {
    for (const { message } of additions) this.liveOrder.record(this.key.chat, message.id);
    const { added, isNew } = additions.some(refersToOther)
      ? await this.#lock.exclusive(async () => {
          const arranged = await arrange(this, this.#lookup, additions);
          const added = arranged.filter((addition) => addition !== undefined);
          return { added, isNew: await this.#history.add(added) };
        })
      : { added: additions, isNew: await this.#lock.shared(() => this.#history.add(additions)) };
    const outcomes = new Map(added.map(({ message }, at) => [message.id, isNew[at] === true]));
    const result = additions.map(({ message }) => outcomes.get(message.id));
    additions.forEach(({ message }, at) => {
      if (result[at] !== true) this.liveOrder.discard(this.key.chat, message.id);
    });
    await this.#tellReceived(added.filter((_, at) => isNew[at]));
    return result;
  }

  async #tellReceived(added: readonly Addition[]): Promise<void> {
    if (added.length === 0) return;
    const messages = added.map(({ message }) => message);
    this.#noteNewest(messages);
    this.#last.append(messages);
    this.#messageChanged.fire({ kind: 'added', messages });
    this.#countReceived(messages.filter(isNews));
    // A reply from another device implies that the chat was read there.
    const answer = added.findLast(({ message }) => message.outgoing);
    if (!answer) return;
    await this.accept();
    await this.markRead(answer.message.id);
  }

  #countReceived(messages: readonly Message[]): void {
    const newest = messages.at(-1);
    if (!newest) return;
    if (this.kind !== 'room') this.typing.end();
    else for (const { nick } of messages) if (nick !== undefined) this.typing.end(nick);
    this.#unread.add(messages);
    this.#news.receive(newest);
    this.#stateChanged.fire(undefined);
  }

  /**
   * Reports new archived messages, added in archive order.
   * @param isAtEnd whether they follow all others
   */
  async applyArchived(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    this.#noteNewest(messages);
    if (isAtEnd) this.#last.append(messages);
    else if (!this.last) void this.#last.reload();
    if (isAtEnd && messages.length <= MAX_REPORTED) {
      this.#messageChanged.fire({ kind: 'added', messages });
    } else this.#messageChanged.fire({ kind: 'reset' });
    const news = messages.filter(isNews);
    const newest = news.at(-1);
    if (newest && isAtEnd) this.#news.append(newest);
    const answer = messages.findLast(({ outgoing }) => outgoing);
    if (answer) await this.accept();
    if (isAtEnd && !answer) await this.#unread.append(news);
    else await this.countUnread(answer?.id);
  }

  /** The same for a page read backwards, which the caller that asked for it shows. */
  async applyOlder(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    if (messages.some(({ outgoing }) => outgoing)) await this.accept();
    if (isAtEnd) await this.#unread.append(messages.filter(isNews));
    else await this.countUnread();
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

  /**
   * Advances the delivery state of a message of ours. @returns the changed message, or `undefined`
   * if it is not of this chat or already further
   */
  async mark(id: string, delivery: Delivery, error?: UserError): Promise<Message | undefined> {
    const [message] = await this.markAll([id], delivery, error);
    return message;
  }

  /** The same for several at once. @returns the changed messages */
  async markAll(
    ids: readonly string[],
    delivery: Delivery,
    error?: UserError,
  ): Promise<readonly Message[]> {
    if (ids.length === 0) return [];
    const to = { delivery, ...(error !== undefined && { error }) };
    const messages = await this.#lock.shared(() =>
      this.#history.mark(this.key, ids, PREVIOUS[delivery], to),
    );
    if (messages.length > 0) this.#changedInPlace(messages);
    return messages;
  }

  /**
   * The contact's receipt or marker for a message of ours, by the stanza's id, also if another
   * client of ours sent it (XEP-0184 §5.4, XEP-0333 §4.2). @returns as {@link mark}
   */
  async confirm(id: string, delivery: Delivery): Promise<Message | undefined> {
    const message = await this.mark(id, delivery);
    if (message) return message;
    const named = await this.findReference({ sender: this.key.account, id });
    return named && named.id !== id ? this.mark(named.id, delivery) : undefined;
  }

  /**
   * Changes a message exclusively, after all pending writes. A `change` that returns its argument
   * changes nothing.
   *
   * @param of its id here, or its author's reference to it
   * @returns the resulting message, or `undefined` if it is unknown
   */
  change(
    of: string | MessageRef,
    change: (message: Message) => Message,
  ): Promise<Message | undefined> {
    return this.#lock.exclusive(async () => {
      const known = await (typeof of === 'string' ? this.find(of) : this.#lookup.findReference(of));
      const changed = known && change(known);
      if (!changed || changed === known) return known;
      await this.#history.save(this.key, changed);
      this.#news.change(changed);
      this.#changedInPlace([changed]);
      return changed;
    });
  }

  /** Reports that what is shown of a message besides what is stored has changed, as its progress. */
  redraw(message: Message): void {
    this.#messageChanged.fire({ kind: 'changed', messages: [message] });
  }

  /** The same of a message by its id, as it is stored. */
  async redrawStored(id: string): Promise<void> {
    await this.#lock.exclusive(async () => {
      const message = await this.find(id);
      if (message) this.redraw(message);
    });
  }

  /** Adds references to a known message; identities also identify copies of it. */
  async refer(
    message: Message,
    references: readonly string[],
    identities: readonly string[] = [],
  ): Promise<void> {
    const addition = { key: this.key, message, references, identities };
    await this.#lock.shared(() => this.#history.add([addition]));
  }

  /** Stores an amendment to be sent, until {@link removeChange}. */
  async saveChange(change: Amendment): Promise<void> {
    await this.accept();
    await this.#history.saveChange(this.key, change);
  }

  /** The server has this amendment: it is no longer pending. */
  async removeChange({ id, message }: Amendment): Promise<void> {
    await this.#history.removeChange(this.key, id);
    await this.change(message, (changed) => {
      const { pending, ...rest } = changed;
      return pending === id ? rest : changed;
    });
  }

  /** Removes a message of ours whose state is one of `from`. @returns whether it did */
  async remove(id: string, from: readonly Delivery[]): Promise<boolean> {
    if (!(await this.#lock.shared(() => this.#history.remove(this.key, id, from)))) return false;
    this.#last.remove(id);
    this.#messageChanged.fire({ kind: 'removed', id });
    return true;
  }

  /** The contact has seen a message of ours, and so all received before it (XEP-0333 §1). */
  markDisplayed(id: string): Promise<void> {
    return markCovered(this, this.#history, id);
  }

  /** Removes every message that is not queued. */
  async clear(): Promise<void> {
    await this.#lock.exclusive(async () => {
      this.#isCleared = (await this.#history.clear(this.key)) !== undefined;
    });
    await this.#last.reload();
    this.#messageChanged.fire({ kind: 'reset' });
    await this.#unread.clear();
    // The text of an edit goes with its message; that of a reply stays.
    const { draft, mode } = this.#draft;
    if (mode && !(await this.find(mode.message))) {
      await this.saveDraft({ draft: mode.kind === 'edit' ? mode.aside : draft });
    }
  }

  /** Marks all messages, or all up to this one, as read. */
  async markRead(upTo?: string): Promise<void> {
    if (this.unread > 0) await this.#unread.markRead(upTo);
  }

  #changedInPlace(messages: readonly Message[]): void {
    this.#last.change(messages);
    this.#messageChanged.fire({ kind: 'changed', messages });
  }

  /** The occupant of a private chat is the first sender, or the one last written to. */
  #noteNewest(messages: readonly Message[]): void {
    for (const { time, outgoing, occupant } of messages) {
      if (occupant !== undefined && (outgoing || this.#newest === 0)) this.#occupant = occupant;
      this.#newest = Math.max(this.#newest, time);
    }
  }
}

/** Whether this id is of our latest reactions to a message. */
function isOurReaction({ reactions }: Message, account: string, id: string): boolean {
  return reactions?.some(({ sender, by }) => sender === account && by === id) === true;
}

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { type UserError, userError } from '../../base/userError.ts';
import type { AnsweringAddition } from './replies.ts';
import { arrange } from './arrange.ts';
import type { LiveOrder } from './liveOrder.ts';
import { ChatLookup } from './chatLookup.ts';
import { Composing } from './composing.ts';
import { markCovered, PREVIOUS } from './delivery.ts';
import {
  type Addition,
  type Amendment,
  type ChatKey,
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
import { type MessageRef, refFor } from '../messageRef.ts';
import { type Received, receivedOf } from './received.ts';
import { ReadWriteLock } from './readWriteLock.ts';

/** So many messages at most are told one by one when they are added at once. */
const MAX_TOLD = 20;

/** Gets what is older than all that is kept of a chat from elsewhere. */
export interface OlderMessages {
  /** Result: whether there were any. @throws StanzaError, Failure */
  load(chat: Chat, limit: number): Promise<boolean>;
  /** The same, for later: nobody waits for it. */
  prefetch(chat: Chat, limit: number): void;
}

/** What a chat is made with. */
export interface ChatDeps {
  readonly older?: OlderMessages;
  readonly history: History;
  readonly clock: Clock;
  readonly liveOrder: LiveOrder;
}

/** What became of the messages of a chat. */
export type MessageChange =
  | { readonly kind: 'added' | 'changed'; readonly messages: readonly Message[] }
  | { readonly kind: 'removed'; readonly id: string }
  /** Many were, all at once: whoever shows them reads them anew. */
  | { readonly kind: 'reset' };

/** One-to-one conversation with one bare JID. */
export class Chat {
  readonly kind = 'chat';
  /** The other side's bare JID. */
  readonly jid: Jid;
  readonly key: ChatKey;
  readonly #history: History;
  readonly #clock: Clock;
  readonly #liveOrder: LiveOrder;
  readonly #older: OlderMessages | undefined;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #stateChanged = new Emitter<undefined>();
  /** Whether the other side is typing. */
  readonly typing: Composing;
  readonly #lookup: ChatLookup;
  readonly #lock = new ReadWriteLock();
  #unread = 0;
  #draft = NO_DRAFT;
  #lastReceived: Received | undefined;
  /** The newest of what the archive brought and was not told yet. */
  #newestArchived: Received | undefined;

  /** Messages were added, changed or removed. */
  readonly onMessage = this.#messageChanged.event;
  /** Unread count, draft or typing changed. */
  readonly onState = this.#stateChanged.event;

  constructor(jid: Jid, key: ChatKey, { history, clock, liveOrder, older }: ChatDeps) {
    this.jid = jid;
    this.key = key;
    this.#history = history;
    this.#lookup = new ChatLookup(history, key);
    this.#clock = clock;
    this.#liveOrder = liveOrder;
    this.#older = older;
    this.typing = new Composing(clock, () => {
      this.#stateChanged.fire(undefined);
    });
  }

  /** Who writes here, we first. */
  get authors(): readonly string[] {
    return this.#lookup.authors;
  }

  get unread(): number {
    return this.#unread;
  }

  /** The newest message of the other side since the start. */
  get lastReceived(): Received | undefined {
    return this.#lastReceived;
  }

  get composing(): boolean {
    return this.typing.active;
  }

  /** Takes over what was kept of it when it is opened for the first time. */
  restore({ unread, draft, mode }: StoredChat): void {
    this.#unread = unread;
    this.#draft = { draft, ...(mode && { mode }) };
  }

  /** What the user has typed and not sent. */
  get draft(): Draft {
    return this.#draft;
  }

  /** Shows a draft everywhere, and keeps it. */
  async saveDraft(draft: Draft): Promise<void> {
    if (isSameDraft(draft, this.#draft)) return;
    this.#draft = draft;
    this.#stateChanged.fire(undefined);
    await this.#history.saveDraft(this.key, draft);
  }

  /** A page, also of what is older than all that is kept. @throws StanzaError, Failure */
  async load(options: PageOptions): Promise<readonly Message[]> {
    const page = await this.#history.load(this.key, options);
    const isWhole = page.length >= options.limit || 'after' in options || 'around' in options;
    if (isWhole || !this.#older) return page;
    // What is here is shown at once; only who asks for more waits for it.
    if (options.before === undefined) {
      this.#older.prefetch(this, options.limit);
      return page;
    }
    const isMore = await this.#older.load(this, options.limit);
    return isMore ? this.#history.load(this.key, options) : page;
  }

  /** Messages were found, or put, elsewhere than at the end: whoever shows them reads them anew. */
  invalidate(): void {
    this.#messageChanged.fire({ kind: 'reset' });
  }

  find(id: string): Promise<Message | undefined> {
    return this.#lookup.find(id);
  }

  /** The ids of the last `limit` messages that have this text somewhere, oldest first. @throws Failure */
  findText(text: string, limit: number): Promise<readonly string[]> {
    return this.#history.findText(this.key, text, limit);
  }

  /** The earliest message sent at this time or later, in ms since 1970. */
  findSince(time: number): Promise<Message | undefined> {
    return this.#history.findSince(this.key, time);
  }

  /** The message that is called so, once all that came before is kept. */
  findReference(ref: MessageRef): Promise<Message | undefined> {
    return this.#lock.exclusive(() => this.#lookup.findReference(ref));
  }

  /** Does this once all that came before is kept; nothing is written here meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#lock.exclusive(work);
  }

  /** The message that another one answers, by what that calls it. */
  findEither(id: string): Promise<Message | undefined> {
    return this.#lock.exclusive(() => this.#lookup.findEither(id));
  }

  /**
   * A message of ours was not delivered, or a change of one: that is told where it stands.
   * @param id of the stanza. Result: whether it is here.
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

  /** Adds a message of ours; it waits in the queue until it is marked otherwise. */
  async queue(content: OwnContent): Promise<Message> {
    const message: Message = {
      id: randomUUID(),
      sender: this.key.account,
      outgoing: true,
      ...content,
      time: this.#clock.now(),
      delivery: 'queued',
    };
    this.#liveOrder.record(this.key.chat, message.id);
    // Only what is kept may leave, so that nothing is sent that a crash would make us forget.
    // Saved by itself: additions that fail together are tried again behind what came after them.
    await this.#lock.shared(() => this.#history.save(this.key, message));
    this.#messageChanged.fire({ kind: 'added', messages: [message] });
    return message;
  }

  /**
   * Adds messages that have just come together, once, in their order. Result: for each, whether it
   * was new; `undefined` for a correction of one that is here, which is still to be applied.
   */
  async receiveAll(
    additions: readonly AnsweringAddition[],
  ): Promise<readonly (boolean | undefined)[]> {
    for (const { message } of additions) this.#liveOrder.record(this.key.chat, message.id);
    const refers = additions.some(({ reply, corrects, sourceOf, shares }) =>
      [reply, corrects, sourceOf, shares].some((other) => other !== undefined),
    );
    const { added, isNew } = refers
      ? await this.#lock.exclusive(async () => {
          const arranged = await arrange(this, this.#lookup, additions);
          const added = arranged.filter((addition) => addition !== undefined);
          return { added, isNew: await this.#history.add(added) };
        })
      : { added: additions, isNew: await this.#lock.shared(() => this.#history.add(additions)) };
    const outcomes = new Map(added.map(({ message }, at) => [message.id, isNew[at] === true]));
    const result = additions.map(({ message }) => outcomes.get(message.id));
    for (const [at, { message }] of additions.entries()) {
      if (result[at] !== true) this.#liveOrder.discard(this.key.chat, message.id);
    }
    await this.#tellReceived(added.filter((_, at) => isNew[at]));
    return result;
  }

  async #tellReceived(added: readonly Addition[]): Promise<void> {
    if (added.length === 0) return;
    const messages = added.map(({ message }) => message);
    this.#messageChanged.fire({ kind: 'added', messages });
    this.#countReceived(messages.filter(({ outgoing }) => !outgoing));
    // Who answers from another device has read there what it answers.
    const answer = added.findLast(({ message }) => message.outgoing);
    if (answer) await this.markRead(answer.message.id);
  }

  #countReceived(messages: readonly Message[]): void {
    const newest = messages.at(-1);
    if (!newest) return;
    this.typing.end();
    this.#unread += messages.length;
    this.#lastReceived = receivedOf(newest);
    // What the archive brought before is no news beside it.
    this.#newestArchived = undefined;
    this.#stateChanged.fire(undefined);
  }

  /**
   * Messages that were not here were added as the archive has them, in its order.
   * @param isAtEnd whether they stand behind all others.
   */
  async applyArchived(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    if (isAtEnd && messages.length <= MAX_TOLD) {
      this.#messageChanged.fire({ kind: 'added', messages });
    } else this.#messageChanged.fire({ kind: 'reset' });
    const news = messages.findLast(({ outgoing }) => !outgoing);
    if (news && isAtEnd) this.#newestArchived = receivedOf(news);
    const answer = messages.findLast(({ outgoing }) => outgoing);
    await this.countUnread(answer?.id);
  }

  /** Counts anew what is unread, having read up to this message where one is given. */
  async countUnread(upTo = ''): Promise<void> {
    this.#setUnread(await this.#history.markRead(this.key, upTo));
  }

  /** The archive has been read: what is unread of that counts as just received. */
  announceArchived(): void {
    const news = this.#newestArchived;
    this.#newestArchived = undefined;
    if (!news || this.#unread === 0) return;
    this.#lastReceived = news;
    this.#stateChanged.fire(undefined);
  }

  /**
   * A message of ours got further. Result: as it is then, or `undefined` where it stays as it is,
   * because it is not of this chat or has got further than that before.
   */
  async mark(id: string, delivery: Delivery, error?: UserError): Promise<Message | undefined> {
    const [message] = await this.markAll([id], delivery, error);
    return message;
  }

  /** The same of several at once. @returns those that got further, as they are then */
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
    if (messages.length > 0) this.#messageChanged.fire({ kind: 'changed', messages });
    return messages;
  }

  /**
   * The other side says that a message of ours got further, by what they call it: the stanza's id,
   * also where another client of ours sent it (XEP-0184 §5.4, XEP-0333 §4.2). Result: as of {@link mark}.
   */
  async confirm(id: string, delivery: Delivery): Promise<Message | undefined> {
    const message = await this.mark(id, delivery);
    if (message) return message;
    const named = await this.findReference({ sender: this.key.account, id });
    return named && named.id !== id ? this.mark(named.id, delivery) : undefined;
  }

  /**
   * Changes a message, once all that came before is kept, and alone. A `change` that gives back
   * what it got leaves it. Result: as it is then, or `undefined` where it is not here.
   *
   * @param of its id here, or what its author calls it
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
      if (this.#lastReceived?.id === changed.id) this.#lastReceived = receivedOf(changed);
      if (this.#newestArchived?.id === changed.id) this.#newestArchived = receivedOf(changed);
      this.#messageChanged.fire({ kind: 'changed', messages: [changed] });
      return changed;
    });
  }

  /** From now on others may call a message that is here so, too; by identities copies are told. */
  async refer(
    message: Message,
    references: readonly string[],
    identities: readonly string[] = [],
  ): Promise<void> {
    const addition = { key: this.key, message, references, identities };
    await this.#lock.shared(() => this.#history.add([addition]));
  }

  /** Keeps what is to be sent about a message until {@link removeChange}. */
  saveChange(change: Amendment): Promise<void> {
    return this.#history.saveChange(this.key, change);
  }

  /** The server has this change: nothing of it waits any longer. */
  async removeChange({ id, message }: Amendment): Promise<void> {
    await this.#history.removeChange(this.key, id);
    await this.change(message, (changed) => {
      const { pending, ...rest } = changed;
      return pending === id ? rest : changed;
    });
  }

  /** Forgets a message of ours that stands at one of `from`. Result: whether it did. */
  async remove(id: string, from: readonly Delivery[]): Promise<boolean> {
    if (!(await this.#lock.shared(() => this.#history.remove(this.key, id, from)))) return false;
    this.#messageChanged.fire({ kind: 'removed', id });
    return true;
  }

  /** The other side has seen a message of ours, and so all that it got before (XEP-0333 §1). */
  markDisplayed(id: string): Promise<void> {
    return markCovered(this, this.#history, id);
  }

  /** Forgets every message that does not wait to be sent. */
  async clear(): Promise<void> {
    await this.#lock.shared(() => this.#history.clear(this.key));
    this.#messageChanged.fire({ kind: 'reset' });
    this.#setUnread(0);
    // What was typed to change a message goes with it.
    const { draft, mode } = this.#draft;
    if (mode && !(await this.find(mode.message))) {
      await this.saveDraft({ draft: mode.kind === 'edit' ? mode.aside : draft });
    }
  }

  /** All that is here has been read, or all up to this message. */
  async markRead(upTo?: string): Promise<void> {
    if (this.#unread === 0) return;
    if (upTo === undefined) this.#setUnread(0);
    this.#setUnread(await this.#history.markRead(this.key, upTo));
  }

  #setUnread(unread: number): void {
    if (this.#unread === unread) return;
    this.#unread = unread;
    this.#stateChanged.fire(undefined);
  }
}

/** Whether it is what we last told of our reactions to a message. */
function isOurReaction({ reactions }: Message, account: string, id: string): boolean {
  return reactions?.some(({ sender, by }) => sender === account && by === id) === true;
}

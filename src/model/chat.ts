import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import { type AnsweringAddition, withAnswer } from './answers.ts';
import type { Arrivals } from './arrivals.ts';
import { ChatLookup, type Reference } from './chatLookup.ts';
import { markCovered, PREVIOUS } from './delivery.ts';
import type {
  Addition,
  AnnouncedFile,
  Answered,
  Change,
  ChatKey,
  ChatState,
  Delivery,
  History,
  Message,
  PageOptions,
} from './history.ts';
import { Turns } from './turns.ts';

/** So many messages at most are told one by one when they are added at once. */
const MAX_TOLD = 20;

/** Gets what is older than all that is kept of a chat from elsewhere. */
export interface OlderMessages {
  /** Result: whether there were any. @throws StanzaError, Failure */
  load(chat: Chat, limit: number): Promise<boolean>;
  /** The same, for later: nobody waits for it. */
  look(chat: Chat, limit: number): void;
}

/** What a chat is made with. */
export interface ChatDeps {
  readonly older?: OlderMessages;
  readonly history: History;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

/** What became of the messages of a chat. */
export type MessageChange =
  | { readonly kind: 'added' | 'changed'; readonly message: Message }
  | { readonly kind: 'removed'; readonly id: string }
  /** Many were, all at once: whoever shows them reads them anew. */
  | { readonly kind: 'cleared' };

/** One-to-one conversation with one bare JID. */
export class Chat {
  /** The other side's bare JID. */
  readonly jid: Jid;
  readonly key: ChatKey;
  readonly #history: History;
  readonly #clock: Clock;
  readonly #arrivals: Arrivals;
  readonly #older: OlderMessages | undefined;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #stateChanged = new Emitter<undefined>();
  readonly #lookup: ChatLookup;
  readonly #turns = new Turns();
  #unread = 0;
  #draft = '';
  #lastReceived: Message | undefined;
  /** The newest of what the archive brought and was not told yet. */
  #news: Message | undefined;
  #composing = false;

  /** Messages were added, changed or removed. */
  readonly onMessage = this.#messageChanged.event;
  /** Unread count, draft or typing changed. */
  readonly onState = this.#stateChanged.event;

  constructor(jid: Jid, key: ChatKey, { history, clock, arrivals, older }: ChatDeps) {
    this.jid = jid;
    this.key = key;
    this.#history = history;
    this.#lookup = new ChatLookup(history, key);
    this.#clock = clock;
    this.#arrivals = arrivals;
    this.#older = older;
  }

  get unread(): number {
    return this.#unread;
  }

  /** The newest message of the other side since the start. */
  get lastReceived(): Message | undefined {
    return this.#lastReceived;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** Takes over what was kept of it when it is opened for the first time. */
  restore({ unread, draft }: ChatState): void {
    this.#unread = unread;
    this.#draft = draft;
  }

  /** What the user has typed and not sent. */
  get draft(): string {
    return this.#draft;
  }

  /** Shows a draft everywhere, and keeps it. */
  async saveDraft(draft: string): Promise<void> {
    if (draft === this.#draft) return;
    this.#draft = draft;
    this.#stateChanged.fire(undefined);
    await this.#history.saveDraft(this.key, draft);
  }

  /** A page, also of what is older than all that is kept. @throws StanzaError, Failure */
  async load(options: PageOptions): Promise<readonly Message[]> {
    return this.#lookup.hideRetracted(await this.#load(options));
  }

  async #load(options: PageOptions): Promise<readonly Message[]> {
    const page = await this.#history.load(this.key, options);
    const isWhole = page.length >= options.limit || 'after' in options || 'around' in options;
    if (isWhole || !this.#older) return page;
    // What is here is shown at once; only who asks for more waits for it.
    if (options.before === undefined) {
      this.#older.look(this, options.limit);
      return page;
    }
    const isMore = await this.#older.load(this, options.limit);
    return isMore ? this.#history.load(this.key, options) : page;
  }

  /** Messages were found, or put, elsewhere than at the end: whoever shows them reads them anew. */
  tellAnew(): void {
    this.#messageChanged.fire({ kind: 'cleared' });
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
  findReference(reference: Reference): Promise<Message | undefined> {
    return this.#turns.alone(() => this.#lookup.findReference(reference));
  }

  /** Does this once all that came before is kept; nothing is written here meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.alone(work);
  }

  /** The message that another one answers, by what that calls it. */
  findAnswered(originId: string): Promise<Message | undefined> {
    return this.#turns.alone(() => this.#lookup.findEither(originId));
  }

  /** A message of ours was not delivered, or a change of one: that is told where it stands. */
  async refuse(id: string, reason: (what: string) => string): Promise<void> {
    if (await this.mark(id, 'failed', reason('The message was not delivered'))) return;
    const of = { outgoing: true, originId: id };
    await this.change(of, (message) => {
      if (message.id === id) return message;
      return { ...message, refused: reason('The change of this message was not delivered') };
    });
  }

  /** Adds a message of ours; it waits in the queue until it is marked otherwise. */
  async queue(body: string, file?: AnnouncedFile, reply?: Answered): Promise<Message> {
    const message: Message = {
      id: randomUUID(),
      outgoing: true,
      body,
      time: this.#clock.now(),
      delivery: 'queued',
      ...(file && { file }),
      ...(reply && { reply }),
    };
    this.#arrivals.note(this.key.chat, message.id);
    // Only what is kept may leave, so that nothing is sent that a crash would make us forget.
    await this.#turns.share(() => this.#history.save(this.key, message));
    this.#messageChanged.fire({ kind: 'added', message });
    return message;
  }

  /** Adds a message that has just come, once. Result: false when it was here before. */
  async receive(addition: AnsweringAddition): Promise<boolean> {
    const { message, reply } = addition;
    if (!reply) return (await this.receiveAll([addition]))[0] === true;
    this.#arrivals.note(this.key.chat, message.id);
    const { known, isNew } = await this.#turns.alone(async () => {
      const known = withAnswer(addition, await this.#lookup.findEither(reply.id));
      return { known, isNew: await this.#history.add([known]) };
    });
    await this.#tellReceived([known], isNew);
    return isNew[0] === true;
  }

  /** Adds messages that have just come and answer none. Result: for each, as of {@link receive}. */
  async receiveAll(additions: readonly Addition[]): Promise<readonly boolean[]> {
    for (const { message } of additions) this.#arrivals.note(this.key.chat, message.id);
    const isNew = await this.#turns.share(() => this.#history.add(additions));
    await this.#tellReceived(additions, isNew);
    return isNew;
  }

  async #tellReceived(additions: readonly Addition[], isNew: readonly boolean[]): Promise<void> {
    let answer: Message | undefined;
    for (const [at, { message }] of additions.entries()) {
      if (isNew[at] !== true) this.#arrivals.forget(this.key.chat, message.id);
      else {
        this.#messageChanged.fire({ kind: 'added', message });
        if (message.outgoing) answer = message;
        else this.#countReceived(message);
      }
    }
    // Who answers from another device has read there what it answers.
    if (answer) await this.markRead(answer.id);
  }

  #countReceived(message: Message): void {
    this.#composing = false;
    this.#unread += 1;
    this.#lastReceived = message;
    this.#stateChanged.fire(undefined);
  }

  /**
   * Messages that were not here were added as the archive has them, in its order.
   * @param isAtEnd whether they stand behind all others.
   */
  async applyArchived(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    if (isAtEnd && messages.length <= MAX_TOLD) {
      for (const message of messages) this.#messageChanged.fire({ kind: 'added', message });
    } else this.#messageChanged.fire({ kind: 'cleared' });
    const news = messages.findLast(({ outgoing }) => !outgoing);
    if (news && isAtEnd) this.#news = news;
    const answer = messages.findLast(({ outgoing }) => outgoing);
    await this.countUnread(answer?.id);
  }

  /** Counts anew what is unread, having read up to this message where one is given. */
  async countUnread(upTo = ''): Promise<void> {
    this.#setUnread(await this.#history.markRead(this.key, upTo));
  }

  /** The archive has been read: what is unread of that counts as just received. */
  tellNews(): void {
    const news = this.#news;
    this.#news = undefined;
    if (!news || this.#unread === 0) return;
    this.#lastReceived = news;
    this.#stateChanged.fire(undefined);
  }

  /**
   * A message of ours got further. Result: as it is then, or `undefined` where it stays as it is,
   * because it is not of this chat or has got further than that before.
   */
  async mark(id: string, delivery: Delivery, error?: string): Promise<Message | undefined> {
    const to = { delivery, ...(error !== undefined && { error }) };
    const message = await this.#turns.share(() =>
      this.#history.mark(this.key, id, PREVIOUS[delivery], to),
    );
    if (message) this.#messageChanged.fire({ kind: 'changed', message });
    return message;
  }

  /**
   * Changes a message, once all that came before is kept, and alone. A `change` that gives back
   * what it got leaves it. Result: as it is then, or `undefined` where it is not here.
   *
   * @param of its id here, or what its author calls it
   */
  change(
    of: string | Reference,
    change: (message: Message) => Message,
  ): Promise<Message | undefined> {
    return this.#turns.alone(async () => {
      const known = await (typeof of === 'string' ? this.find(of) : this.#lookup.findReference(of));
      const changed = known && change(known);
      if (!changed || changed === known) return known;
      await this.#history.save(this.key, changed);
      if (this.#lastReceived?.id === changed.id) this.#lastReceived = changed;
      if (this.#news?.id === changed.id) this.#news = changed;
      this.#messageChanged.fire({ kind: 'changed', message: changed });
      return changed;
    });
  }

  /** From now on others may call a message that is here so, too. */
  async refer(message: Message, references: readonly string[]): Promise<void> {
    await this.#turns.share(() => this.#history.add([{ key: this.key, message, references }]));
  }

  /** Keeps what is to be sent about a message until {@link removeChange}. */
  saveChange(change: Change): Promise<void> {
    return this.#history.saveChange(this.key, change);
  }

  /** The server has this change: nothing of it waits any longer. */
  async removeChange({ id, message }: Change): Promise<void> {
    await this.#history.removeChange(this.key, id);
    await this.change(message, (changed) => {
      const { pending, ...rest } = changed;
      return pending === id ? rest : changed;
    });
  }

  /** Forgets a message of ours that stands at one of `from`. Result: whether it did. */
  async remove(id: string, from: readonly Delivery[]): Promise<boolean> {
    if (!(await this.#turns.share(() => this.#history.remove(this.key, id, from)))) return false;
    this.#messageChanged.fire({ kind: 'removed', id });
    return true;
  }

  /** The other side has seen a message of ours, and so all that it got before (XEP-0333 §1). */
  markDisplayed(id: string): Promise<void> {
    return markCovered(this, this.#history, id);
  }

  /** Forgets every message that does not wait to be sent. */
  async clear(): Promise<void> {
    await this.#turns.share(() => this.#history.clear(this.key));
    this.#messageChanged.fire({ kind: 'cleared' });
    this.#setUnread(0);
  }

  setComposing(composing: boolean): void {
    if (this.#composing === composing) return;
    this.#composing = composing;
    this.#stateChanged.fire(undefined);
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

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import type { UserError } from '../../base/userError.ts';
import type {
  Addition,
  Amendment,
  ChatKey,
  Delivery,
  History,
  Message,
  OwnContent,
  PageOptions,
  Standing,
} from '../history.ts';
import type { MessageRef } from '../messageRef.ts';
import { arrange, refersToOther } from './arrange.ts';
import { ChatLookup } from './chatLookup.ts';
import { ChatSummary } from './chatSummary.ts';
import { confirm, markCovered, markFailed, PREVIOUS } from './delivery.ts';
import type { LiveOrder } from './liveOrder.ts';
import { isNews } from './news.ts';
import { ReadWriteLock } from './readWriteLock.ts';
import type { AnsweringAddition } from './replies.ts';

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
export class Chat extends ChatSummary {
  readonly #history: History;
  readonly #clock: Clock;
  /** For reading its archive. */
  readonly liveOrder: LiveOrder;
  readonly #older: OlderMessages | undefined;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #lookup: ChatLookup;
  readonly #lock = new ReadWriteLock();

  /** Messages were added, changed or removed. */
  readonly onMessage = this.#messageChanged.event;

  /** @param standing while the chat is only about to be stored */
  constructor(
    jid: Jid,
    key: ChatKey,
    { history, clock, liveOrder, older }: ChatDeps,
    standing?: Standing,
  ) {
    super(jid, key, history, clock, standing);
    this.#history = history;
    this.#lookup = new ChatLookup(history, key);
    this.#clock = clock;
    this.liveOrder = liveOrder;
    this.#older = older;
  }

  /** Everybody who writes here, our account first. */
  get authors(): readonly string[] {
    return this.#lookup.authors;
  }

  /** A page, including messages older than all stored ones. @throws StanzaError, Failure */
  async load(options: PageOptions): Promise<readonly Message[]> {
    const page = await this.#history.load(this.key, options);
    const isWhole = page.length >= options.limit || 'after' in options || 'around' in options;
    if (isWhole || !this.#older || this.isCleared) return page;
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
    void this.reloadLast();
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
  markFailed(id: string, reason: (task: UserError) => UserError): Promise<boolean> {
    return markFailed(this, id, reason);
  }

  /** Adds a message of ours, as queued. */
  async queue(content: OwnContent): Promise<Message> {
    const message: Message = {
      id: randomUUID(),
      sender: this.key.account,
      outgoing: true,
      ...(this.occupant !== undefined && { occupant: this.occupant }),
      ...content,
      time: this.#clock.now(),
      delivery: 'queued',
    };
    this.noteQueued(message);
    // Only stored messages are sent, so that none is lost in a crash. Saved separately: additions
    // that fail together are retried after whatever was added later.
    const save = () => this.#history.save(this.key, message);
    await this.#lock.shared(() => this.#storeLive([message], save));
    this.noteStored(message);
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
    const { added, isNew } = await this.#add(additions);
    const outcomes = new Map(added.map(({ message }, at) => [message.id, isNew[at] === true]));
    const result = additions.map(({ message }) => outcomes.get(message.id));
    additions.forEach(({ message }, at) => {
      if (result[at] !== true) this.liveOrder.discard(this.key.chat, message.id);
    });
    await this.#tellReceived(added.filter((_, at) => isNew[at]));
    return result;
  }

  async #add(additions: readonly AnsweringAddition[]) {
    const add = async (added: readonly AnsweringAddition[]) => {
      const messages = added.map(({ message }) => message);
      return { added, isNew: await this.#storeLive(messages, () => this.#history.add(added)) };
    };
    if (!additions.some(refersToOther)) return this.#lock.shared(() => add(additions));
    return this.#lock.exclusive(async () => {
      const arranged = await arrange(this, this.#lookup, additions);
      return add(arranged.filter((addition) => addition !== undefined));
    });
  }

  /**
   * Stores messages that follow what the archive has, within the lock: {@link clear} looks for them. What
   * cannot be stored does not follow it, as nothing could be put before it.
   */
  async #storeLive<T>(messages: readonly Message[], store: () => Promise<T>): Promise<T> {
    for (const { id } of messages) this.liveOrder.record(this.key.chat, id);
    try {
      return await store();
    } catch (error) {
      for (const { id } of messages) this.liveOrder.discard(this.key.chat, id);
      throw error;
    }
  }

  async #tellReceived(added: readonly Addition[]): Promise<void> {
    if (added.length === 0) return;
    const messages = added.map(({ message }) => message);
    this.noteReceived(messages);
    this.#messageChanged.fire({ kind: 'added', messages });
    this.countReceived(messages.filter(isNews));
    // A reply from another device implies that the chat was read there.
    const answer = added.findLast(({ message }) => message.outgoing);
    if (!answer) return;
    await this.accept();
    await this.markRead(answer.message.id);
  }

  /**
   * Reports new archived messages, added in archive order.
   * @param isAtEnd whether they follow all others
   */
  async applyArchived(messages: readonly Message[], isAtEnd: boolean): Promise<void> {
    this.noteArchived(messages, isAtEnd);
    if (isAtEnd && messages.length <= MAX_REPORTED) {
      this.#messageChanged.fire({ kind: 'added', messages });
    } else this.#messageChanged.fire({ kind: 'reset' });
    await this.countArchived(messages, isAtEnd);
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
  confirm(id: string, delivery: Delivery): Promise<Message | undefined> {
    return confirm(this, id, delivery);
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
    this.liveOrder.discard(this.key.chat, id);
    this.noteRemoved(id);
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
      this.noteCleared((await this.#history.clear(this.key)) !== undefined);
      await Promise.all(
        this.liveOrder.of(this.key.chat).map(async (id) => {
          if (!(await this.find(id))) this.liveOrder.discard(this.key.chat, id);
        }),
      );
    });
    await this.reloadLast();
    this.#messageChanged.fire({ kind: 'reset' });
    await this.clearUnread();
    // The text of an edit goes with its message; that of a reply stays.
    const { draft, mode } = this.draft;
    if (mode && !(await this.find(mode.message))) {
      await this.saveDraft({ draft: mode.kind === 'edit' ? mode.aside : draft });
    }
  }

  #changedInPlace(messages: readonly Message[]): void {
    this.noteChanged(messages);
    this.#messageChanged.fire({ kind: 'changed', messages });
  }
}

import type { Jid } from '../../base/jid.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { failure } from '../../base/userError.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import { explain } from '../explain.ts';
import type {
  Amendment,
  ChatKey,
  FoundAmendment,
  FoundMessage,
  Message,
  OwnContent,
} from '../history.ts';
import type { Link } from '../link.ts';
import type { Outgoing, Prepare } from './prepare.ts';
import { RoomReturns } from './roomReturns.ts';
import { SendQueue } from './sendQueue.ts';
import { Transmitter } from './transmitter.ts';

/** The dependencies of {@link Outbox}. */
export interface OutboxDeps {
  readonly chats: Chats;
  /** Prepares each stanza for sending. */
  readonly prepare: Prepare;
  /** Whether we are in the room of this chat, or of its occupant, so that its messages may leave. */
  readonly isInside: (chat: Chat) => boolean;
  /** A message waits for a room that we are not in. */
  readonly join: (chat: Chat) => void;
  /** Called with errors of background work. */
  readonly fail: (error: unknown) => void;
}

/**
 * The queue of all outgoing messages: each is stored, then shown as queued, sent once there is a
 * session, and resent under the same id if that session was lost and the server does not have it.
 *
 * A room has a message once it returns it to us; until then it may be lost with our membership.
 */
export class Outbox {
  readonly #chats: Chats;
  readonly #isInside: (chat: Chat) => boolean;
  readonly #join: (chat: Chat) => void;
  readonly #fail: (error: unknown) => void;
  readonly #queue = new SendQueue();
  readonly #returns = new RoomReturns();
  readonly #transmitter: Transmitter;

  constructor({ chats, prepare, isInside, join, fail }: OutboxDeps) {
    this.#chats = chats;
    this.#isInside = isInside;
    this.#join = join;
    this.#fail = fail;
    this.#transmitter = new Transmitter({
      ...{ queue: this.#queue, prepare, isInside, fail },
      refuse: (outgoing, reason) => {
        this.#refuse(outgoing.chat, outgoing.id, reason, outgoing);
      },
    });
  }

  /** The queued messages of these chats, in order. */
  *waiting(isWanted: (chat: Chat) => boolean): Iterable<readonly [chat: string, id: string]> {
    for (const outgoing of this.#queue.values()) {
      const { id, chat } = outgoing;
      if ('message' in outgoing && isWanted(chat)) yield [chat.key.chat, id];
    }
  }

  /** Takes over what an earlier start left queued, or may have sent; it goes first. */
  restore(
    unsent: readonly FoundMessage[],
    changes: readonly FoundAmendment[],
    open: (key: ChatKey) => Chat,
  ): void {
    const messages = unsent.map(({ key, message }) => {
      return { id: message.id, chat: open(key), message };
    });
    this.#queue.addUnconfirmed(messages);
    this.#queue.addFirst([
      ...messages,
      // Messages are sent before their amendments.
      ...changes.map(({ key, change }) => ({ id: change.id, chat: open(key), change })),
    ]);
  }

  /** Follows the delivery events of this link, until disposed. */
  attach(link: Link): Disposable {
    const owned = new DisposableStore();
    owned.add(
      link.onSent((ids) => {
        this.#acknowledge(this.#transmitter.take(ids));
        this.#transmitter.transmit();
      }),
    );
    owned.add(
      link.onUnsent((ids) => {
        const unsent = this.#transmitter.take(ids);
        this.#queue.addUnconfirmed(unsent);
        this.#queue.addFirst(unsent);
      }),
    );
    owned.add(
      link.onRefused(({ id, to, reason }) => {
        const [outgoing] = this.#transmitter.take([id]);
        const chat = outgoing?.chat ?? this.#chats.at(to);
        if (chat) this.#refuse(chat, id, reason, outgoing);
      }),
    );
    owned.add(
      link.onState(({ phase }) => {
        if (phase !== 'online') this.#transmitter.close(link);
      }),
    );
    return owned;
  }

  /**
   * Sends the queue in order, and from now on new messages, until the link is not online. A chat
   * with unconfirmed messages waits for {@link resendUnconfirmed} or {@link resendUnconfirmedOf}.
   */
  open(link: Link): void {
    this.#transmitter.open(link);
  }

  /** Whether any queued stanza to a contact or an occupant may have arrived already. */
  get hasUnconfirmed(): boolean {
    return this.#queue.unconfirmedChats().some(({ kind }) => kind !== 'room');
  }

  /** The archive, or the room, has these messages and amendments, if they are ours. */
  confirm(ids: readonly string[]): void {
    const waiting = ids.flatMap((id) => this.#queue.get(id) ?? []);
    const returned = ids.flatMap((id) => this.#returns.get(id) ?? []);
    this.#returns.forget(ids);
    for (const confirmed of [...this.#transmitter.take(ids), ...waiting, ...returned]) {
      this.#queue.remove(confirmed.id);
      // The caller that found a message in the archive marks it itself.
      if ('change' in confirmed) confirmed.chat.removeChange(confirmed.change).catch(this.#fail);
    }
  }

  /**
   * Resends what is still unconfirmed of chats with contacts and occupants, after {@link confirm}. @returns all
   * their queued ids
   */
  resendUnconfirmed(): readonly string[] {
    const waiting = [...this.#queue.values()].filter(({ chat }) => chat.kind !== 'room');
    for (const chat of this.#queue.unconfirmedChats()) {
      if (chat.kind !== 'room') this.#queue.releaseUnconfirmed(chat);
    }
    this.#transmitter.transmit();
    return waiting.map(({ id }) => id);
  }

  /** Whether any queued stanza of a chat may have arrived already. */
  isUnconfirmed(chat: Chat): boolean {
    return this.#queue.isUnconfirmed(chat);
  }

  /** We are in a room again: sends what may leave now. */
  enterRoom(): void {
    this.#transmitter.transmit();
  }

  /** Sends what waits for a room, as we are inside and know what it has. */
  resendUnconfirmedOf(room: Chat): void {
    this.#queue.releaseUnconfirmed(room);
    this.#transmitter.transmit();
  }

  /**
   * The message of ours that a room returns; where it does not keep ids (XEP-0045 §7.4), known by its
   * text. @returns its id
   */
  returnedBy(room: Chat, ids: readonly string[], body: string): string | undefined {
    return this.#returns.find(room, this.#transmitter.inFlight(), ids, body);
  }

  /** A room refuses this stanza, and so will not return it. */
  refuseReturn(id: string): void {
    const outgoing = this.#returns.get(id) ?? this.#transmitter.find(id);
    if (outgoing?.chat.kind !== 'room') return;
    this.#transmitter.take([id]);
    this.#returns.forget([id]);
    if ('change' in outgoing) outgoing.chat.removeChange(outgoing.change).catch(this.#fail);
  }

  /** We are not in this room any more: what it has not returned is sent again, unless it has it. */
  loseRoom(room: Chat): void {
    const lost = [...this.#returns.values(), ...this.#transmitter.inFlight()].filter(
      ({ chat }) => chat === room,
    );
    if (lost.length === 0) return;
    const ids = lost.map(({ id }) => id);
    this.#returns.forget(ids);
    this.#transmitter.take(ids);
    this.#queue.addUnconfirmed(lost);
    this.#queue.addFirst(lost);
  }

  /** Whether any of these is queued or in flight, not acknowledged by the server. */
  isSending(ids: readonly string[]): boolean {
    return ids.some((id) => this.#transmitter.find(id) !== undefined || this.#queue.has(id));
  }

  /** Sends, or queues while offline. @returns the message's id. @throws Failure */
  async send(to: Jid, content: OwnContent): Promise<string> {
    const chat = this.#chats.open(to);
    const message = await chat.queue(content);
    this.#enqueue({ id: message.id, chat, message });
    this.#needRoom(chat);
    return message.id;
  }

  /** Sends, or queues, a stored amendment; it replaces one of its kind for the same message. */
  sendChange(chat: Chat, change: Amendment): void {
    for (const waiting of this.#queue.values()) {
      if (!('change' in waiting) || waiting.change.message !== change.message) continue;
      const isLike = waiting.change.kind === change.kind || change.kind === 'retraction';
      if (isLike) this.#queue.remove(waiting.id);
    }
    this.#enqueue({ id: change.id, chat, change });
  }

  /** Queues a failed message again; others are unchanged. */
  async retry(chat: Chat, id: string): Promise<void> {
    const message = await chat.mark(id, 'queued');
    if (!message) return;
    this.#transmitter.take([id]);
    this.#returns.forget([id]);
    this.#enqueue({ id, chat, message });
    this.#needRoom(chat);
  }

  /**
   * Changes the text of a queued or failed message, which is then sent again. @returns false if it
   * is in flight, sent or unconfirmed. @throws Failure if it cannot be stored
   */
  async rewrite(chat: Chat, id: string, body: string): Promise<boolean> {
    if (this.#queue.isUnconfirmed(chat, id)) return false;
    const waiting = this.#queue.get(id);
    const rewritten = waiting && 'message' in waiting && withBody(waiting, body);
    // Before it is stored, or the old text could be sent meanwhile.
    if (rewritten) this.#queue.set(rewritten);
    else if ((await chat.find(id))?.delivery !== 'failed') return false;
    try {
      await chat.change(id, (message) => ({ ...message, body }));
    } catch (error) {
      if (waiting && this.#queue.has(id)) this.#queue.set(waiting);
      throw error;
    }
    await this.retry(chat, id);
    return true;
  }

  /** Removes a queued or failed message. @throws Failure if it is in flight or sent */
  async remove(chat: Chat, id: string): Promise<void> {
    const waiting = this.#queue.get(id);
    // Dequeued first, so that it is not sent meanwhile.
    this.#queue.remove(id);
    try {
      const isSent = this.#transmitter.find(id) !== undefined || this.#returns.has(id);
      if (await chat.remove(id, isSent ? ['failed'] : ['queued', 'failed'])) return;
    } catch (error) {
      if (waiting) this.#queue.addFirst([waiting]);
      throw error;
    }
    throw failure('already-sent');
  }

  /** The chat of a sent stanza, by id; `undefined` if an earlier start sent it. */
  chatOf(id: string): Chat | undefined {
    return this.#transmitter.chatOf(id);
  }

  /** Whether a message is queued and not sent yet. */
  isWaiting(id: string): boolean {
    return this.#queue.has(id);
  }

  /** Stores and reports at once all that an acknowledgement covers of a chat's messages. */
  #acknowledge(sent: readonly Outgoing[]): void {
    const messages = new Map<Chat, string[]>();
    for (const outgoing of sent) {
      const { chat, id } = outgoing;
      if (chat.kind === 'room') this.#returns.add(outgoing);
      else if ('change' in outgoing) chat.removeChange(outgoing.change).catch(this.#fail);
      else if (!messages.get(chat)?.push(id)) messages.set(chat, [id]);
    }
    for (const [chat, ids] of messages) chat.markAll(ids, 'sent').catch(this.#fail);
  }

  #enqueue(outgoing: Outgoing): void {
    this.#queue.set(outgoing);
    if (this.#transmitter.mayLeave(outgoing.chat)) this.#transmitter.transmit();
  }

  #needRoom(chat: Chat): void {
    if (chat.kind === 'room' && !this.#isInside(chat)) this.#join(chat);
  }

  /** Marks as failed what the server will never accept. */
  #refuse(chat: Chat, id: string, reason: unknown, outgoing?: Outgoing): void {
    const keep = async () => {
      await chat.markFailed(id, (task) => explain(reason, task).userError);
      if (outgoing && 'change' in outgoing) await chat.removeChange(outgoing.change);
    };
    keep().catch(this.#fail);
  }
}

function withBody(outgoing: Outgoing & { readonly message: Message }, body: string): Outgoing {
  return { ...outgoing, message: { ...outgoing.message, body } };
}

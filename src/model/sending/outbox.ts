import type { Jid } from '../../base/jid.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { Failure, failure } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError, Unsendable } from '../../xmpp/stanza/stanzaError.ts';
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
import type { Outgoing, Prepare, Send } from './prepare.ts';

/** Maximum number of stanzas in flight: a long queue leaves as fast as the server takes it. */
const MAX_IN_FLIGHT = 200;
/** Maximum number of sent stanzas whose chat is remembered. */
const REMEMBERED = 2000;

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
  readonly #prepare: Prepare;
  readonly #isInside: (chat: Chat) => boolean;
  readonly #join: (chat: Chat) => void;
  readonly #fail: (error: unknown) => void;
  /** Queued, by id, in order. */
  #waiting = new Map<string, Outgoing>();
  /** Handed to the session and not acknowledged; the session itself resends them if it resumes. */
  readonly #inFlight = new Map<string, Outgoing>();
  /** Acknowledged by the server, but not returned by their room, by id. */
  readonly #unreturned = new Map<string, Outgoing>();
  /** The ids of unreturned messages by those that their room has given them. */
  readonly #renamed = new Map<string, string>();
  /** The chats of the stanzas sent last, by id. */
  readonly #sent = new Map<string, Chat>();
  /** By chat, ids of queued stanzas that may have arrived in an earlier session all the same. */
  readonly #unconfirmed = new Map<Chat, Set<string>>();
  /** The chats with a stanza in preparation: nothing else of them may leave. */
  readonly #preparing = new Set<Chat>();
  #isTransmitting = false;
  /** The link to send over; nothing is sent before {@link open}. */
  #open: Link | undefined;

  constructor({ chats, prepare, isInside, join, fail }: OutboxDeps) {
    this.#chats = chats;
    this.#prepare = prepare;
    this.#isInside = isInside;
    this.#join = join;
    this.#fail = fail;
  }

  /** The queued messages of these chats, in order. */
  *waiting(isWanted: (chat: Chat) => boolean): Iterable<readonly [chat: string, id: string]> {
    for (const [id, outgoing] of this.#waiting) {
      if ('message' in outgoing && isWanted(outgoing.chat)) yield [outgoing.chat.key.chat, id];
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
    this.#addUnconfirmed(messages);
    this.#requeueFirst([
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
        this.#acknowledge(this.#takeInFlight(ids));
        this.#transmit();
      }),
    );
    owned.add(
      link.onUnsent((ids) => {
        const unsent = this.#takeInFlight(ids);
        this.#addUnconfirmed(unsent);
        this.#requeueFirst(unsent);
      }),
    );
    owned.add(
      link.onRefused(({ id, to, reason }) => {
        const [outgoing] = this.#takeInFlight([id]);
        const chat = outgoing?.chat ?? this.#chats.at(to);
        if (chat) this.#refuse(chat, id, reason, outgoing);
      }),
    );
    owned.add(
      link.onState(({ phase }) => {
        if (phase !== 'online' && this.#open === link) this.#open = undefined;
      }),
    );
    return owned;
  }

  /**
   * Sends the queue in order, and from now on new messages, until the link is not online. A chat
   * with unconfirmed messages waits for {@link settle} or {@link settleRoom}.
   */
  open(link: Link): void {
    this.#open = link;
    this.#transmit();
  }

  /** Whether any queued stanza to a contact or an occupant may have arrived already. */
  get hasUnconfirmed(): boolean {
    return [...this.#unconfirmed.keys()].some(({ kind }) => kind !== 'room');
  }

  /** The archive, or the room, has these messages and amendments, if they are ours. */
  confirm(ids: readonly string[]): void {
    const waiting = ids.flatMap((id) => this.#waiting.get(id) ?? []);
    const returned = ids.flatMap((id) => this.#unreturned.get(id) ?? []);
    for (const { id } of returned) this.#unreturned.delete(id);
    this.#forgetRenamed(ids);
    for (const confirmed of [...this.#takeInFlight(ids), ...waiting, ...returned]) {
      this.#forget(confirmed.id);
      // The caller that found a message in the archive marks it itself.
      if ('change' in confirmed) confirmed.chat.removeChange(confirmed.change).catch(this.#fail);
    }
  }

  /**
   * Resends what is still unconfirmed of chats with contacts and occupants, after {@link confirm}. @returns all
   * their queued ids
   */
  settle(): readonly string[] {
    const waiting = [...this.#waiting.values()].filter(({ chat }) => chat.kind !== 'room');
    for (const chat of this.#unconfirmed.keys()) {
      if (chat.kind !== 'room') this.#unconfirmed.delete(chat);
    }
    this.#transmit();
    return waiting.map(({ id }) => id);
  }

  /** Whether any queued stanza of a chat may have arrived already. */
  isUnconfirmed(chat: Chat): boolean {
    return this.#unconfirmed.has(chat);
  }

  /** We are in a room again: sends what may leave now. */
  enterRoom(): void {
    this.#transmit();
  }

  /** Sends what waits for a room, as we are inside and know what it has. */
  settleRoom(room: Chat): void {
    this.#unconfirmed.delete(room);
    this.#transmit();
  }

  /**
   * The message of ours that a room returns; where it does not keep ids (XEP-0045 §7.4), known by its
   * text. @returns its id
   */
  returnedBy(room: Chat, ids: readonly string[], body: string): string | undefined {
    const unreturned = [...this.#unreturned.values(), ...this.#inFlight.values()].filter(
      (outgoing) => outgoing.chat === room && 'message' in outgoing,
    );
    const named = unreturned.find(({ id }) => ids.includes(id));
    if (named) return named.id;
    const [foreign = ''] = ids;
    const renamed = this.#renamed.get(foreign);
    if (renamed !== undefined) return renamed;
    const taken = new Set(this.#renamed.values());
    const like = unreturned.find(
      (one) => 'message' in one && one.message.body === body && !taken.has(one.id),
    );
    if (like && foreign !== '') this.#renamed.set(foreign, like.id);
    return like?.id;
  }

  /** A room refuses this stanza, and so will not return it. */
  refuseReturn(id: string): void {
    const outgoing = this.#unreturned.get(id) ?? this.#inFlight.get(id);
    if (outgoing?.chat.kind !== 'room') return;
    this.#unreturned.delete(id);
    this.#inFlight.delete(id);
    this.#forgetRenamed([id]);
    if ('change' in outgoing) outgoing.chat.removeChange(outgoing.change).catch(this.#fail);
  }

  /** We are not in this room any more: what it has not returned is sent again, unless it has it. */
  loseRoom(room: Chat): void {
    const lost = [...this.#unreturned.values(), ...this.#inFlight.values()].filter(
      ({ chat }) => chat === room,
    );
    if (lost.length === 0) return;
    this.#forgetRenamed(lost.map(({ id }) => id));
    for (const { id } of lost) {
      this.#unreturned.delete(id);
      this.#inFlight.delete(id);
    }
    this.#addUnconfirmed(lost);
    this.#requeueFirst(lost);
  }

  /** Whether any of these is queued or in flight, not acknowledged by the server. */
  isSending(ids: readonly string[]): boolean {
    return ids.some((id) => this.#inFlight.has(id) || this.#waiting.has(id));
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
    for (const [id, waiting] of this.#waiting) {
      if (!('change' in waiting) || waiting.change.message !== change.message) continue;
      const isLike = waiting.change.kind === change.kind || change.kind === 'retraction';
      if (isLike) this.#forget(id);
    }
    this.#enqueue({ id: change.id, chat, change });
  }

  /** Queues a failed message again; others are unchanged. */
  async retry(chat: Chat, id: string): Promise<void> {
    const message = await chat.mark(id, 'queued');
    if (!message) return;
    this.#inFlight.delete(id);
    this.#unreturned.delete(id);
    this.#enqueue({ id, chat, message });
    this.#needRoom(chat);
  }

  /**
   * Changes the text of a queued or failed message, which is then sent again. @returns false if it
   * is in flight, sent or unconfirmed. @throws Failure if it cannot be stored
   */
  async rewrite(chat: Chat, id: string, body: string): Promise<boolean> {
    if (this.#unconfirmed.get(chat)?.has(id)) return false;
    const waiting = this.#waiting.get(id);
    const rewritten = waiting && 'message' in waiting && withBody(waiting, body);
    // Before it is stored, or the old text could be sent meanwhile.
    if (rewritten) this.#waiting.set(id, rewritten);
    else if ((await chat.find(id))?.delivery !== 'failed') return false;
    try {
      await chat.change(id, (message) => ({ ...message, body }));
    } catch (error) {
      if (waiting && this.#waiting.has(id)) this.#waiting.set(id, waiting);
      throw error;
    }
    await this.retry(chat, id);
    return true;
  }

  /** Removes a queued or failed message. @throws Failure if it is in flight or sent */
  async remove(chat: Chat, id: string): Promise<void> {
    const waiting = this.#waiting.get(id);
    // Dequeued first, so that it is not sent meanwhile.
    this.#forget(id);
    try {
      const isSent = this.#inFlight.has(id) || this.#unreturned.has(id);
      if (await chat.remove(id, isSent ? ['failed'] : ['queued', 'failed'])) return;
    } catch (error) {
      if (waiting) this.#requeueFirst([waiting]);
      throw error;
    }
    throw failure('already-sent');
  }

  /** The chat of a sent stanza, by id; `undefined` if an earlier start sent it. */
  chatOf(id: string): Chat | undefined {
    return this.#sent.get(id);
  }

  /** Whether a message is queued and not sent yet. */
  isWaiting(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** Removes stanzas that the server has, or will never receive from this session. */
  #takeInFlight(ids: readonly string[]): Outgoing[] {
    const landed = ids.flatMap((id) => this.#inFlight.get(id) ?? []);
    for (const { id } of landed) this.#inFlight.delete(id);
    return landed;
  }

  /** Stores and reports at once all that an acknowledgement covers of a chat's messages. */
  #acknowledge(sent: readonly Outgoing[]): void {
    const messages = new Map<Chat, string[]>();
    for (const outgoing of sent) {
      const { chat, id } = outgoing;
      if (chat.kind === 'room') this.#unreturned.set(id, outgoing);
      else if ('change' in outgoing) chat.removeChange(outgoing.change).catch(this.#fail);
      else if (!messages.get(chat)?.push(id)) messages.set(chat, [id]);
    }
    for (const [chat, ids] of messages) chat.markAll(ids, 'sent').catch(this.#fail);
  }

  #forgetRenamed(ids: readonly string[]): void {
    for (const [foreign, id] of this.#renamed) if (ids.includes(id)) this.#renamed.delete(foreign);
  }

  #forget(id: string): void {
    const forgotten = this.#waiting.get(id);
    if (!forgotten) return;
    this.#waiting.delete(id);
    const unconfirmed = this.#unconfirmed.get(forgotten.chat);
    unconfirmed?.delete(id);
    if (unconfirmed?.size === 0) this.#unconfirmed.delete(forgotten.chat);
  }

  #addUnconfirmed(outgoing: readonly Outgoing[]): void {
    for (const { id, chat } of outgoing) {
      const unconfirmed = this.#unconfirmed.get(chat);
      if (unconfirmed) unconfirmed.add(id);
      else this.#unconfirmed.set(chat, new Set([id]));
    }
  }

  #requeueFirst(outgoing: readonly Outgoing[]): void {
    const first = outgoing.map((one) => [one.id, one] as const);
    this.#waiting = new Map([...first, ...this.#waiting]);
  }

  #enqueue(outgoing: Outgoing): void {
    this.#waiting.set(outgoing.id, outgoing);
    if (this.#mayLeave(outgoing.chat)) this.#transmit();
  }

  #needRoom(chat: Chat): void {
    if (chat.kind === 'room' && !this.#isInside(chat)) this.#join(chat);
  }

  /** Sends what may go, in order. An acknowledgement makes room, and may call this again. */
  #transmit(): void {
    if (this.#isTransmitting) return;
    this.#isTransmitting = true;
    try {
      for (const outgoing of this.#waiting.values()) {
        const session = this.#open?.session;
        const underWay = this.#inFlight.size + this.#preparing.size;
        if (!session?.jid || underWay >= MAX_IN_FLIGHT) return;
        const { chat } = outgoing;
        if (!this.#mayLeave(chat) || this.#preparing.has(chat)) continue;
        const send = this.#prepare(outgoing);
        if (send instanceof Promise) this.#sendPrepared(outgoing, send).catch(this.#fail);
        else this.#send(session, outgoing, send);
      }
    } finally {
      this.#isTransmitting = false;
    }
  }

  /** Sends what needs time to prepare, if it still may go, and then what waits behind it. */
  async #sendPrepared(outgoing: Outgoing, prepared: Promise<Send>): Promise<void> {
    const { id, chat } = outgoing;
    this.#preparing.add(chat);
    let send: Send | undefined;
    try {
      send = await prepared;
    } catch (error) {
      // It is prepared again once there is a connection.
      if (error instanceof StanzaError && error.condition === 'not-connected') return;
      if (this.#waiting.get(id) === outgoing) {
        this.#forget(id);
        this.#refuse(chat, id, error, outgoing);
      }
    } finally {
      this.#preparing.delete(chat);
    }
    const session = this.#open?.session;
    // Meanwhile it may have been rewritten, or messages lost in flight requeued before it.
    const isNext = this.#firstOf(chat) === outgoing && this.#mayLeave(chat);
    if (send && session?.jid && isNext) this.#send(session, outgoing, send);
    this.#transmit();
  }

  /** Whether messages of a chat can arrive, and none of them may have arrived already. */
  #mayLeave(chat: Chat): boolean {
    return !this.#unconfirmed.has(chat) && (chat.kind === 'chat' || this.#isInside(chat));
  }

  /** The chat's next stanza to send. */
  #firstOf(chat: Chat): Outgoing | undefined {
    for (const outgoing of this.#waiting.values()) if (outgoing.chat === chat) return outgoing;
    return undefined;
  }

  #send(session: Session, outgoing: Outgoing, send: Send): void {
    const { id, chat } = outgoing;
    this.#waiting.delete(id);
    this.#inFlight.set(id, outgoing);
    this.#remember(id, chat);
    try {
      send(session);
    } catch (error) {
      if (!(error instanceof Unsendable || error instanceof Failure)) throw error;
      this.#inFlight.delete(id);
      this.#refuse(chat, id, error, outgoing);
    }
  }

  /** Marks as failed what the server will never accept. */
  #refuse(chat: Chat, id: string, reason: unknown, outgoing?: Outgoing): void {
    const keep = async () => {
      await chat.refuse(id, (task) => explain(reason, task).userError);
      if (outgoing && 'change' in outgoing) await chat.removeChange(outgoing.change);
    };
    keep().catch(this.#fail);
  }

  #remember(id: string, chat: Chat): void {
    this.#sent.set(id, chat);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest);
  }
}

function withBody(outgoing: Outgoing & { readonly message: Message }, body: string): Outgoing {
  return { ...outgoing, message: { ...outgoing.message, body } };
}

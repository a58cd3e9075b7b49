import { Failure } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError, Unsendable } from '../../xmpp/stanza/stanzaError.ts';
import type { Chat } from '../chats/chat.ts';
import type { Link } from '../link.ts';
import type { Outgoing, Prepare, Send } from './prepare.ts';
import type { SendQueue } from './sendQueue.ts';

/** Maximum number of stanzas in flight: a long queue leaves as fast as the server takes it. */
const MAX_IN_FLIGHT = 200;
/** Maximum number of sent stanzas whose chat is remembered. */
const REMEMBERED = 2000;

/** The dependencies of {@link Transmitter}. */
export interface TransmitterDeps {
  readonly queue: SendQueue;
  readonly prepare: Prepare;
  /** Whether we are in the room of this chat, or of its occupant, so that its messages may leave. */
  readonly isInside: (chat: Chat) => boolean;
  /** Called with what the server will never accept. */
  readonly refuse: (outgoing: Outgoing, reason: unknown) => void;
  /** Called with errors of background work. */
  readonly fail: (error: unknown) => void;
}

/** Hands what is queued to the session, in order, as fast as the server acknowledges it. */
export class Transmitter {
  readonly #deps: TransmitterDeps;
  /** Handed to the session and not acknowledged; the session itself resends them if it resumes. */
  readonly #inFlight = new Map<string, Outgoing>();
  /** The chats of the stanzas sent last, by id. */
  readonly #sent = new Map<string, Chat>();
  /** The chats with a stanza in preparation: nothing else of them may leave. */
  readonly #preparing = new Set<Chat>();
  #isTransmitting = false;
  /** The link to send over; nothing is sent before {@link open}. */
  #link: Link | undefined;

  constructor(deps: TransmitterDeps) {
    this.#deps = deps;
  }

  open(link: Link): void {
    this.#link = link;
    this.transmit();
  }

  /** Nothing more is sent over this link. */
  close(link: Link): void {
    if (this.#link === link) this.#link = undefined;
  }

  inFlight(): Iterable<Outgoing> {
    return this.#inFlight.values();
  }

  /** What is in flight with this id. */
  find(id: string): Outgoing | undefined {
    return this.#inFlight.get(id);
  }

  /** Removes stanzas that the server has, or will never receive from this session. @returns them */
  take(ids: readonly string[]): Outgoing[] {
    const landed = ids.flatMap((id) => this.#inFlight.get(id) ?? []);
    for (const { id } of landed) this.#inFlight.delete(id);
    return landed;
  }

  /** The chat of a sent stanza, by id; `undefined` if an earlier start sent it. */
  chatOf(id: string): Chat | undefined {
    return this.#sent.get(id);
  }

  /** Whether messages of a chat can arrive, and none of them may have arrived already. */
  mayLeave(chat: Chat): boolean {
    const { queue, isInside } = this.#deps;
    return !queue.isUnconfirmed(chat) && (chat.kind === 'chat' || isInside(chat));
  }

  /** Sends what may go, in order. An acknowledgement makes room, and may call this again. */
  transmit(): void {
    if (this.#isTransmitting) return;
    this.#isTransmitting = true;
    try {
      for (const outgoing of this.#deps.queue.values()) {
        const session = this.#link?.session;
        const underWay = this.#inFlight.size + this.#preparing.size;
        if (!session?.jid || underWay >= MAX_IN_FLIGHT) return;
        const { chat } = outgoing;
        if (!this.mayLeave(chat) || this.#preparing.has(chat)) continue;
        const send = this.#deps.prepare(outgoing);
        if (send instanceof Promise)
          this.#sendPrepared(outgoing, send).catch((error: unknown) => {
            this.#deps.fail(error);
          });
        else this.#send(session, outgoing, send);
      }
    } finally {
      this.#isTransmitting = false;
    }
  }

  /** Sends what needs time to prepare, if it still may go, and then what waits behind it. */
  async #sendPrepared(outgoing: Outgoing, prepared: Promise<Send>): Promise<void> {
    const { queue, refuse } = this.#deps;
    const { id, chat } = outgoing;
    this.#preparing.add(chat);
    let send: Send | undefined;
    try {
      send = await prepared;
    } catch (error) {
      // It is prepared again once there is a connection.
      if (error instanceof StanzaError && error.condition === 'not-connected') return;
      if (queue.get(id) === outgoing) {
        queue.remove(id);
        refuse(outgoing, error);
      }
    } finally {
      this.#preparing.delete(chat);
    }
    const session = this.#link?.session;
    // Meanwhile it may have been rewritten, or messages lost in flight requeued before it.
    const isNext = queue.firstOf(chat) === outgoing && this.mayLeave(chat);
    if (send && session?.jid && isNext) this.#send(session, outgoing, send);
    this.transmit();
  }

  #send(session: Session, outgoing: Outgoing, send: Send): void {
    const { id, chat } = outgoing;
    this.#deps.queue.remove(id);
    this.#inFlight.set(id, outgoing);
    this.#remember(id, chat);
    try {
      send(session);
    } catch (error) {
      if (!(error instanceof Unsendable || error instanceof Failure)) throw error;
      this.#inFlight.delete(id);
      this.#deps.refuse(outgoing, error);
    }
  }

  #remember(id: string, chat: Chat): void {
    this.#sent.set(id, chat);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest);
  }
}

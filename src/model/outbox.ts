import type { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { sendChatMessage } from '../xmpp/message.ts';
import type { Chat } from './chat.ts';
import type { Chats } from './chats.ts';
import type { ChatStates } from './chatStates.ts';
import { Failure } from './failure.ts';
import type { AnnouncedFile, FoundMessage, Message } from './history.ts';
import type { Link } from './link.ts';

/** A message that is still to arrive at the server. */
interface Outgoing {
  readonly chat: Chat;
  readonly message: Message;
}

/**
 * What we send goes through here: kept, then shown as queued, sent when there is a session, and
 * sent again, under the same id, when that session was lost and the server does not have it.
 */
export class Outbox {
  readonly #chats: Chats;
  readonly #states: ChatStates;
  readonly #fail: (error: unknown) => void;
  /** To be sent, by id, in order. */
  #waiting = new Map<string, Outgoing>();
  /** Handed to the session, and not acknowledged yet; the session sends them again if it resumes. */
  readonly #inFlight = new Map<string, Outgoing>();
  /** What waits and may have arrived all the same, in a session that is over: by id. */
  readonly #doubtful = new Set<string>();
  /** Where messages leave; none does before {@link open}. */
  #open: Link | undefined;

  /** @param fail called with the error of work that nobody waits for. */
  constructor(chats: Chats, states: ChatStates, fail: (error: unknown) => void) {
    this.#chats = chats;
    this.#states = states;
    this.#fail = fail;
  }

  /** What waits to be sent, in order. */
  *waiting(): Iterable<readonly [chat: string, id: string]> {
    for (const [id, { chat }] of this.#waiting) yield [chat.key.chat, id];
  }

  /** Takes over what an earlier start has left to be sent, or has sent; it goes before all else. */
  restore(unsent: readonly FoundMessage[], open: (jid: string) => Chat): void {
    for (const { message } of unsent) this.#doubtful.add(message.id);
    this.#waitInFront(unsent.map(({ key, message }) => ({ chat: open(key.chat), message })));
  }

  /** Hears of this link what becomes of messages, until disposed. */
  attach(link: Link): Disposable {
    const owned = new DisposableStore();
    owned.add(
      link.onSent((ids) => {
        for (const { chat, message } of this.#land(ids)) {
          chat.mark(message.id, 'sent').catch(this.#fail);
        }
      }),
    );
    owned.add(
      link.onUnsent((ids) => {
        for (const id of ids) this.#doubtful.add(id);
        this.#waitInFront(this.#land(ids));
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
   * Sends what waits, in order, and from now on whatever comes, until the link is not online. A
   * chat in which something may have arrived already waits for {@link settle}.
   */
  open(link: Link): void {
    this.#open = link;
    this.#transmit();
  }

  /** Whether anything waits that may have arrived already. */
  get isDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** The archive has these messages, if they are ours. */
  confirm(ids: readonly string[]): void {
    this.#land(ids);
    for (const id of ids) this.#forget(id);
  }

  /** Whatever arrived has been confirmed: the rest is sent again. */
  settle(): void {
    this.#doubtful.clear();
    this.#transmit();
  }

  /** Sends, or queues while there is no session. Result: the message's id. @throws Failure */
  async send(to: Jid, body: string, file?: AnnouncedFile): Promise<string> {
    const chat = this.#chats.open(to);
    const message = await chat.queue(body, file);
    this.#enqueue({ chat, message });
    return message.id;
  }

  /** Queues a failed message again; any other stays as it is. */
  async retry(chat: Chat, id: string): Promise<void> {
    const message = await chat.mark(id, 'queued');
    if (!message) return;
    this.#inFlight.delete(id);
    this.#enqueue({ chat, message });
  }

  /** Forgets a message that waits or has failed. @throws Failure where it is on its way, or sent */
  async remove(chat: Chat, id: string): Promise<void> {
    const waiting = this.#waiting.get(id);
    // Taken out first, so that it does not leave meanwhile.
    this.#forget(id);
    try {
      if (await chat.remove(id, this.#inFlight.has(id) ? ['failed'] : ['queued', 'failed'])) return;
    } catch (error) {
      if (waiting) this.#waitInFront([waiting]);
      throw error;
    }
    throw new Failure(
      'already-sent',
      'The message was not deleted, because it is on its way or was sent already.',
    );
  }

  /** The server has these, or will never have them from this session. */
  #land(ids: readonly string[]): Outgoing[] {
    const landed = ids.flatMap((id) => this.#inFlight.get(id) ?? []);
    for (const { message } of landed) this.#inFlight.delete(message.id);
    return landed;
  }

  #forget(id: string): void {
    this.#waiting.delete(id);
    this.#doubtful.delete(id);
  }

  #waitInFront(outgoing: readonly Outgoing[]): void {
    const first = outgoing.map((one) => [one.message.id, one] as const);
    this.#waiting = new Map([...first, ...this.#waiting]);
  }

  #enqueue(outgoing: Outgoing): void {
    this.#waiting.set(outgoing.message.id, outgoing);
    this.#transmit();
  }

  #transmit(): void {
    const held = new Set([...this.#doubtful].map((id) => this.#waiting.get(id)?.chat));
    for (const [id, outgoing] of this.#waiting) {
      if (held.has(outgoing.chat)) continue;
      const session = this.#open?.session;
      if (!session?.jid) return;
      this.#waiting.delete(id);
      this.#inFlight.set(id, outgoing);
      const { body, file } = outgoing.message;
      const to = outgoing.chat.jid;
      sendChatMessage(session, {
        id,
        to,
        body,
        ...(file && { oob: { url: file.url }, sharedFile: file }),
        chatState: this.#states.sending(to),
      });
    }
  }
}

import type { Chat } from '../chats/chat.ts';
import type { Outgoing } from './prepare.ts';

/** What waits to be sent, in order, and which of it may have arrived in an earlier session already. */
export class SendQueue {
  /** By id, in order. */
  #waiting = new Map<string, Outgoing>();
  /** By chat, ids of queued stanzas that may have arrived in an earlier session all the same. */
  readonly #unconfirmed = new Map<Chat, Set<string>>();

  get(id: string): Outgoing | undefined {
    return this.#waiting.get(id);
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  values(): Iterable<Outgoing> {
    return this.#waiting.values();
  }

  /** The chat's next stanza to send. */
  firstOf(chat: Chat): Outgoing | undefined {
    for (const outgoing of this.#waiting.values()) if (outgoing.chat === chat) return outgoing;
    return undefined;
  }

  /** Appends a stanza, or replaces the one with its id in place. */
  set(outgoing: Outgoing): void {
    this.#waiting.set(outgoing.id, outgoing);
  }

  /** Puts these before all others. */
  addFirst(outgoing: readonly Outgoing[]): void {
    const first = outgoing.map((one) => [one.id, one] as const);
    this.#waiting = new Map([...first, ...this.#waiting]);
  }

  remove(id: string): void {
    const removed = this.#waiting.get(id);
    if (!removed) return;
    this.#waiting.delete(id);
    const unconfirmed = this.#unconfirmed.get(removed.chat);
    unconfirmed?.delete(id);
    if (unconfirmed?.size === 0) this.#unconfirmed.delete(removed.chat);
  }

  /** These may have arrived: their chats wait until they are removed or released. */
  addUnconfirmed(outgoing: readonly Outgoing[]): void {
    for (const { id, chat } of outgoing) {
      const unconfirmed = this.#unconfirmed.get(chat);
      if (unconfirmed) unconfirmed.add(id);
      else this.#unconfirmed.set(chat, new Set([id]));
    }
  }

  /** The chats of which any may have arrived already. */
  unconfirmedChats(): readonly Chat[] {
    return [...this.#unconfirmed.keys()];
  }

  /** Whether any of a chat may have arrived already, or the one with this id. */
  isUnconfirmed(chat: Chat, id?: string): boolean {
    const unconfirmed = this.#unconfirmed.get(chat);
    return unconfirmed !== undefined && (id === undefined || unconfirmed.has(id));
  }

  /** What is still unconfirmed of a chat has not arrived. */
  releaseUnconfirmed(chat: Chat): void {
    this.#unconfirmed.delete(chat);
  }
}

import type { Chat } from '../chats/chat.ts';
import type { Outgoing } from './prepare.ts';

/**
 * What rooms have not returned to us yet: until then it may be lost with our membership (XEP-0045
 * §7.4).
 */
export class RoomReturns {
  /** Acknowledged by the server, but not returned by their room, by id. */
  readonly #unreturned = new Map<string, Outgoing>();
  /** The ids of unreturned messages by those that their room has given them. */
  readonly #renamed = new Map<string, string>();

  has(id: string): boolean {
    return this.#unreturned.has(id);
  }

  get(id: string): Outgoing | undefined {
    return this.#unreturned.get(id);
  }

  values(): Iterable<Outgoing> {
    return this.#unreturned.values();
  }

  /** The server has acknowledged a stanza to a room. */
  add(outgoing: Outgoing): void {
    this.#unreturned.set(outgoing.id, outgoing);
  }

  /** No return of these is awaited any more, by whatever id. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#unreturned.delete(id);
    for (const [foreign, id] of this.#renamed) if (ids.includes(id)) this.#renamed.delete(foreign);
  }

  /**
   * The message of ours that a room returns; where it does not keep ids, known by its text.
   * @param inFlight what the server has not acknowledged yet
   * @param ids that the returned message has
   * @returns its id
   */
  find(
    room: Chat,
    inFlight: Iterable<Outgoing>,
    ids: readonly string[],
    body: string,
  ): string | undefined {
    const unreturned = [...this.#unreturned.values(), ...inFlight].filter(
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
}

/**
 * Tracks messages received live while the archive is read, and queued ones: in archive order they
 * follow all that is read. Stored by bare JID, in order, as message ids.
 */
export class LiveOrder {
  readonly #chats = new Map<string, Arrived>();
  #isNoting = false;

  /** Starts tracking. @param waiting the queued messages */
  begin(waiting: Iterable<readonly [chat: string, id: string]>): void {
    this.#chats.clear();
    this.#isNoting = true;
    for (const [chat, id] of waiting) this.record(chat, id);
  }

  /** The archive has been read. */
  end(): void {
    this.#isNoting = false;
    this.#chats.clear();
  }

  /** A message is about to be stored at the end of its chat. */
  record(chat: string, id: string): void {
    if (!this.#isNoting) return;
    const arrived = this.#chats.get(chat) ?? {
      order: [],
      first: 0,
      places: new Map<string, number>(),
    };
    this.#chats.set(chat, arrived);
    arrived.places.set(id, arrived.order.push(id) - 1);
  }

  /** The messages of a chat, by id. */
  of(chat: string): readonly string[] {
    return [...(this.#chats.get(chat)?.places.keys() ?? [])];
  }

  /** The message is not live, as it was stored before; or it is not stored any more. */
  discard(chat: string, id: string): void {
    this.#chats.get(chat)?.places.delete(id);
  }

  has(chat: string, id: string): boolean {
    return this.#chats.get(chat)?.places.has(id) ?? false;
  }

  /** The first live message after this one, or of all. */
  next(chat: string, id?: string): string | undefined {
    const arrived = this.#chats.get(chat);
    if (!arrived) return undefined;
    const { order, places } = arrived;
    const isHere = (at: number) => at >= order.length || places.get(order[at] ?? '') === at;
    while (!isHere(arrived.first)) arrived.first += 1;
    const place = id === undefined ? undefined : places.get(id);
    let next = place === undefined ? arrived.first : place + 1;
    while (!isHere(next)) next += 1;
    return order[next];
  }
}

/** The live messages of one chat. */
interface Arrived {
  /** All ids in order of arrival, also discarded ones. */
  readonly order: string[];
  /** Index of the first that is not discarded, or a lower one. */
  first: number;
  /** Indices in `order`, without discarded ids. */
  readonly places: Map<string, number>;
}

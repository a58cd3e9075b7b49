/**
 * What came to chats while the archive is read, or waits in them to be sent: by the order of the
 * archive it stands behind whatever is read. Kept by bare JID, in order, as ids of messages.
 */
export class LiveOrder {
  readonly #chats = new Map<string, Arrived>();
  #isNoting = false;

  /** From now on arrivals count. @param waiting what is still to be sent. */
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

  /** A message is about to be kept at the end of its chat. */
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

  /** It was there before. */
  discard(chat: string, id: string): void {
    this.#chats.get(chat)?.places.delete(id);
  }

  has(chat: string, id: string): boolean {
    return this.#chats.get(chat)?.places.has(id) ?? false;
  }

  /** The first arrival after this one, or of all. */
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

/** Of one chat. */
interface Arrived {
  /** All that came, in order, also what was forgotten since. */
  readonly order: string[];
  /** The place of the first that is not forgotten; never too high. */
  first: number;
  /** Their places in that, but for those that were forgotten. */
  readonly places: Map<string, number>;
}

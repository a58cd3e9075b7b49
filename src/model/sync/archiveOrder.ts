import type { LiveOrder } from '../chats/liveOrder.ts';
import type { Addition, ChatKey, History, Message } from '../history.ts';

/** The messages of one chat in an archive page, in archive order. */
export interface Part<A extends Addition> {
  readonly key: ChatKey;
  readonly additions: readonly A[];
  /** The id of the message that the page precedes, if it is read backwards. */
  readonly before?: string | undefined;
}

/** Where the messages of a part belong. */
export interface Placed<A extends Addition> {
  /** Those of them that are already stored. */
  readonly known: readonly Message[];
  /** The row id of the first message. */
  readonly first: string | undefined;
  /** All of them, positioned. Must be added at once, or messages arriving meanwhile are missed. */
  readonly additions: () => readonly A[];
}

/** Maximum number of archived messages per chat, and of chats, that are remembered. */
const REMEMBERED = 500;
const REMEMBERED_CHATS = 100;

/**
 * Inserts archived messages at their archive position among the stored ones: before the message
 * that follows in the page, else after the last archived one, and always before messages that
 * arrived live meanwhile. Stored messages in another order are reordered as in the archive: a
 * server may deliver late what it could not deliver to a lost connection.
 */
export class ArchiveOrder {
  readonly #history: History;
  readonly #liveOrder: LiveOrder;
  readonly #hasPart: (key: ChatKey) => boolean;
  /** By bare JID: the last archived message. */
  readonly #last = new Map<string, string>();
  /** By bare JID: ids of archived messages, in archive order. */
  readonly #lastArchived = new Map<string, readonly string[]>();

  /** @param hasPart whether the archive has only some messages of a chat: they are appended */
  constructor(
    history: History,
    liveOrder: LiveOrder,
    hasPart: (key: ChatKey) => boolean = () => false,
  ) {
    this.#history = history;
    this.#liveOrder = liveOrder;
    this.#hasPart = hasPart;
  }

  /** Starts over: the archive is read from another position. */
  reset(): void {
    this.#last.clear();
    this.#lastArchived.clear();
  }

  /** By bare JID: the last archived message, for the read that resumes from here. */
  get last(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#last].slice(-REMEMBERED_CHATS));
  }

  /** Resumes where another read ended. */
  resumeFrom(last: Readonly<Record<string, string>>): void {
    for (const [chat, id] of Object.entries(last)) {
      if (this.#last.has(chat)) continue;
      this.#last.set(chat, id);
      this.#lastArchived.set(chat, [id]);
    }
  }

  /** Reorders a chat's archived messages as in the archive. @returns whether the order changed */
  order(key: ChatKey): Promise<boolean> {
    return this.#history.order(key, this.#lastArchived.get(key.chat) ?? []);
  }

  /** Finds which messages of a part are already stored. */
  async place<A extends Addition>(part: Part<A>): Promise<Placed<A>> {
    const { key, additions } = part;
    if (this.#hasPart(key)) {
      const found = await this.#findAll(additions);
      const known = found.filter((message) => message !== undefined);
      const first = found[0]?.id ?? additions[0]?.message.id;
      return { known, first, additions: () => additions };
    }
    const last = this.#last.get(key.chat);
    const following = part.before ?? (last && this.#following(key, last));
    // Also behind what the archive has just added: what waits to be sent may stand anywhere.
    const [next, found] = await Promise.all([following, this.#findAll(additions)]);
    const known = found.filter((message) => message !== undefined);
    const lastKnown = known.at(-1);
    const end = part.before ?? (lastKnown ? await this.#following(key, lastKnown.id) : next);
    return {
      known,
      first: found[0]?.id ?? additions[0]?.message.id,
      additions: () => {
        const placed = this.#inOrder(part, found, { start: last, end });
        const id = found[additions.length - 1]?.id ?? additions.at(-1)?.message.id;
        if (part.before === undefined && id !== undefined) {
          // Move to the end: the most recent comes last.
          this.#last.delete(key.chat);
          this.#last.set(key.chat, id);
        }
        // From here on these are ordered as in the archive.
        for (const { id } of known) this.#liveOrder.discard(key.chat, id);
        this.#remember(part, (addition, n) => found[n]?.id ?? addition.message.id);
        return placed;
      },
    };
  }

  /** @param ends the last archived message before the part, and what follows its last known one */
  #inOrder<A extends Addition>(
    { key, additions }: Part<A>,
    found: readonly (Message | undefined)[],
    ends: { readonly start: string | undefined; readonly end: string | undefined },
  ): readonly A[] {
    const { chat } = key;
    const isArrival = (id: string | undefined) =>
      id !== undefined && this.#liveOrder.has(chat, id) ? id : undefined;
    let previous = ends.start;
    return additions.map((addition, index) => {
      const here = found[index]?.id;
      if (here !== undefined) {
        previous = here;
        return addition;
      }
      const next = found.slice(index).find((message) => message !== undefined)?.id ?? ends.end;
      // A live message may follow other live ones that are not archived yet.
      const before =
        isArrival(previous) === undefined && next !== undefined && isArrival(next) === undefined
          ? next
          : this.#liveOrder.next(chat, isArrival(previous));
      return before === undefined ? addition : { ...addition, before };
    });
  }

  #remember<A extends Addition>(
    { key, additions, before }: Part<A>,
    idOf: (addition: A, at: number) => string,
  ): void {
    const former = this.#lastArchived.get(key.chat) ?? [];
    const ids = additions.map(idOf);
    const all =
      before === undefined
        ? [...former, ...ids].slice(-REMEMBERED)
        : [...ids, ...former].slice(0, REMEMBERED);
    this.#lastArchived.set(key.chat, all);
  }

  async #following(key: ChatKey, after: string): Promise<string | undefined> {
    return (await this.#history.load(key, { after, limit: 1 }))[0]?.id;
  }

  /**
   * Finds the stored copies of messages. A stored message without a stanza-id is a copy of only the
   * first message with its likeness: the archive returns each message once.
   */
  async #findAll(additions: readonly Addition[]): Promise<readonly (Message | undefined)[]> {
    const found = await this.#history.findCopies(additions);
    const named = new Map<string, string | undefined>();
    return found.map((message, at) => {
      const { likeness, message: archived } = additions[at] ?? {};
      if (!message || !likeness || message.stanzaId !== undefined) return message;
      const isTaken = named.has(message.id) && named.get(message.id) !== archived?.stanzaId;
      if (!isTaken) named.set(message.id, archived?.stanzaId);
      return isTaken ? undefined : message;
    });
  }
}

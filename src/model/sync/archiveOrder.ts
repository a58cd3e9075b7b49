import type { LiveOrder } from '../chats/liveOrder.ts';
import type { Addition, ChatKey, History, Message } from '../history.ts';

/** A chat's part of a page of the archive, in the archive's order. */
export interface Part<A extends Addition> {
  readonly key: ChatKey;
  readonly additions: readonly A[];
  /** The message before which the page stands, where it is read backwards. */
  readonly before?: string | undefined;
}

/** Where the messages of a part belong. */
export interface Placed<A extends Addition> {
  /** Those of them that were here already. */
  readonly known: readonly Message[];
  /** The id of the first one's row. */
  readonly first: string | undefined;
  /** All of them, each with its place. To be added at once, or what arrives would be overlooked. */
  readonly additions: () => readonly A[];
}

/** The message of a chat that the archive told last, and whether it was not here before. */
interface Last {
  readonly id: string;
  readonly isAdded: boolean;
}

/** So many messages, and chats, that the archive told last are remembered. */
const REMEMBERED = 500;
const REMEMBERED_CHATS = 100;

/**
 * Puts what the archive tells where the archive has it, among what is here already: before what
 * follows it in the page, else behind what the archive told before, and always before what came by
 * itself meanwhile. What is here in another order is put in that of the archive: a server may hand over
 * late what it could not deliver to a connection that was lost.
 */
export class ArchiveOrder {
  readonly #history: History;
  readonly #liveOrder: LiveOrder;
  /** By bare JID. */
  readonly #last = new Map<string, Last>();
  /** By bare JID: ids of what the archive told, in its order. */
  readonly #lastArchived = new Map<string, readonly string[]>();

  constructor(history: History, liveOrder: LiveOrder) {
    this.#history = history;
    this.#liveOrder = liveOrder;
  }

  /** The archive is read from another place on. */
  reset(): void {
    this.#last.clear();
    this.#lastArchived.clear();
  }

  /** By bare JID: the message that was told last, for whoever goes on from here. */
  get last(): Readonly<Record<string, string>> {
    const last = [...this.#last].slice(-REMEMBERED_CHATS);
    return Object.fromEntries(last.map(([chat, { id }]) => [chat, id]));
  }

  /** Goes on where another one has ended. */
  resumeFrom(last: Readonly<Record<string, string>>): void {
    for (const [chat, id] of Object.entries(last)) {
      if (this.#last.has(chat)) continue;
      this.#last.set(chat, { id, isAdded: false });
      this.#lastArchived.set(chat, [id]);
    }
  }

  /** Puts what the archive has told of a chat in its order. Result: whether that changed anything. */
  order(key: ChatKey): Promise<boolean> {
    return this.#history.order(key, this.#lastArchived.get(key.chat) ?? []);
  }

  /** Finds out which messages of a part are here. */
  async place<A extends Addition>(part: Part<A>): Promise<Placed<A>> {
    const { key, additions } = part;
    const last = this.#last.get(key.chat);
    let end = part.before ?? (last && (await this.#following(key, last.id)));
    // Behind what the archive itself has added at the end, nothing can be here.
    const isNews = last?.isAdded === true && end === undefined;
    const found = isNews ? [] : await this.#findAll(additions);
    const known = found.filter((message) => message !== undefined);
    const lastKnown = known.at(-1);
    if (lastKnown) end = part.before ?? (await this.#following(key, lastKnown.id));
    return {
      known,
      first: found[0]?.id ?? additions[0]?.message.id,
      additions: () => {
        const placed = this.#inOrder(part, found, { start: last?.id, end });
        const kept = found[additions.length - 1]?.id;
        const id = kept ?? additions.at(-1)?.message.id;
        if (part.before === undefined && id !== undefined) {
          // The newest last.
          this.#last.delete(key.chat);
          this.#last.set(key.chat, { id, isAdded: kept === undefined });
        }
        // From here on these stand where the archive has them.
        for (const { id } of known) this.#liveOrder.discard(key.chat, id);
        this.#remember(part, (addition, n) => found[n]?.id ?? addition.message.id);
        return placed;
      },
    };
  }

  /** @param ends what the archive told before the part, and what stands behind its last known. */
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
      // What came by itself may stand behind other such that is not in the archive yet.
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
    const told = this.#lastArchived.get(key.chat) ?? [];
    const ids = additions.map(idOf);
    const all =
      before === undefined
        ? [...told, ...ids].slice(-REMEMBERED)
        : [...ids, ...told].slice(0, REMEMBERED);
    this.#lastArchived.set(key.chat, all);
  }

  async #following(key: ChatKey, after: string): Promise<string | undefined> {
    return (await this.#history.load(key, { after, limit: 1 }))[0]?.id;
  }

  /**
   * The rows of messages that have come before. One that the archive has not named yet is a copy of
   * the first message like it only: the archive tells each once.
   */
  async #findAll(additions: readonly Addition[]): Promise<readonly (Message | undefined)[]> {
    const found = await Promise.all(additions.map((one) => this.#history.findCopy(one)));
    const named = new Map<string, string | undefined>();
    return found.map((message, at) => {
      const { likeness, message: told } = additions[at] ?? {};
      if (!message || !likeness || message.stanzaId !== undefined) return message;
      const isTaken = named.has(message.id) && named.get(message.id) !== told?.stanzaId;
      if (!isTaken) named.set(message.id, told?.stanzaId);
      return isTaken ? undefined : message;
    });
  }
}

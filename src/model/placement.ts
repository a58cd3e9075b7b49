import type { Arrivals } from './arrivals.ts';
import { type Addition, type ChatKey, type History, type Message, senderOf } from './history.ts';

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

/**
 * Puts what the archive tells where the archive has it, among what is here already: before what
 * follows it in the page, else behind what the archive told before, and always before what came by
 * itself meanwhile.
 */
export class Placement {
  readonly #history: History;
  readonly #arrivals: Arrivals;
  /** By bare JID. */
  readonly #last = new Map<string, Last>();

  constructor(history: History, arrivals: Arrivals) {
    this.#history = history;
    this.#arrivals = arrivals;
  }

  /** The archive is read from another place on. */
  startOver(): void {
    this.#last.clear();
  }

  /** Finds out which messages of a part are here. */
  async place<A extends Addition>(part: Part<A>): Promise<Placed<A>> {
    const { key, additions } = part;
    const last = this.#last.get(key.chat);
    let end = part.before ?? (last && (await this.#following(key, last.id)));
    // Behind what the archive itself has added at the end, nothing can be here.
    const isNews = last?.isAdded === true && end === undefined;
    const found = isNews ? [] : await Promise.all(additions.map((one) => this.#find(one)));
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
          this.#last.set(key.chat, { id, isAdded: kept === undefined });
        }
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
      id !== undefined && this.#arrivals.has(chat, id) ? id : undefined;
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
          : this.#arrivals.next(chat, isArrival(previous));
      return before === undefined ? addition : { ...addition, before };
    });
  }

  async #following(key: ChatKey, after: string): Promise<string | undefined> {
    return (await this.#history.load(key, { after, limit: 1 }))[0]?.id;
  }

  /** The row of a message that has come before, by any of its identities or its id. */
  async #find({ key, message, identities = [] }: Addition): Promise<Message | undefined> {
    const sender = senderOf(key, message);
    for (const identity of identities) {
      const found = await this.#history.findIdentity(key, sender, identity);
      if (found) return found;
    }
    return message.outgoing ? this.#history.find(key, message.id) : undefined;
  }
}

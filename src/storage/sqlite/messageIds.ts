/**
 * Row ids increase with the time of sending: a message's time, and a counter among those of the
 * same millisecond. They stay below 2^53 until the year 2248.
 */
import type { Database } from './database.ts';

const PER_MS = 1024;
const LAST_MS = Number.MAX_SAFE_INTEGER / PER_MS - PER_MS;

/** The lowest id that a message of this time can have; times out of range are clamped. */
export function firstId(time: number): number {
  return Math.floor(Math.min(Math.max(time, 0), LAST_MS)) * PER_MS;
}

/**
 * Allocates free ids, during one transaction. It remembers between which stored ids there is a gap:
 * messages that come together mostly fall into one, and need no further queries.
 */
export class FreeIds {
  readonly #db: Database;
  /** From one id on, up to another, none was stored. */
  #gap = { from: Infinity, to: -Infinity };
  /** The last id allocated in each millisecond, by its first one. */
  readonly #allocated = new Map<number, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** A free id for a message of this time. */
  allocate(time: number): number {
    // Archives may give whole seconds only: overflow of one millisecond goes into the next.
    for (let first = firstId(time); ; first += PER_MS) {
      const id = (this.#allocated.get(first) ?? this.#lastStored(first)) + 1;
      if (id === first + PER_MS) continue;
      this.#allocated.set(first, id);
      return id;
    }
  }

  /** The last stored id in a millisecond, or the one before its first if there is none. */
  #lastStored(first: number): number {
    const end = first + PER_MS;
    if (first >= this.#gap.from && end <= this.#gap.to) return first - 1;
    const [before = -1, after = Infinity] = [
      this.#query('SELECT max(id) AS id FROM messages WHERE id < ?', end),
      this.#query('SELECT min(id) AS id FROM messages WHERE id >= ?', end),
    ];
    this.#gap = { from: before + 1, to: after };
    return Math.max(before, first - 1);
  }

  #query(sql: string, value: number): number | undefined {
    return (this.#db.get(sql, value) as { id: number | null } | undefined)?.id ?? undefined;
  }
}

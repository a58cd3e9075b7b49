import type { Database } from './database.ts';

/** The multipliers of the two halves, odd and without pattern: 2^32 divided by the golden ratio, and a prime. */
const [LEFT, RIGHT] = [0x9e3779b1, 0x5f356495];

/**
 * Hashes of names, 53 bits long: integers are the smallest keys of an index and the fastest. What is
 * found by one must be compared with the name. Each database has a secret seed: without it, a sender
 * cannot choose names that collide with those of others and replace them in the index.
 */
export class NameHash {
  readonly #left: number;
  readonly #right: number;

  constructor(db: Database) {
    const row = db.get('SELECT seed FROM names_seed') as { seed: number } | undefined;
    const seed = row?.seed ?? 0;
    this.#left = (seed % 2 ** 32) | 0;
    this.#right = Math.floor(seed / 2 ** 32) | 0;
  }

  /** The hash of a name among the messages of a sender in a chat. */
  of(chat: number, sender: string, name: string): number {
    let [left, right] = [this.#left ^ chat, this.#right ^ sender.length];
    for (const text of [sender, name]) {
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        left = Math.imul(left ^ unit, LEFT);
        left ^= left >>> 15;
        right = Math.imul(right ^ unit, RIGHT);
        right ^= right >>> 13;
      }
    }
    left = Math.imul(left ^ (right >>> 16), RIGHT);
    right = Math.imul(right ^ (left >>> 13), LEFT);
    return ((left ^ (left >>> 16)) >>> 11) * 2 ** 32 + ((right ^ (right >>> 15)) >>> 0);
  }
}

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

/** The lowest id above all ids that a message of this time can have. */
export function nextFirstId(time: number): number {
  return firstId(time) + PER_MS;
}

/** A free id for a message of this time. */
export function nextId(db: Database, time: number): number {
  const sql = 'SELECT max(id) AS last FROM messages WHERE id >= ? AND id < ?';
  // Archives may give whole seconds only: overflow of one millisecond goes into the next.
  for (let first = firstId(time); ; first += PER_MS) {
    const last = db.all<{ last: number | null }>(sql, first, first + PER_MS)[0]?.last ?? first - 1;
    if (last + 1 < first + PER_MS) return last + 1;
  }
}

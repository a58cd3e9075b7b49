import type { Database } from './database.ts';

/** Maximum number of pending names: indexing them takes some 100 ms, which blocks reads. */
const MAX_WAITING = 30_000;

/** A message and the sender whose names for it are added. */
interface Named {
  readonly chat: number;
  readonly sender: string;
  /** The row of the message. */
  readonly row: number;
}

const FIND = 'SELECT message FROM identities WHERE chat = ? AND sender = ? AND identity';
const WRITE = `INSERT INTO pending_identities (message, sender, names)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`;
const LOAD = `SELECT m.chat, u.sender, u.message, u.names FROM pending_identities u
  JOIN messages m ON m.id = u.message WHERE json_valid(u.names) ORDER BY u.rowid`;
const MERGE = `INSERT OR REPLACE INTO identities (chat, sender, identity, message)
  SELECT m.chat, u.sender, n.value, u.message FROM pending_identities u
  JOIN messages m ON m.id = u.message
  JOIN json_each(iif(json_valid(u.names), u.names, '[]')) n
  ORDER BY m.chat, u.sender, n.value, u.rowid`;

/**
 * The names of messages: their identities, and references to them. New names are appended to a
 * table, and inserted into the index in batches, in index order: singly, each would change another
 * page there, two thirds of the cost of storing a message. Until then they are cached here.
 */
export class IdentityIndex {
  readonly #db: Database;
  /** Names not yet indexed: the row of the message, by chat, sender and name. */
  readonly #waiting = new Map<string, number>();
  /** Names still to be written in this transaction. */
  #fresh: (readonly [row: number, sender: string, names: readonly string[]])[] = [];
  #epoch: string | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Finds the row that the first known one of a sender's names refers to. */
  find(chat: number, sender: string, names: readonly string[]): number | undefined {
    if (names.length === 0) return undefined;
    this.#follow();
    const isWaiting = names.some((name) => this.#waiting.has(keyOf(chat, sender, name)));
    const places = names.map(() => '?').join(', ');
    const isIndexed = () => this.#db.get(`${FIND} IN (${places}) LIMIT 1`, chat, sender, ...names);
    // Most names are new, which one query establishes.
    if (!isWaiting && !isIndexed()) return undefined;
    for (const name of names) {
      const waiting = this.#waiting.get(keyOf(chat, sender, name));
      if (waiting !== undefined) return waiting;
      const found = this.#db.get(`${FIND} = ?`, chat, sender, name);
      if (found) return (found as { message: number }).message;
    }
    return undefined;
  }

  /** Adds names of a message, replacing earlier uses; {@link write} must follow. */
  add({ chat, sender, row }: Named, names: readonly string[]): void {
    if (names.length === 0) return;
    this.#follow();
    for (const name of names) this.#waiting.set(keyOf(chat, sender, name), row);
    this.#fresh.push([row, sender, names]);
  }

  /** Writes the added names in one statement. */
  write(): void {
    if (this.#fresh.length === 0) return;
    this.#db.run(WRITE, JSON.stringify(this.#fresh));
    this.#fresh = [];
    if (this.#waiting.size >= MAX_WAITING) this.flush();
  }

  /** Whether names are pending. */
  get isWaiting(): boolean {
    this.#follow();
    return this.#waiting.size > 0;
  }

  /** Indexes pending names, within a transaction; must precede any removal of messages. */
  flush(): void {
    this.#follow();
    this.#db.run(MERGE);
    this.#db.run('DELETE FROM pending_identities');
    this.#waiting.clear();
  }

  /** Reloads after a write by another window or a rollback. */
  #follow(): void {
    if (this.#epoch === this.#db.epoch) return;
    this.#epoch = this.#db.epoch;
    this.#fresh = [];
    this.#waiting.clear();
    const rows = this.#db.each<{ chat: number; sender: string; message: number; names: string }>(
      LOAD,
    );
    for (const { chat, sender, message, names } of rows) {
      for (const name of JSON.parse(names) as readonly string[]) {
        this.#waiting.set(keyOf(chat, sender, name), message);
      }
    }
  }
}

function keyOf(chat: number, sender: string, name: string): string {
  return `${chat}\0${sender}\0${name}`;
}

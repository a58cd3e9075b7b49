import type { Database } from './database.ts';

/** Maximum number of pending names: indexing them takes some 100 ms, which blocks reads. */
const MAX_WAITING = 30_000;

/** Number of names known to be absent above which they are forgotten: some pages of an archive. */
const MAX_ABSENT = 2000;

/** A message and the sender whose names for it are added. */
interface Named {
  readonly chat: number;
  readonly sender: string;
  /** The row of the message. */
  readonly row: number;
}

/** A row of `identities`. */
interface Indexed {
  readonly identity: string;
  readonly message: number;
}

/** Names of one sender in one chat. */
export interface Asked {
  readonly chat: number;
  readonly sender: string;
  readonly names: readonly string[];
}

/** Names that were looked up, together with those added since. */
export interface Names {
  /** Finds the row that the first known one of a sender's names refers to. */
  find(chat: number, sender: string, names: readonly string[]): number | undefined;
}

const FIND = `SELECT identity, message FROM identities
  WHERE chat = ? AND sender = ? AND identity IN (SELECT value FROM json_each(?))`;
const WRITE = `INSERT INTO names (chat, message, sender, names)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;
const IS_WAITING = 'n.id > coalesce((SELECT last FROM names_indexed), 0)';
const LOAD = `SELECT n.chat, n.sender, n.message, n.names FROM names n
  WHERE ${IS_WAITING} AND json_valid(n.names) ORDER BY n.id`;
const MERGE = `INSERT OR REPLACE INTO identities (chat, sender, identity, message)
  SELECT n.chat, n.sender, j.value, n.message
  FROM names n JOIN json_each(iif(json_valid(n.names), n.names, '[]')) j WHERE ${IS_WAITING}
  ORDER BY n.chat, n.sender, j.value, n.id`;
const MERGED =
  'INSERT OR REPLACE INTO names_indexed (only_row, last) SELECT 0, coalesce(max(id), 0) FROM names';

/**
 * The names of messages: their identities, and references to them. New names are appended to a
 * table, and inserted into the index in batches, in index order: singly, each would change another
 * page there, two thirds of the cost of storing a message. Until then they are cached here.
 */
export class IdentityIndex implements Names {
  readonly #db: Database;
  /** Names not yet indexed: the row of the message by name. */
  readonly #waiting = new BySender<Map<string, number>>();
  #waitingCount = 0;
  /** Names that were looked up and are not in the index: they are asked for again to be added. */
  readonly #absent = new BySender<Set<string>>();
  #absentCount = 0;
  /** Names still to be written in this transaction. */
  #fresh: (readonly [chat: number, row: number, sender: string, names: readonly string[]])[] = [];
  #epoch: string | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  find(chat: number, sender: string, names: readonly string[]): number | undefined {
    return this.lookUp([{ chat, sender, names }]).find(chat, sender, names);
  }

  /** Looks up many names with one query for each sender. @returns the index of these names alone */
  lookUp(asked: Iterable<Asked>): Names {
    this.#follow();
    const all = new BySender<string[]>();
    for (const { chat, sender, names } of asked) {
      if (names.length > 0) all.open(chat, sender, () => []).push(...names);
    }
    const indexed = new BySender<Map<string, number>>();
    for (const [chat, sender, asked] of all.entries()) {
      const names = this.#withoutAbsent(chat, sender, asked);
      if (names.length === 0) continue;
      const found = this.#db.all<Indexed>(FIND, chat, sender, JSON.stringify(names));
      this.#rememberAbsent(chat, sender, names, found);
      if (found.length === 0) continue;
      const rows = indexed.open(chat, sender, () => new Map());
      for (const { identity, message } of found) rows.set(identity, message);
    }
    return {
      find: (chat, sender, names) => {
        const waiting = this.#waiting.get(chat, sender);
        const known = indexed.get(chat, sender);
        for (const name of waiting || known ? names : []) {
          const row = waiting?.get(name) ?? known?.get(name);
          if (row !== undefined) return row;
        }
        return undefined;
      },
    };
  }

  /** Adds names of a message, replacing earlier uses; {@link write} must follow. */
  add({ chat, sender, row }: Named, names: readonly string[]): void {
    if (names.length === 0) return;
    this.#follow();
    this.#wait({ chat, sender, row }, names);
    this.#fresh.push([chat, row, sender, names]);
  }

  /** Writes the added names in one statement. */
  write(): void {
    if (this.#fresh.length === 0) return;
    this.#db.run(WRITE, JSON.stringify(this.#fresh));
    this.#fresh = [];
    if (this.#waitingCount >= MAX_WAITING) this.flush();
  }

  /** Whether names are pending. */
  get isWaiting(): boolean {
    this.#follow();
    return this.#waitingCount > 0;
  }

  /** Indexes pending names, within a transaction; must precede any removal of messages. */
  flush(): void {
    this.#db.run(MERGE);
    this.#db.run(MERGED);
    this.#forget();
  }

  #wait({ chat, sender, row }: Named, names: readonly string[]): void {
    const rows = this.#waiting.open(chat, sender, () => new Map());
    for (const name of names) rows.set(name, row);
    this.#waitingCount += names.length;
  }

  #withoutAbsent(chat: number, sender: string, names: readonly string[]): readonly string[] {
    const absent = this.#absent.get(chat, sender);
    return absent ? names.filter((name) => !absent.has(name)) : names;
  }

  #rememberAbsent(
    chat: number,
    sender: string,
    names: readonly string[],
    found: readonly Indexed[],
  ): void {
    if (this.#absentCount > MAX_ABSENT) this.#forgetAbsent();
    const absent = this.#absent.open(chat, sender, () => new Set());
    for (const name of names) absent.add(name);
    for (const { identity } of found) absent.delete(identity);
    this.#absentCount += names.length;
  }

  #forgetAbsent(): void {
    this.#absent.clear();
    this.#absentCount = 0;
  }

  #forget(): void {
    this.#waiting.clear();
    this.#waitingCount = 0;
    this.#forgetAbsent();
  }

  /** Reloads after a write by another window or a rollback. */
  #follow(): void {
    if (this.#epoch === this.#db.epoch) return;
    this.#epoch = this.#db.epoch;
    this.#fresh = [];
    this.#forget();
    const rows = this.#db.each<{ chat: number; sender: string; message: number; names: string }>(
      LOAD,
    );
    for (const { chat, sender, message, names } of rows) {
      this.#wait({ chat, sender, row: message }, JSON.parse(names) as readonly string[]);
    }
  }
}

/** Values by chat and sender: joining both into one key took longer than all else here. */
class BySender<T> {
  readonly #chats = new Map<number, Map<string, T>>();

  get(chat: number, sender: string): T | undefined {
    return this.#chats.get(chat)?.get(sender);
  }

  /** The value, which is made if there is none. */
  open(chat: number, sender: string, make: () => T): T {
    let senders = this.#chats.get(chat);
    if (!senders) this.#chats.set(chat, (senders = new Map<string, T>()));
    let value = senders.get(sender);
    if (value === undefined) senders.set(sender, (value = make()));
    return value;
  }

  *entries(): Iterable<readonly [chat: number, sender: string, value: T]> {
    for (const [chat, senders] of this.#chats) {
      for (const [sender, value] of senders) yield [chat, sender, value];
    }
  }

  clear(): void {
    this.#chats.clear();
  }
}

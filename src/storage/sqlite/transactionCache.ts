import type { ChatKey, Standing } from '../../model/history.ts';
import { clearedAt } from './clearing.ts';
import type { Database } from './database.ts';
import { FreeIds } from './messageIds.ts';
import { findChat } from './rows.ts';

/**
 * Caches the chats, positions and ids read in a transaction, so that the next of thousands of
 * messages need not query them again. Valid for one transaction: another window may write between
 * two of them.
 */
export class TransactionCache {
  readonly #db: Database;
  /** Row ids of chats by account and JID. */
  readonly #chats = new Map<string, number>();
  /** By row id of the chat: the position after the last message and the read position. */
  readonly #ends = new Map<number, number>();
  /** By row id of the chat: whether messages of it were cleared. */
  readonly #cleared = new Map<number, boolean>();
  #ids: FreeIds;
  #transaction = 0;

  constructor(db: Database) {
    this.#db = db;
    this.#ids = new FreeIds(db);
  }

  /** The row id of a chat, which is created, with this standing, if it does not exist. */
  openChat(key: ChatKey, standing?: Standing): number {
    this.#begin();
    const name = `${key.account}\n${key.chat}`;
    let chat = this.#chats.get(name) ?? findChat(this.#db, key);
    if (chat === undefined) {
      const { account, chat: jid, kind = 'chat' } = key;
      const sql =
        'INSERT INTO chats (account, jid, kind, standing) VALUES (?, ?, ?, ?) RETURNING id';
      chat =
        (this.#db.get(sql, account, jid, kind, standing ?? null) as { id: number } | undefined)
          ?.id ?? 0;
    }
    this.#chats.set(name, chat);
    return chat;
  }

  /** The position of the next message appended to a chat. */
  endOf(chat: number): number {
    this.#begin();
    const known = this.#ends.get(chat);
    if (known !== undefined) return known;
    const sql = `SELECT max(read, (SELECT coalesce(max(position), 0) FROM messages WHERE chat = ?)) AS last
      FROM chats WHERE id = ?`;
    return ((this.#db.get(sql, chat, chat) as { last: number } | undefined)?.last ?? 0) + 1;
  }

  /** Records that this position of a chat is occupied. */
  recordPosition(chat: number, position: number): void {
    this.#ends.set(chat, Math.max(this.endOf(chat), position + 1));
  }

  /** Whether messages of a chat were cleared, so that copies of them may be added. */
  wasCleared(chat: number): boolean {
    this.#begin();
    const known = this.#cleared.get(chat);
    if (known !== undefined) return known;
    const wasCleared = clearedAt(this.#db, chat) !== undefined;
    this.#cleared.set(chat, wasCleared);
    return wasCleared;
  }

  /** Allocates a free id for a message of this time. */
  allocateId(time: number): number {
    this.#begin();
    return this.#ids.allocate(time);
  }

  /** Invalidates the cache, after a change of positions or chats, or of what is cleared. */
  forget(): void {
    this.#chats.clear();
    this.#ends.clear();
    this.#cleared.clear();
    this.#ids = new FreeIds(this.#db);
  }

  #begin(): void {
    if (this.#transaction === this.#db.transactions) return;
    this.#transaction = this.#db.transactions;
    this.forget();
  }
}

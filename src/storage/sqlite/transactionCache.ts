import type { ChatKey } from '../../model/history.ts';
import type { Database } from './database.ts';
import { firstId, nextFirstId, nextId } from './messageIds.ts';
import { findChat } from './rows.ts';

/**
 * What a transaction has found out about the places of messages, so that the next one of thousands
 * need not ask again. It ends with the transaction: another window may write between two of them.
 */
export class TransactionCache {
  readonly #db: Database;
  /** By account and chat. */
  readonly #chats = new Map<string, number>();
  /** By number of chat: the position after the last message, and after what was read. */
  readonly #ends = new Map<number, number>();
  /** The highest id of all messages. */
  #lastId: number | undefined;
  #transaction = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The number of a chat, made where there is none. */
  openChat(key: ChatKey): number {
    this.#begin();
    const name = `${key.account}\n${key.chat}`;
    let chat = this.#chats.get(name) ?? findChat(this.#db, key);
    if (chat === undefined) {
      const sql = 'INSERT INTO chats (account, jid) VALUES (?, ?) RETURNING id';
      chat = (this.#db.get(sql, key.account, key.chat) as { id: number } | undefined)?.id ?? 0;
    }
    this.#chats.set(name, chat);
    return chat;
  }

  /** The position at which the next message of a chat is added at its end. */
  endOf(chat: number): number {
    this.#begin();
    const known = this.#ends.get(chat);
    if (known !== undefined) return known;
    const sql = `SELECT max(read, (SELECT coalesce(max(position), 0) FROM messages WHERE chat = ?)) AS last
      FROM chats WHERE id = ?`;
    return ((this.#db.get(sql, chat, chat) as { last: number } | undefined)?.last ?? 0) + 1;
  }

  /** A message stands at this position of a chat. */
  recordPosition(chat: number, position: number): void {
    this.#ends.set(chat, Math.max(this.endOf(chat), position + 1));
  }

  /** A free id for a message of this time, which is taken then. */
  allocateId(time: number): number {
    this.#begin();
    const sql = 'SELECT max(id) AS last FROM messages';
    this.#lastId ??= (this.#db.get(sql) as { last: number | null } | undefined)?.last ?? -1;
    const first = firstId(time);
    // Whatever is not older than all that is there needs no search for a gap.
    const isNewest = this.#lastId < nextFirstId(time);
    const id = isNewest ? Math.max(first, this.#lastId + 1) : nextId(this.#db, time);
    this.#lastId = Math.max(this.#lastId, id);
    return id;
  }

  /** Positions or chats are not as they were. */
  forget(): void {
    this.#chats.clear();
    this.#ends.clear();
    this.#lastId = undefined;
  }

  #begin(): void {
    if (this.#transaction === this.#db.transactions) return;
    this.#transaction = this.#db.transactions;
    this.forget();
  }
}

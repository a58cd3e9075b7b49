import {
  type Amendment,
  type ChatKey,
  type StoredChat,
  type Message,
  originIdentity,
} from '../../model/history.ts';
import type { Operations, Read } from './calls.ts';
import { findCopied } from './copies.ts';
import type { Database } from './database.ts';
import type { IdentityIndex } from './identityIndex.ts';
import {
  findChat,
  findRow,
  type MessageRow,
  parseRecord,
  readMessage,
  referenceKey,
  toMode,
} from './rows.ts';
import { findText, search } from './search.ts';

type Found = MessageRow & { readonly account: string; readonly jid: string };

/** The queries of the database. */
export function reads(db: Database, names: IdentityIndex): Operations<Read> {
  const read = (row: MessageRow) => readMessage(db, row);
  const older = (chat: number, position: number, limit: number) =>
    db
      .all<MessageRow>(
        'SELECT * FROM messages WHERE chat = ? AND position < ? ORDER BY position DESC LIMIT ?',
        chat,
        position,
        limit,
      )
      .reverse();
  const from = (chat: number, position: number, limit: number) =>
    db.all<MessageRow>(
      'SELECT * FROM messages WHERE chat = ? AND position >= ? ORDER BY position LIMIT ?',
      chat,
      position,
      limit,
    );
  const rowOf = (id: number) =>
    db.get('SELECT * FROM messages WHERE id = ?', id) as MessageRow | undefined;
  const positionOf = (chat: number, uid: string) => findRow(db, chat, uid)?.position;
  const findIdentity = (
    { account, chat }: ChatKey,
    sender: string,
    identity: string,
  ): Message | undefined => {
    const found = findChat(db, { account, chat });
    const id = found === undefined ? undefined : names.find(found, sender, [identity]);
    const row = id === undefined ? undefined : rowOf(id);
    return row && read(row);
  };

  return {
    load(key, options) {
      const chat = findChat(db, key);
      if (chat === undefined) return [];
      const { limit } = options;
      if ('around' in options) {
        const at = positionOf(chat, options.around);
        if (at === undefined) return [];
        const half = Math.floor(limit / 2);
        return [...older(chat, at, half), ...from(chat, at, limit - half)].map(read);
      }
      if ('after' in options) {
        const { after } = options;
        const at = after === null ? Number.MIN_SAFE_INTEGER : positionOf(chat, after);
        return at === undefined ? [] : from(chat, at + 1, limit).map(read);
      }
      const { before } = options;
      const at = before === undefined ? Number.MAX_SAFE_INTEGER : positionOf(chat, before);
      return at === undefined ? [] : older(chat, at, limit).map(read);
    },
    find(key, id) {
      const chat = findChat(db, key);
      const row = chat === undefined ? undefined : findRow(db, chat, id);
      return row && read(row);
    },
    findCopy(addition) {
      const { key, message } = addition;
      const chat = findChat(db, key);
      if (chat === undefined) return undefined;
      const copied = findCopied(db, names, chat, addition);
      const row = copied === undefined ? findRow(db, chat, message.id) : rowOf(copied);
      return row && read(row);
    },
    findIdentity,
    findReference: (key, sender, reference) =>
      findIdentity(key, sender, reference) ??
      findIdentity(key, sender, originIdentity(reference)) ??
      findIdentity(key, sender, referenceKey(reference)),
    findSince(key, time) {
      const chat = findChat(db, key);
      if (chat === undefined) return undefined;
      const sql = 'SELECT * FROM messages WHERE chat = ? AND time >= ? ORDER BY time, position';
      const row = db.all<MessageRow>(`${sql} LIMIT 1`, chat, time)[0];
      return row && read(row);
    },
    search: (query) => search(db, query),
    unsent(account) {
      const rows = db.all<Found>(
        `SELECT m.*, c.account, c.jid FROM messages m INDEXED BY messages_queued JOIN chats c ON c.id = m.chat
         WHERE m.delivery = 'queued' AND c.account = ? ORDER BY m.id`,
        account,
      );
      return rows.map((row) => ({
        key: { account: row.account, chat: row.jid },
        message: read(row),
      }));
    },
    chats(account) {
      const rows = db.all<Omit<StoredChat, 'mode'> & { readonly value: string | null }>(
        `SELECT c.jid AS chat, c.draft, d.value, (SELECT count(*) FROM messages m
           WHERE m.chat = c.id AND m.position > c.read AND NOT m.outgoing) AS unread
         FROM chats c LEFT JOIN modes d ON d.chat = c.id WHERE c.account = ? ORDER BY c.id`,
        account,
      );
      return rows.map(({ value, ...row }) => {
        const mode = toMode(value);
        return { ...row, ...(mode && { mode }) };
      });
    },
    cursor(account, archive) {
      const sql = 'SELECT position FROM cursors WHERE account = ? AND archive = ?';
      return db.all<{ position: string }>(sql, account, archive)[0]?.position;
    },
    unsentChanges(account) {
      const rows = db.all<{ jid: string; value: string }>(
        `SELECT c.jid, h.value FROM changes h JOIN chats c ON c.id = h.chat
         WHERE c.account = ? ORDER BY h.rowid`,
        account,
      );
      return rows.flatMap(({ jid, value }) => {
        const change = parseRecord(value) as Amendment | undefined;
        return change ? [{ key: { account, chat: jid }, change }] : [];
      });
    },
    findText: (key, text, limit) => findText(db, key, text, limit),
  };
}

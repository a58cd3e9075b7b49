import { originIdentity } from '../../model/copies.ts';
import type { Amendment, ChatKey, Message } from '../../model/history.ts';
import type { Operations, Read } from './calls.ts';
import { findCopied, namesOf } from './copies.ts';
import type { Database } from './database.ts';
import type { IdentityIndex } from './identityIndex.ts';
import {
  type ChatRow,
  type FoundRow,
  findChat,
  findRow,
  IS_UNREAD,
  type MessageRow,
  parseRecord,
  readMessage,
  referenceKey,
  toKey,
  toMessage,
  toMode,
} from './rows.ts';
import { findIdSince, findText, search } from './search.ts';

/** More characters than any list of chats shows of a message. */
const SHOWN_LENGTH = 1024;

const FIND_ALL = `SELECT id, uid FROM messages
  WHERE chat = ? AND uid IN (SELECT value FROM json_each(?))`;

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
    findCopies(additions) {
      const [first] = additions;
      const chat = first && findChat(db, first.key);
      if (chat === undefined) return additions.map(() => undefined);
      const known = names.lookUp(additions.flatMap((addition) => [...namesOf(chat, addition)]));
      const uids = JSON.stringify(additions.map(({ message }) => message.id));
      const found = db.all<{ id: number; uid: string }>(FIND_ALL, chat, uids);
      const rows = new Map(found.map(({ id, uid }) => [uid, id]));
      return additions.map((addition) => {
        const id = findCopied(db, known, chat, addition) ?? rows.get(addition.message.id);
        const row = id === undefined ? undefined : rowOf(id);
        return row && read(row);
      });
    },
    findIdentity,
    findReference: (key, sender, reference) =>
      findIdentity(key, sender, reference) ??
      findIdentity(key, sender, originIdentity(reference)) ??
      findIdentity(key, sender, referenceKey(reference)),
    findSince(key, time) {
      const chat = findChat(db, key);
      if (chat === undefined) return undefined;
      const id = findIdSince(db, chat, time);
      const row = id === undefined ? undefined : rowOf(id);
      return row && read(row);
    },
    search: (query) => search(db, query),
    unsent(account) {
      const rows = db.all<FoundRow>(
        `SELECT m.*, c.account, c.jid, c.kind FROM messages m INDEXED BY messages_queued JOIN chats c ON c.id = m.chat
         WHERE m.delivery = 'queued' AND c.account = ? ORDER BY m.id`,
        account,
      );
      return rows.map((row) => ({ key: toKey(row), message: read(row) }));
    },
    chats(account) {
      const rows = db.all<ChatState & Unread>(
        `SELECT c.id, c.account, c.jid, c.kind, c.draft, c.standing, c.cleared, d.value, (SELECT count(*) FROM messages m
           WHERE m.chat = c.id AND ${IS_UNREAD}) AS unread
         FROM chats c LEFT JOIN modes d ON d.chat = c.id WHERE c.account = ? ORDER BY c.id`,
        account,
      );
      const last = lastMessages(db, account);
      return rows.map(({ id, jid: chat, kind, draft, unread, value, standing, cleared }) => {
        const mode = toMode(value);
        const message = last.get(id);
        const isStanding = standing === 'request' || standing === 'ignored';
        const room = kind === 'room' && {
          mentions: unread > 0 ? countMentions(db, id) : 0,
          newest: newestTime(db, id),
        };
        const occupant = kind === 'private' ? occupantOf(db, id) : undefined;
        const ofOccupant = kind === 'private' && {
          private: { newest: newestTime(db, id), ...(occupant !== undefined && { occupant }) },
        };
        return {
          ...{ chat, unread, draft },
          ...(mode && { mode }),
          ...(isStanding && { standing }),
          ...(cleared !== null && { cleared }),
          ...(room && { room }),
          ...ofOccupant,
          ...(message && { last: message }),
        };
      });
    },
    mentions(key) {
      const chat = findChat(db, key);
      return chat === undefined ? 0 : countMentions(db, chat);
    },
    cursor(account, archive) {
      const sql = 'SELECT position FROM cursors WHERE account = ? AND archive = ?';
      return db.all<{ position: string }>(sql, account, archive)[0]?.position;
    },
    unsentChanges(account) {
      const rows = db.all<ChatRow & { value: string }>(
        `SELECT c.account, c.jid, c.kind, h.value FROM changes h JOIN chats c ON c.id = h.chat
         WHERE c.account = ? ORDER BY h.rowid`,
        account,
      );
      return rows.flatMap(({ value, ...row }) => {
        const change = parseRecord(value) as Amendment | undefined;
        return change ? [{ key: toKey(row), change }] : [];
      });
    },
    findText: (key, text, limit) => findText(db, key, text, limit),
  };
}

interface ChatState extends ChatRow {
  readonly id: number;
  readonly draft: string;
  readonly value: string | null;
  readonly standing: string | null;
  readonly cleared: number | null;
}

interface Unread {
  readonly unread: number;
}

/** The last message of each chat, by the chat's row id: the beginning of its text only. */
function lastMessages(db: Database, account: string): ReadonlyMap<number, Message> {
  const rows = db.all<MessageRow>(
    `SELECT m.id, m.chat, m.uid, m.position, m.sender, m.outgoing, m.time,
       substr(m.body, 1, ${SHOWN_LENGTH}) AS body, m.delivery, m.error, m.file, m.rest
     FROM chats c JOIN messages m ON m.id =
       (SELECT id FROM messages WHERE chat = c.id ORDER BY position DESC LIMIT 1)
     WHERE c.account = ?`,
    account,
  );
  return new Map(rows.map((row) => [row.chat, toMessage(row)]));
}

function countMentions(db: Database, chat: number): number {
  const sql = `SELECT count(*) AS unread FROM messages m JOIN chats c ON c.id = m.chat
    WHERE m.chat = ? AND m.position > c.read AND NOT m.outgoing
    AND iif(json_valid(m.rest), m.rest ->> '$.mention', 0)`;
  return db.all<Unread>(sql, chat)[0]?.unread ?? 0;
}

function occupantOf(db: Database, chat: number): string | undefined {
  const sql = `SELECT rest ->> '$.occupant' AS occupant FROM messages
    WHERE chat = ? AND iif(json_valid(rest), rest ->> '$.occupant', NULL) IS NOT NULL
    ORDER BY outgoing DESC, iif(outgoing, -position, position) LIMIT 1`;
  return db.all<{ occupant: string }>(sql, chat)[0]?.occupant;
}

/** Of the last messages alone: only few are stored out of the order of time. */
function newestTime(db: Database, chat: number): number {
  const last = 'SELECT time FROM messages WHERE chat = ? ORDER BY position DESC LIMIT 100';
  const sql = `SELECT max(time) AS newest FROM (${last})`;
  return db.all<{ newest: number | null }>(sql, chat)[0]?.newest ?? 0;
}

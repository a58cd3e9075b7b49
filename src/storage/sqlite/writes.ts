import { namerOf } from '../../model/copies.ts';
import {
  type Addition,
  ANYBODY,
  type ChatKey,
  type Delivery,
  type Message,
} from '../../model/history.ts';
import type { Operations, Write } from './calls.ts';
import { clearChat, isCleared } from './clearing.ts';
import { findCopied, namesOf } from './copies.ts';
import type { Database } from './database.ts';
import { firstId } from './messageIds.ts';
import type { IdentityIndex, Names } from './identityIndex.ts';
import {
  findChat,
  findRow,
  IS_UNREAD,
  MESSAGE_COLUMNS,
  type MessageRow,
  readMessage,
  toColumns,
} from './rows.ts';
import { learnNames, namesBySender } from './messageNames.ts';
import { formatNames, type NamesOfSender } from './storedNames.ts';
import { TransactionCache } from './transactionCache.ts';

const INSERT = `INSERT INTO messages (id, chat, uid, position, sender, names, ${MESSAGE_COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ${MESSAGE_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (uid, chat) DO NOTHING`;
const REPLACE = `UPDATE messages SET ${MESSAGE_COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;
const MARK = `UPDATE messages SET delivery = ?, error = ?
  WHERE chat = ? AND uid IN (SELECT value FROM json_each(?))
  AND delivery IN (SELECT value FROM json_each(?)) RETURNING *`;
const LEARN = `UPDATE messages SET rest = json_set(rest, '$.stanzaId', ?)
  WHERE id = ? AND rest ->> '$.stanzaId' IS NULL`;
/** Finds messages written on this device that are in no archive yet, as far as is known. */
const WRITTEN_BETWEEN = `SELECT id, uid FROM messages
  WHERE chat = ? AND position > ? AND position < ? AND outgoing
  AND iif(json_valid(rest), rest ->> '$.stanzaId', '') IS NULL ORDER BY position`;
/** Size of a gap opened between positions: enough for some twenty pages in either direction. */
const ROOM = 2 ** 30;
/** Maximum number of messages removed per call, so that other calls are not delayed. */
const REMOVED_AT_ONCE = 2000;
const BEFORE = `id IN (SELECT id FROM messages
  WHERE id < ? AND delivery IS NOT 'queued' LIMIT ${REMOVED_AT_ONCE})`;
const OF_ACCOUNT = 'chat IN (SELECT id FROM chats WHERE account = ?)';

/** The updates of the database; each is called within a transaction. */
export function writes(db: Database, names: IdentityIndex): Operations<Write> {
  const memory = new TransactionCache(db);
  const remove = (where: string, ...values: (string | number)[]) => {
    names.remove(where, ...values);
    return db.run(`DELETE FROM messages WHERE ${where}`, ...values);
  };
  return {
    add(additions, cursor) {
      const runs = runsOf(additions, ({ key, standing }) => memory.openChat(key, standing));
      const asked = runs.flatMap(({ chat, run }) => run.flatMap((one) => [...namesOf(chat, one)]));
      const known = names.lookUp(asked);
      const rows = runs.flatMap((run) => addRun({ db, memory, names, known }, run));
      names.write();
      indexLater(db, rows);
      if (cursor) {
        const sql = 'INSERT OR REPLACE INTO cursors (account, archive, position) VALUES (?, ?, ?)';
        db.run(sql, cursor.account, cursor.archive, cursor.position);
      }
      return rows.map((row) => row !== undefined);
    },
    save(key, message) {
      const chat = memory.openChat(key);
      const known = findRow(db, chat, message.id);
      if (known) db.run(REPLACE, ...toColumns(message), known.id);
      else indexLater(db, [insert(db, memory, { chat, message, position: memory.endOf(chat) })]);
    },
    mark(key, ids, from, { delivery, error }) {
      const chat = findChat(db, key);
      if (chat === undefined) return [];
      const lists = [JSON.stringify(ids), JSON.stringify(from)];
      const why = error ? JSON.stringify(error) : null;
      const rows = db.all<MessageRow>(MARK, delivery, why, chat, ...lists);
      const marked = new Map(rows.map((row) => [row.uid, row]));
      return ids.flatMap((id) => marked.get(id) ?? []).map((row) => readMessage(db, row));
    },
    remove(key, id, from) {
      const row = findOutgoing(db, key, id, from);
      return row !== undefined && remove('id = ?', row.id) > 0;
    },
    markRead(key, upTo) {
      const chat = findChat(db, key);
      if (chat === undefined) return 0;
      const read = upTo === undefined ? memory.endOf(chat) - 1 : findRow(db, chat, upTo)?.position;
      if (read !== undefined) {
        db.run('UPDATE chats SET read = max(read, ?) WHERE id = ?', read, chat);
      }
      const sql = `SELECT count(*) AS unread FROM messages m JOIN chats c ON c.id = m.chat
        WHERE m.chat = ? AND ${IS_UNREAD}`;
      return db.all<{ unread: number }>(sql, chat)[0]?.unread ?? 0;
    },
    saveDraft(key, { draft, mode }) {
      const chat = memory.openChat(key);
      db.run('UPDATE chats SET draft = ? WHERE id = ?', draft, chat);
      db.run('DELETE FROM modes WHERE chat = ?', chat);
      const sql = 'INSERT INTO modes (chat, value) VALUES (?, ?)';
      if (mode) db.run(sql, chat, JSON.stringify(mode));
    },
    saveStanding(key, standing) {
      const chat = memory.openChat(key);
      db.run('UPDATE chats SET standing = ? WHERE id = ?', standing ?? null, chat);
    },
    clear(key) {
      const chat = findChat(db, key);
      memory.forget();
      return chat === undefined ? undefined : clearChat(db, names, chat);
    },
    removeAccount(account) {
      memory.forget();
      remove(OF_ACCOUNT, account);
      db.run('DELETE FROM chats WHERE account = ?', account);
      db.run('DELETE FROM cursors WHERE account = ?', account);
    },
    removeBefore: (time) => remove(BEFORE, firstId(time)) === REMOVED_AT_ONCE,
    saveChange(key, change) {
      const chat = memory.openChat(key);
      const { id, message, kind } = change;
      const superseded =
        "DELETE FROM changes WHERE chat = ? AND message = ? AND (kind = ? OR ? = 'retraction')";
      db.run(superseded, chat, message, kind, kind);
      const sql = 'INSERT INTO changes (chat, message, kind, id, value) VALUES (?, ?, ?, ?, ?)';
      db.run(sql, chat, message, kind, id, JSON.stringify(change));
    },
    removeChange(key, id) {
      const chat = findChat(db, key);
      if (chat !== undefined) db.run('DELETE FROM changes WHERE chat = ? AND id = ?', chat, id);
    },
    order(key, ids) {
      const chat = findChat(db, key);
      if (chat === undefined) return false;
      const order = new Set(ids);
      let isChanged = false;
      let last = -Infinity;
      /** The lowest original position of an outgoing message that was moved. */
      let left = Infinity;
      for (const uid of order) {
        const row = findRow(db, chat, uid);
        if (!row) continue;
        const isLate = row.position < last;
        if (isLate) move(db, memory, { chat, rows: [row.id], behind: last });
        if (isLate && row.outgoing) left = Math.min(left, row.position);
        last = isLate ? last + 1 : row.position;
        isChanged ||= isLate;
      }
      if (left < last) {
        const written = db
          .all<{ id: number; uid: string }>(WRITTEN_BETWEEN, chat, left, last)
          .filter(({ uid }) => !order.has(uid));
        move(db, memory, { chat, rows: written.map(({ id }) => id), behind: last });
      }
      return isChanged;
    },
  };
}

/** Consecutive additions to the same place of a chat, of which there is at least one. */
interface Run {
  readonly chat: number;
  readonly run: Addition[];
  readonly before: string | undefined;
}

/** @param open returns the chat of an addition, which may begin with it */
function runsOf(additions: readonly Addition[], open: (first: Addition) => number): Run[] {
  const runs: Run[] = [];
  let last: Addition | undefined;
  for (const addition of additions) {
    const { key, before } = addition;
    const goesOn =
      last?.key.account === key.account && last.key.chat === key.chat && last.before === before;
    if (goesOn) runs.at(-1)?.run.push(addition);
    else runs.push({ chat: open(addition), run: [addition], before });
    last = addition;
  }
  return runs;
}

/** The database, with the names that the additions were looked up by. */
interface Adding {
  readonly db: Database;
  readonly memory: TransactionCache;
  readonly names: IdentityIndex;
  readonly known: Names;
}

/** Adds new messages. @returns for each addition its row, or `undefined` if it was known */
function addRun(
  { db, memory, names, known }: Adding,
  { chat, run, before }: Run,
): (number | undefined)[] {
  let position = makeRoom(db, memory, { chat, before, count: run.length });
  const wasCleared = memory.wasCleared(chat);
  return run.map((addition) => {
    const { message, identities = [], assigned, likeness } = addition;
    const namer = namerOf(addition);
    const copied = findCopied(db, known, chat, addition);
    if (wasCleared && copied === undefined && isCleared(db, chat, addition)) return undefined;
    const own = namesBySender(addition, likeness ? [...identities, likeness.name] : identities);
    const inserted =
      copied === undefined ? insert(db, memory, { chat, message, position }, own) : undefined;
    if (inserted !== undefined) {
      position += 1;
      names.add(chat, inserted, own);
      return inserted;
    }
    const row = copied ?? findRow(db, chat, message.id)?.id ?? 0;
    if (message.stanzaId !== undefined) db.run(LEARN, message.stanzaId, row);
    // A known message may arrive by another route with another identity.
    const others = identities.filter((each) => known.find(chat, namer, [each]) === undefined);
    const isAssigned =
      assigned !== undefined && known.find(chat, ANYBODY, [assigned]) === undefined;
    const { assigned: _, ...unassigned } = addition;
    const learned = namesBySender(isAssigned ? addition : unassigned, others);
    names.add(chat, row, learnNames(db, row, learned));
    return undefined;
  });
}

/** Queues rows for full-text indexing, in one statement, which a trigger could not. */
function indexLater(db: Database, rows: readonly (number | undefined)[]): void {
  const added = rows.filter((row) => row !== undefined);
  if (added.length === 0) return;
  const sql = 'INSERT INTO pending_fts (message) SELECT value FROM json_each(?)';
  db.run(sql, JSON.stringify(added));
}

/** @returns the row, or `undefined` if the chat already has a message with this id */
function insert(
  db: Database,
  memory: TransactionCache,
  place: { chat: number; message: Message; position: number },
  names: readonly NamesOfSender[] = [],
): number | undefined {
  const { chat, message, position } = place;
  const id = memory.allocateId(message.time);
  const { sender } = message;
  const placed = [id, chat, message.id, position, sender, formatNames(names)];
  if (db.run(INSERT, ...placed, ...toColumns(message)) === 0) return undefined;
  memory.recordPosition(chat, position);
  return id;
}

/** The first of `count` free positions before this message, or at the end. */
function makeRoom(
  db: Database,
  memory: TransactionCache,
  place: { chat: number; before: string | undefined; count: number },
): number {
  const { chat, before, count } = place;
  const next = before === undefined ? undefined : findRow(db, chat, before)?.position;
  if (next === undefined) return memory.endOf(chat);
  const sql = 'SELECT max(position) AS last FROM messages WHERE chat = ? AND position < ?';
  const last = db.all<{ last: number | null }>(sql, chat, next)[0]?.last ?? -Infinity;
  if (last === -Infinity) return next - count;
  const room = next - last - 1;
  const made = room < count ? ROOM : 0;
  if (made > 0) shift(db, memory, chat, next, made);
  // In the middle of the gap: the next page of an archive may go behind this one or before it.
  return last + 1 + Math.floor((room + made - count) / 2);
}

/** Shifts all messages from a position on, such as thousands of queued ones. */
function shift(
  db: Database,
  memory: TransactionCache,
  chat: number,
  from: number,
  by: number,
): void {
  memory.forget();
  const sql = 'UPDATE messages SET position = position + ? WHERE chat = ? AND position >= ?';
  db.run(sql, by, chat, from);
  db.run('UPDATE chats SET read = read + ? WHERE id = ? AND read >= ?', by, chat, from);
}

/** Moves rows, in their order, directly behind a position. */
function move(
  db: Database,
  memory: TransactionCache,
  { chat, rows, behind }: { chat: number; rows: readonly number[]; behind: number },
): void {
  if (rows.length === 0) return;
  shift(db, memory, chat, behind + 1, rows.length);
  for (const [at, row] of rows.entries()) {
    db.run('UPDATE messages SET position = ? WHERE id = ?', behind + 1 + at, row);
  }
}

/** The row of an outgoing message whose delivery is one of `from`. */
function findOutgoing(
  db: Database,
  key: ChatKey,
  id: string,
  from: readonly Delivery[],
): MessageRow | undefined {
  const chat = findChat(db, key);
  const row = chat === undefined ? undefined : findRow(db, chat, id);
  return row?.delivery && from.includes(row.delivery) ? row : undefined;
}

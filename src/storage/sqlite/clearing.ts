import { ANYBODY, type Addition, NAMES_KEPT, namesOfCopies, ownName } from '../../model/history.ts';
import type { Database } from './database.ts';

const NOT_QUEUED = "chat = ? AND delivery IS NOT 'queued'";
const NEWEST = `SELECT max(time) AS time FROM messages WHERE ${NOT_QUEUED}`;
const NOTE = 'UPDATE chats SET cleared = max(ifnull(cleared, 0), ?) WHERE id = ?';
const REMOVED = `SELECT id, uid, outgoing FROM messages WHERE ${NOT_QUEUED} ORDER BY position DESC LIMIT ${NAMES_KEPT}`;
const KEEP_NAMES = `INSERT OR IGNORE INTO cleared_names (chat, sender, name)
  SELECT i.chat, i.sender, i.identity FROM (${REMOVED}) r JOIN identities i ON i.message = r.id
  UNION ALL SELECT ?, '${ANYBODY}', '${ownName('')}' || uid FROM (${REMOVED}) WHERE outgoing`;
/** Of several times that a chat was cleared, the newest names; a message has three or four. */
const FORGET_NAMES = `DELETE FROM cleared_names WHERE chat = ? AND rowid <= (
  SELECT rowid FROM cleared_names WHERE chat = ? ORDER BY rowid DESC LIMIT 1 OFFSET ${4 * NAMES_KEPT})`;
const FIND = 'SELECT 1 FROM cleared_names WHERE chat = ? AND sender = ? AND name = ?';

/** Removes a chat's messages, of which all names must be indexed. @returns as `History.clear` */
export function clearChat(db: Database, chat: number): number | undefined {
  const { time } = db.get(NEWEST, chat) as { time: number | null };
  if (time !== null) {
    db.run(KEEP_NAMES, chat, chat, chat);
    db.run(FORGET_NAMES, chat, chat);
    db.run(`DELETE FROM messages WHERE ${NOT_QUEUED}`, chat);
    db.run(NOTE, time, chat);
  }
  return clearedAt(db, chat);
}

/** When the newest message cleared in a chat was sent; `undefined` if none was. */
export function clearedAt(db: Database, chat: number): number | undefined {
  const row = db.get('SELECT cleared FROM chats WHERE id = ?', chat) as
    { cleared: number | null } | undefined;
  return row?.cleared ?? undefined;
}

/** Whether an addition is a copy of a message that was cleared. */
export function isCleared(db: Database, chat: number, addition: Addition): boolean {
  for (const [sender, name] of namesOfCopies(addition)) {
    if (db.get(FIND, chat, sender, name)) return true;
  }
  return false;
}

import { createHash } from 'node:crypto';
import { NAMES_KEPT, namesOfCopies, ownName } from '../../model/copies.ts';
import { type Addition, ANYBODY } from '../../model/history.ts';
import type { Database } from './database.ts';

const NOT_QUEUED = "chat = ? AND delivery IS NOT 'queued'";
const NEWEST = `SELECT max(time) AS time FROM messages WHERE ${NOT_QUEUED}`;
const NOTE = 'UPDATE chats SET cleared = max(ifnull(cleared, 0), ?) WHERE id = ?';
const REMOVED = `SELECT id, uid, outgoing FROM messages WHERE ${NOT_QUEUED} ORDER BY position DESC LIMIT ${NAMES_KEPT}`;
const NAMES = `SELECT n.sender, j.value AS name FROM (${REMOVED}) r JOIN names n ON n.message = r.id
  JOIN json_each(iif(json_valid(n.names), n.names, '[]')) j
  UNION ALL SELECT '${ANYBODY}', '${ownName('')}' || uid FROM (${REMOVED}) WHERE outgoing`;
const KEEP_NAMES = `INSERT OR IGNORE INTO cleared_names (chat, name)
  SELECT ?, value FROM json_each(?)`;
/** Of several times that a chat was cleared, the newest names; a message has three or four. */
const FORGET_NAMES = `DELETE FROM cleared_names WHERE chat = ? AND rowid <= (
  SELECT rowid FROM cleared_names WHERE chat = ? ORDER BY rowid DESC LIMIT 1 OFFSET ${4 * NAMES_KEPT})`;
const FIND = 'SELECT 1 FROM cleared_names WHERE chat = ? AND name = ?';

/** Removes a chat's messages; the index of identities must be complete. @returns as `History.clear` */
export function clearChat(db: Database, chat: number): number | undefined {
  const { time } = db.get(NEWEST, chat) as { time: number | null };
  if (time !== null) {
    const names = db.all<{ sender: string; name: string }>(NAMES, chat, chat);
    const digests = names.map(({ sender, name }) => digest(sender, name));
    db.run(KEEP_NAMES, chat, JSON.stringify(digests));
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
    if (db.get(FIND, chat, digest(sender, name))) return true;
  }
  return false;
}

/** Nothing of what was deleted stays on the disk: only what recognizes it. */
function digest(sender: string, name: string): string {
  return createHash('sha256').update(`${sender}\0${name}`).digest('base64url');
}

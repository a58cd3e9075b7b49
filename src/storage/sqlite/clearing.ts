import { createHash } from 'node:crypto';
import { NAMES_KEPT, namesOfCopies, ownName } from '../../model/copies.ts';
import { type Addition, ANYBODY } from '../../model/history.ts';
import type { Database } from './database.ts';
import type { IdentityIndex } from './identityIndex.ts';
import type { MessageRow } from './rows.ts';
import { type NamedRow, parseNames } from './storedNames.ts';

const NOT_QUEUED = "chat = ? AND delivery IS NOT 'queued'";
const NEWEST = `SELECT max(time) AS time FROM messages WHERE ${NOT_QUEUED}`;
const NOTE = 'UPDATE chats SET cleared = max(ifnull(cleared, 0), ?) WHERE id = ?';
const REMOVED = `SELECT uid, outgoing, names FROM messages WHERE ${NOT_QUEUED} ORDER BY position DESC LIMIT ${NAMES_KEPT}`;
const KEEP_NAMES = `INSERT OR IGNORE INTO cleared_names (chat, name)
  SELECT ?, value FROM json_each(?)`;
/** Of several times that a chat was cleared, the newest names; a message has three or four. */
const FORGET_NAMES = `DELETE FROM cleared_names WHERE chat = ? AND rowid <= (
  SELECT rowid FROM cleared_names WHERE chat = ? ORDER BY rowid DESC LIMIT 1 OFFSET ${4 * NAMES_KEPT})`;
const FIND = 'SELECT 1 FROM cleared_names WHERE chat = ? AND name = ?';

/** What names a removed message. */
type Removed = Pick<MessageRow, 'uid' | 'outgoing'> & Pick<NamedRow, 'names'>;

/** Removes a chat's messages. @returns as `History.clear` */
export function clearChat(db: Database, names: IdentityIndex, chat: number): number | undefined {
  const { time } = db.get(NEWEST, chat) as { time: number | null };
  if (time !== null) {
    const removed = db.all<Removed>(REMOVED, chat);
    db.run(KEEP_NAMES, chat, JSON.stringify(removed.flatMap(digestsOf)));
    db.run(FORGET_NAMES, chat, chat);
    names.remove(NOT_QUEUED, chat);
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

function digestsOf({ uid, outgoing, names }: Removed): readonly string[] {
  return [
    ...parseNames(names).flatMap((one) => one.names.map((name) => digest(one.sender, name))),
    ...(outgoing === 1 ? [digest(ANYBODY, ownName(uid))] : []),
  ];
}

/** Nothing of what was deleted stays on the disk: only what recognizes it. */
function digest(sender: string, name: string): string {
  return createHash('sha256').update(`${sender}\0${name}`).digest('base64url');
}

import { type Addition, ANYBODY, isCopy, namerOf } from '../../model/history.ts';
import type { Database } from './database.ts';
import type { IdentityIndex } from './identityIndex.ts';
import { findRow, type MessageRow, toMessage } from './rows.ts';

/** The row of the message that an addition duplicates, by identity or likeness. */
export function findCopied(
  db: Database,
  names: IdentityIndex,
  chat: number,
  addition: Addition,
): number | undefined {
  const { identities = [], assigned, claimedId, likeness } = addition;
  const namer = namerOf(addition);
  const known = assigned === undefined ? undefined : names.find(chat, ANYBODY, [assigned]);
  if (known !== undefined) return known;
  const ours = claimedId === undefined ? undefined : findRow(db, chat, claimedId);
  if (ours?.outgoing === 1) return ours.id;
  const all = likeness ? [...identities, likeness.name] : identities;
  const first = names.find(chat, namer, all);
  // Most additions are new, which one query establishes.
  if (first === undefined || !likeness) return first;
  const told = names.find(chat, namer, identities);
  if (told !== undefined) return told;
  const alike = db.get('SELECT * FROM messages WHERE id = ?', first) as MessageRow | undefined;
  return alike && isCopy(toMessage(alike), addition) ? alike.id : undefined;
}

import { isCopy, namerOf } from '../../model/copies.ts';
import { ANYBODY, type Identified } from '../../model/history.ts';
import type { Database } from './database.ts';
import type { Asked, Names } from './identityIndex.ts';
import { findRow, type MessageRow, toMessage } from './rows.ts';

/** The names that {@link findCopied} looks up for an addition. */
export function* namesOf(chat: number, addition: Identified): Iterable<Asked> {
  const { identities = [], assigned, likeness } = addition;
  const names = likeness ? [...identities, likeness.name] : identities;
  yield { chat, sender: namerOf(addition), names };
  if (assigned !== undefined) yield { chat, sender: ANYBODY, names: [assigned] };
}

/** The row of the message that an addition duplicates, by identity or likeness. */
export function findCopied(
  db: Database,
  names: Names,
  chat: number,
  addition: Identified,
): number | undefined {
  const { identities = [], assigned, claimedId, likeness } = addition;
  const namer = namerOf(addition);
  const known = assigned === undefined ? undefined : names.find(chat, ANYBODY, [assigned]);
  if (known !== undefined) return known;
  const ours = claimedId === undefined ? undefined : findRow(db, chat, claimedId);
  if (ours?.outgoing === 1) return ours.id;
  const told = names.find(chat, namer, identities);
  if (told !== undefined || !likeness) return told;
  const found = names.find(chat, namer, [likeness.name]);
  if (found === undefined) return undefined;
  const alike = db.get('SELECT * FROM messages WHERE id = ?', found) as MessageRow | undefined;
  return alike && isCopy(toMessage(alike), addition) ? alike.id : undefined;
}

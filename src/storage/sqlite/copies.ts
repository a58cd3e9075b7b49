import { type Addition, isCopy } from '../../model/history.ts';
import type { Database } from './database.ts';
import type { IdentityIndex } from './identityIndex.ts';
import { type MessageRow, toMessage } from './rows.ts';

/** The row of the message that an addition duplicates, by identity or likeness. */
export function findCopied(
  db: Database,
  names: IdentityIndex,
  chat: number,
  addition: Addition,
): number | undefined {
  const { identities = [], likeness } = addition;
  const { sender } = addition.message;
  const all = likeness ? [...identities, likeness.name] : identities;
  const first = names.find(chat, sender, all);
  // Most additions are new, which one query establishes.
  if (first === undefined || !likeness) return first;
  const told = names.find(chat, sender, identities);
  if (told !== undefined) return told;
  const alike = db.get('SELECT * FROM messages WHERE id = ?', first) as MessageRow | undefined;
  return alike && isCopy(toMessage(alike), addition) ? alike.id : undefined;
}

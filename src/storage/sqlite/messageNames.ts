import { namerOf, otherReferences } from '../../model/copies.ts';
import { type Addition, ANYBODY } from '../../model/history.ts';
import type { Database } from './database.ts';
import { referenceKey } from './rows.ts';
import {
  formatNames,
  mergeNames,
  type NamedRow,
  type NamesOfSender,
  parseNames,
} from './storedNames.ts';

/** The names of a message: identities of its namer, references of its sender. */
export function namesBySender(addition: Addition, identities: readonly string[]): NamesOfSender[] {
  const { assigned, message } = addition;
  const { sender } = message;
  const namer = namerOf(addition);
  const references = otherReferences(addition).map(referenceKey);
  const own =
    namer === sender
      ? [{ sender, names: [...identities, ...references] }]
      : [
          { sender: namer, names: identities },
          { sender, names: references },
        ];
  const all = assigned === undefined ? own : [...own, { sender: ANYBODY, names: [assigned] }];
  return all.filter(({ names }) => names.length > 0);
}

/** Writes names of a known message in its row. @returns those that it has now */
export function learnNames(
  db: Database,
  row: number,
  learned: readonly NamesOfSender[],
): readonly NamesOfSender[] {
  if (learned.length === 0) return learned;
  const { names = '' } = (db.get('SELECT names FROM messages WHERE id = ?', row) ??
    {}) as Partial<NamedRow>;
  const merged = mergeNames(parseNames(names), learned);
  const text = formatNames(merged);
  if (text !== names) db.run('UPDATE messages SET names = ? WHERE id = ?', text, row);
  const all = new Map(merged.map(({ sender, names }) => [sender, new Set(names)]));
  return learned
    .map(({ sender, names }) => ({
      sender,
      names: names.filter((name) => all.get(sender)?.has(name)),
    }))
    .filter(({ names }) => names.length > 0);
}

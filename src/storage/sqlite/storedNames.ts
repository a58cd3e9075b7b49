/**
 * What a message is called by: its identities, and references to it, each as one; see `rows.ts`. They
 * are names among the messages of one sender in one chat.
 */

import { MAX_NAMES } from '../../model/copies.ts';

/** Names of one sender. */
export interface NamesOfSender {
  readonly sender: string;
  readonly names: readonly string[];
}

/** A row of `messages`, with its names. */
export interface NamedRow {
  readonly id: number;
  readonly chat: number;
  readonly names: string;
}

/** The column `names`: a JSON array with an array for each sender, first the sender and then the names. */
export function formatNames(names: readonly NamesOfSender[]): string {
  return JSON.stringify(names.map(({ sender, names }) => [sender, ...names]));
}

/** Parses the column; what is unreadable is left out, such as after disk corruption. */
export function parseNames(text: string): readonly NamesOfSender[] {
  return listOf(text)
    .filter(isTexts)
    .flatMap(([sender, ...names]) => (sender === undefined ? [] : { sender, names }));
}

/** Whether a message has this name. */
export function isCalled(
  row: NamedRow,
  { chat, sender, name }: { readonly chat: number; readonly sender: string; readonly name: string },
): boolean {
  return (
    row.chat === chat &&
    parseNames(row.names).some((one) => one.sender === sender && one.names.includes(name))
  );
}

/** The names known, and those others that are not, as far as a message has room for them. */
export function mergeNames(
  known: readonly NamesOfSender[],
  others: readonly NamesOfSender[],
): readonly NamesOfSender[] {
  const merged = new Map(known.map(({ sender, names }) => [sender, new Set(names)]));
  let room = MAX_NAMES - known.reduce((count, { names }) => count + names.length, 0);
  for (const { sender, names } of others) {
    const all = merged.get(sender) ?? new Set();
    const fresh = names.filter((name) => !all.has(name)).slice(0, Math.max(0, room));
    room -= fresh.length;
    if (fresh.length > 0) merged.set(sender, new Set([...all, ...fresh]));
  }
  return [...merged].map(([sender, names]) => ({ sender, names: [...names] }));
}

function listOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

import { MAX_QUERY } from '../../src/api/panel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { compareNames } from '../../src/base/compareNames.ts';
import { fold } from '../../src/base/fold.ts';

/** The part of a text that a nick is to replace. */
export interface NickPlace {
  readonly start: number;
  readonly end: number;
  /** The beginning of a nick; may be empty after `@`. */
  readonly query: string;
}

/** Maximum number of proposals. */
const MAX_PROPOSALS = 50;
const AFTER_AT = /(?:^|[\s(])@([^\s@]*)$/u;
const WORD = /(?:^|[\s(])@?([^\s@]+)$/u;

/** What stands before the cursor, if it begins a mention; by `Tab`, any word does. */
export function nickPlace(text: string, caret: number, by: '@' | 'Tab'): NickPlace | undefined {
  // A nick that is longer is found by its beginning.
  const before = text.slice(Math.max(0, caret - MAX_QUERY), caret);
  const found = (by === '@' ? AFTER_AT : WORD).exec(before);
  if (!found || /^\S/u.test(text.slice(caret))) return undefined;
  const [whole, query = ''] = found;
  const start = caret - whole.trimStart().replace(/^\(/u, '').length;
  return { start, end: caret, query };
}

/** How a nick is inserted: it addresses whom a line begins with, and is never taken for a command. */
export function insertedNick(text: string, { start }: NickPlace, nick: string): string {
  const isLineStart = start === 0 || text[start - 1] === '\n';
  if (start === 0 && nick.startsWith('/')) return `/${nick}: `;
  return isLineStart ? `${nick}: ` : `${nick} `;
}

/** The nicks of those who wrote these messages, the last one first. */
export function recentSpeakers(messages: readonly MessageView[]): readonly string[] {
  const others = messages.filter(({ outgoing }) => !outgoing).map(({ senderName }) => senderName);
  return [...new Set(others.reverse())];
}

/**
 * The nicks to propose: first the last speakers, then those that begin so, then, by `@`, those that
 * contain it.
 */
export function rankNicks(
  query: string,
  by: '@' | 'Tab',
  nicks: readonly string[],
  speakers: readonly string[],
): readonly string[] {
  const wanted = fold(query);
  const isBegun = (nick: string) => fold(nick).startsWith(wanted);
  const spoken = new Map(speakers.map((nick, index) => [nick, index]));
  const rank = (nick: string) =>
    (isBegun(nick) ? 0 : 2 * speakers.length) + (spoken.get(nick) ?? speakers.length);
  return [...new Set(nicks)]
    .filter((nick) => (by === '@' ? fold(nick).includes(wanted) : isBegun(nick)))
    .sort((a, b) => rank(a) - rank(b) || compareNames(a, b))
    .slice(0, MAX_PROPOSALS);
}

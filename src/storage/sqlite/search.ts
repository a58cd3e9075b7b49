import { fold } from '../../base/fold.ts';
import {
  asFiles,
  type ChatKey,
  hasText,
  type SearchPage,
  type SearchQuery,
} from '../../model/history.ts';
import { askedSegments, isByAsked, messageAround, wantedTerms } from '../../model/searchWords.ts';
import type { Database } from './database.ts';
import { firstId } from './messageIds.ts';
import { findChat, type FoundRow, type MessageRow, toFiles, toKey, toMessage } from './rows.ts';

/** Finds messages by their words, newest first. */
export function search(db: Database, query: SearchQuery): SearchPage {
  const { accounts, senders, nicks, from, to, limit, next } = query;
  const chats = query.chats?.flatMap((key) => findChat(db, key) ?? []);
  if (chats?.length === 0) return { found: [] };
  const asked = askedSegments(query.text);
  if (asked.length === 0 && query.text.trim() !== '') return { found: [] };
  const words = asked.map((segments) => {
    const { terms, isPrefix } = wantedTerms(segments);
    return `body : "${terms.join(' ')}"${isPrefix ? ' *' : ''}`;
  });
  const match = matchExpression(words, query, chats);
  const first = firstId(from ?? 0);
  const end = Math.min(
    to === undefined ? Number.MAX_SAFE_INTEGER : firstId(to + 1),
    next === undefined ? Number.MAX_SAFE_INTEGER : Number(next),
  );
  // Without a word or a tag, every message matches.
  const source = match === '' ? 'messages s' : 'search s';
  // Numbers are bound as REAL, with which FTS5 cannot seek: it would read all rows before.
  const sql = `SELECT m.*, c.account, c.jid, c.kind FROM ${source}
     JOIN messages m ON m.id = s.rowid JOIN chats c ON c.id = m.chat
     WHERE s.rowid >= CAST(? AS INTEGER) AND s.rowid < CAST(? AS INTEGER)
     ${match === '' ? '' : 'AND search MATCH ?'}
     ${senders && !nicks ? `AND m.sender IN (${placesFor(senders)})` : ''}
     ${accounts ? `AND c.account IN (${placesFor(accounts)})` : ''}
     ORDER BY s.rowid DESC`;
  const values = [
    ...[first, end, ...(match === '' ? [] : [match])],
    ...((!nicks && senders) || []),
    ...(accounts ?? []),
  ];
  const rows = nicks
    ? firstOf(db.each<FoundRow>(sql, ...values), limit + 1, (row) =>
        isByAsked(toMessage(row), query),
      )
    : db.all<FoundRow>(`${sql} LIMIT ?`, ...values, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    found: page.map((row) => ({
      key: toKey(row),
      message: messageAround(toMessage(row), query.text),
    })),
    ...(rows.length > limit && last && { next: String(last.id) }),
  };
}

/**
 * Finds messages of a chat by any substring, which no full-text index can: SQLite filters those in
 * ASCII; all others are compared here.
 */
export function findText(
  db: Database,
  key: ChatKey,
  text: string,
  limit: number,
): readonly string[] {
  const chat = findChat(db, key);
  const wanted = fold(text);
  if (chat === undefined || wanted === '') return [];
  const rows = db.each<Pick<MessageRow, 'uid' | 'body' | 'file'>>(
    `SELECT uid, body, file FROM messages INDEXED BY messages_by_position
     WHERE chat = ? AND (body LIKE ? ESCAPE '\\' OR body GLOB ${NOT_ASCII} OR file IS NOT NULL)
     ORDER BY position DESC`,
    chat,
    `%${wanted.replace(/[%_\\]/gu, '\\$&')}%`,
  );
  const found: string[] = [];
  for (const { uid, body, file } of rows) {
    if (!hasText({ body, ...asFiles(toFiles(file)) }, wanted)) continue;
    found.push(uid);
    if (found.length === limit) break;
  }
  return found.reverse();
}

/** The row of a chat's first message from this time on: one in the index, or one still to be indexed. */
export function findIdSince(db: Database, chat: number, time: number): number | undefined {
  const sql = `SELECT min(id) AS id FROM (
    SELECT id FROM (SELECT rowid AS id FROM search
      WHERE search MATCH ? AND rowid >= CAST(? AS INTEGER) ORDER BY rowid LIMIT 1)
    UNION ALL SELECT id FROM (SELECT m.id FROM pending_fts p JOIN messages m ON m.id = p.message
      WHERE p.message >= ? AND m.chat = ? ORDER BY p.message LIMIT 1))`;
  const first = firstId(time);
  return db.all<{ id: number | null }>(sql, inChat(chat), first, first, chat)[0]?.id ?? undefined;
}

/** A GLOB pattern of text with a non-ASCII character. */
const NOT_ASCII = "'*[^' || char(1) || '-' || char(127) || ']*'";

/** The FTS5 query (https://sqlite.org/fts5.html §3); empty if every message matches. */
function matchExpression(
  words: readonly string[],
  { hasFile }: SearchQuery,
  chats: readonly number[] | undefined,
): string {
  const inChats = chats?.map(inChat).join(' OR ');
  return [
    ...words,
    ...(inChats === undefined ? [] : [`(${inChats})`]),
    ...(hasFile === true ? ['tags : file'] : []),
  ].join(' AND ');
}

function inChat(chat: number): string {
  return `tags : c${chat}`;
}

/** The first rows that fit, which are read one by one: nicks are compared here. */
function firstOf<Row>(rows: Iterable<Row>, most: number, fits: (row: Row) => boolean): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    if (fits(row)) found.push(row);
    if (found.length === most) break;
  }
  return found;
}

/** One SQL placeholder per value. */
function placesFor(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}

import type { SearchPage, SearchQuery } from '../../model/history.ts';
import type { Database } from './database.ts';
import { firstId } from './messageIds.ts';
import { findChat, type MessageRow, toMessage } from './rows.ts';

type Found = MessageRow & { readonly account: string; readonly jid: string };

/** Finds messages by their words, newest first. */
export function search(db: Database, query: SearchQuery): SearchPage {
  const { of, sender, from, to, limit, next } = query;
  const chat = of && findChat(db, of);
  if (of && chat === undefined) return { found: [] };
  const match = matchExpression(query, chat);
  const first = firstId(from ?? 0);
  const end = Math.min(
    to === undefined ? Number.MAX_SAFE_INTEGER : firstId(to + 1),
    next === undefined ? Number.MAX_SAFE_INTEGER : Number(next),
  );
  // Without a word or a tag, every message fits.
  const source = match === '' ? 'messages s' : 'search s';
  const rows = db.all<Found>(
    `SELECT m.*, c.account, c.jid FROM ${source}
     JOIN messages m ON m.id = s.rowid JOIN chats c ON c.id = m.chat
     WHERE s.rowid >= ? AND s.rowid < ?
     ${match === '' ? '' : 'AND search MATCH ?'}
     ${sender === undefined ? '' : 'AND m.sender = ?'}
     ORDER BY s.rowid DESC LIMIT ?`,
    first,
    end,
    ...(match === '' ? [] : [match]),
    ...(sender === undefined ? [] : [sender]),
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    found: page.map((row) => ({
      key: { account: row.account, chat: row.jid },
      message: toMessage(row),
    })),
    ...(rows.length > limit && last && { next: String(last.id) }),
  };
}

/** The expression of FTS5 (https://sqlite.org/fts5.html §3); empty where everything fits. */
function matchExpression({ text, hasFile }: SearchQuery, chat: number | undefined): string {
  const words = text
    .split(/\s+/u)
    // What holds neither letter nor digit is no word to FTS5 either, and would match nothing.
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `body : "${word.replaceAll('"', '""')}" *`);
  const tags = [...(chat === undefined ? [] : [`c${chat}`]), ...(hasFile === true ? ['file'] : [])];
  return [...words, ...tags.map((tag) => `tags : ${tag}`)].join(' AND ');
}

import type { AnnouncedFile, ChatKey, Delivery, Message } from '../../model/history.ts';
import type { Database } from './database.ts';

/** A row of `messages`. */
export interface MessageRow {
  readonly id: number;
  readonly chat: number;
  readonly uid: string;
  readonly position: number;
  readonly sender: string;
  readonly outgoing: number;
  readonly time: number;
  readonly body: string;
  readonly delivery: Delivery | null;
  readonly error: string | null;
  readonly file: string | null;
  readonly rest: string;
}

/** The columns of a message that are written, in this order, by what {@link toColumns} gives. */
export const MESSAGE_COLUMNS = ['outgoing', 'time', 'body', 'delivery', 'error', 'file', 'rest'];

/** What of a message has no column of its own. */
type Rest = Omit<Message, 'id' | 'outgoing' | 'time' | 'body' | 'delivery' | 'error' | 'file'>;

export function toColumns(message: Message): (string | number | null)[] {
  const { id, outgoing, time, body, delivery, error, file, ...rest } = message;
  return [
    Number(outgoing),
    time,
    body,
    delivery ?? null,
    error ?? null,
    file ? JSON.stringify(file) : null,
    JSON.stringify(rest),
  ];
}

export function toMessage(row: MessageRow): Message {
  const { uid, outgoing, time, body, delivery, error, file, rest } = row;
  return {
    id: uid,
    outgoing: outgoing === 1,
    body,
    time,
    ...(delivery !== null && { delivery }),
    ...(error !== null && { error }),
    ...(file !== null && { file: JSON.parse(file) as AnnouncedFile }),
    ...(JSON.parse(rest) as Rest),
  };
}

/** A reference as it stands among the identities, none of which can be taken for it. */
export function referenceKey(reference: string): string {
  return `\n${reference}`;
}

/** The number of a chat, if anything is kept of it. */
export function findChat(db: Database, { account, chat }: ChatKey): number | undefined {
  const sql = 'SELECT id FROM chats WHERE account = ? AND jid = ?';
  return (db.get(sql, account, chat) as { id: number } | undefined)?.id;
}

export function findRow(db: Database, chat: number, uid: string): MessageRow | undefined {
  return db.get('SELECT * FROM messages WHERE chat = ? AND uid = ?', chat, uid) as
    MessageRow | undefined;
}

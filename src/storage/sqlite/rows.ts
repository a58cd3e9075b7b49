import { parseUserError, userError } from '../../base/userError.ts';
import { withoutWords, withWords } from '../../model/chats/replies.ts';
import type { AnnouncedFile, ChatKey, Delivery, Draft, Message } from '../../model/history.ts';
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

const DELIVERIES: ReadonlySet<string> = new Set<Delivery>([
  ...(['queued', 'sent', 'delivered', 'displayed', 'failed'] as const),
]);

/** What of a message has no column of its own. */
type Rest = Omit<
  Message,
  'id' | 'sender' | 'outgoing' | 'time' | 'body' | 'delivery' | 'error' | 'file'
>;

export function toColumns(message: Message): (string | number | null)[] {
  const { id, sender, outgoing, time, body, delivery, error, file, ...others } = message;
  const { reply } = others;
  const rest = reply ? { ...others, reply: withoutWords(reply) } : others;
  return [
    Number(outgoing),
    time,
    body,
    delivery ?? null,
    error ? JSON.stringify(error) : null,
    file ? JSON.stringify(file) : null,
    JSON.stringify(rest),
  ];
}

/** What of a row can be read; the rest is marked as damaged. */
export function toMessage(row: MessageRow): Message {
  const { uid, sender, outgoing, time, body, delivery, error, file, rest } = row;
  const announced = toFile(file);
  const others = toRest(rest);
  const why = parseUserError(parseRecord(error ?? ''));
  const isWhole = others && (announced || file === null) && isDelivery(delivery);
  return {
    ...others,
    id: uid,
    sender,
    outgoing: outgoing === 1,
    body,
    time,
    ...(delivery !== null && isDelivery(delivery) && { delivery }),
    ...(why && { error: why }),
    ...(announced && { file: announced }),
    // As it was kept, too, when only the rest of it was changed since.
    ...(!isWhole && { damaged: true }),
  };
}

/** The same with what it answers, which is read anew. */
export function readMessage(db: Database, row: MessageRow): Message {
  return withWords(toMessage(row), (id) => {
    const answered = findRow(db, row.chat, id);
    return answered && toMessage(answered);
  });
}

/** The file of a row, if it has one that can be read. */
export function toFile(text: string | null): AnnouncedFile | undefined {
  if (text === null) return undefined;
  const file = parseRecord(text) as Partial<AnnouncedFile> | undefined;
  const isUrl = file?.url === undefined || typeof file.url === 'string';
  const isFile = typeof file?.name === 'string' && isUrl;
  return isFile ? (file as AnnouncedFile) : undefined;
}

/** What a draft is for, if it can be read. */
export function toMode(text: string | null): Draft['mode'] {
  if (text === null) return undefined;
  const mode = parseRecord(text) as Draft['mode'];
  const isMode =
    typeof mode?.message === 'string' && (mode.kind === 'reply' || typeof mode.aside === 'string');
  return isMode ? mode : undefined;
}

function toRest(text: string): Rest | undefined {
  const rest: Rest | undefined = parseRecord(text);
  if (rest?.refused === undefined) return rest;
  return { ...rest, refused: parseUserError(rest.refused) ?? userError('unknown') };
}

function isDelivery(delivery: string | null): boolean {
  return delivery === null || DELIVERIES.has(delivery);
}

/** A bit may have changed on the disk. */
export function parseRecord(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
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

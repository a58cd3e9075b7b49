import { isRecord } from '../../base/isRecord.ts';
import { parseUserError, userError } from '../../base/userError.ts';
import { withoutWords, withWords } from '../../model/chats/replies.ts';
import {
  type AnnouncedFile,
  asFiles,
  type ChatKey,
  type Delivery,
  type Draft,
  type Message,
} from '../../model/history.ts';
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

/** What identifies a chat. */
export interface ChatRow {
  readonly account: string;
  readonly jid: string;
  readonly kind: string;
}

/** A row of `messages` with that of its chat. */
export type FoundRow = MessageRow & ChatRow;

export function toKey({ account, jid, kind }: ChatRow): ChatKey {
  return { account, chat: jid, ...((kind === 'room' || kind === 'private') && { kind }) };
}

/** The written columns of a message, in the order of {@link toColumns}. */
export const MESSAGE_COLUMNS = ['outgoing', 'time', 'body', 'delivery', 'error', 'file', 'rest'];

const DELIVERIES: ReadonlySet<string> = new Set<Delivery>([
  ...(['queued', 'sent', 'delivered', 'displayed', 'failed'] as const),
]);

/** The fields of a message without a column of their own. */
type Rest = Omit<
  Message,
  'id' | 'sender' | 'outgoing' | 'time' | 'body' | 'delivery' | 'error' | 'file' | 'moreFiles'
>;

export function toColumns(message: Message): (string | number | null)[] {
  const { id, sender, outgoing, time, body, delivery, error, file, moreFiles, ...others } = message;
  const { reply } = others;
  const rest = reply ? { ...others, reply: withoutWords(reply) } : others;
  return [
    Number(outgoing),
    time,
    body,
    delivery ?? null,
    error ? JSON.stringify(error) : null,
    file ? JSON.stringify(moreFiles ? [file, ...moreFiles] : file) : null,
    JSON.stringify(rest),
  ];
}

/**
 * The condition for a message `m` of the chat `c` to be unread. That its author was ignored is looked
 * for in the text of the row, where nothing else can look so: quotes within texts are escaped.
 */
export const IS_UNREAD = `m.position > c.read AND NOT m.outgoing
  AND (c.kind <> 'room' OR instr(m.rest, '"ignored":true') = 0)`;

/** Parses a row; a message with unreadable parts is marked as damaged. */
export function toMessage(row: MessageRow): Message {
  const { uid, sender, outgoing, time, body, delivery, error, file, rest } = row;
  const files = toFiles(file);
  const others = toRest(rest);
  const why = parseUserError(parseRecord(error ?? ''));
  const isWhole = others && (files.length > 0 || file === null) && isDelivery(delivery);
  return {
    ...others,
    id: uid,
    sender,
    outgoing: outgoing === 1,
    body,
    time,
    ...(delivery !== null && isDelivery(delivery) && { delivery }),
    ...(why && { error: why }),
    ...asFiles(files),
    // A stored flag is preserved, too, when only other fields have changed since.
    ...(!isWhole && { damaged: true }),
  };
}

/** Parses a row and loads the current text of the message that it replies to. */
export function readMessage(db: Database, row: MessageRow): Message {
  return withWords(toMessage(row), (id) => {
    const answered = findRow(db, row.chat, id);
    return answered && toMessage(answered);
  });
}

/** Parses the files of a row: one, or a list of several; none if any is unreadable. */
export function toFiles(text: string | null): readonly AnnouncedFile[] {
  if (text === null) return [];
  const record = parseRecord(text.startsWith('[') ? `{"files":${text}}` : `{"files":[${text}]}`);
  const files = (record as { readonly files?: readonly unknown[] } | undefined)?.files ?? [];
  return files.every(isFile) ? files : [];
}

function isFile(value: unknown): value is AnnouncedFile {
  if (!isRecord(value)) return false;
  const { name, url } = value;
  return typeof name === 'string' && (url === undefined || typeof url === 'string');
}

/** Parses the mode of a draft, if any. */
export function toMode(text: string | null): Draft['mode'] {
  if (text === null) return undefined;
  const mode = parseRecord(text) as Draft['mode'];
  const isMode =
    typeof mode?.message === 'string' && (mode.kind === 'reply' || typeof mode.aside === 'string');
  return isMode ? mode : undefined;
}

function toRest(text: string): Rest | undefined {
  const rest: Rest | undefined = parseRecord(text);
  if (rest?.refused === undefined && rest?.offer?.error === undefined) return rest;
  const { refused, offer } = rest;
  return {
    ...rest,
    ...(refused !== undefined && { refused: parseUserError(refused) ?? userError('unknown') }),
    ...(offer?.error !== undefined && {
      offer: { ...offer, error: parseUserError(offer.error) ?? userError('unknown') },
    }),
  };
}

function isDelivery(delivery: string | null): boolean {
  return delivery === null || DELIVERIES.has(delivery);
}

/** Parses a JSON object; `undefined` if it is invalid, such as after disk corruption. */
export function parseRecord(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The key of a reference in the identity index, distinct from every identity. */
export function referenceKey(reference: string): string {
  return `\n${reference}`;
}

/** The row id of a chat, if it is stored. */
export function findChat(db: Database, { account, chat }: ChatKey): number | undefined {
  const sql = 'SELECT id FROM chats WHERE account = ? AND jid = ?';
  return (db.get(sql, account, chat) as { id: number } | undefined)?.id;
}

export function findRow(db: Database, chat: number, uid: string): MessageRow | undefined {
  return db.get('SELECT * FROM messages WHERE chat = ? AND uid = ?', chat, uid) as
    MessageRow | undefined;
}

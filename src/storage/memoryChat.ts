import { isCopy, namerOf } from '../model/copies.ts';
import { withWords } from '../model/chats/replies.ts';
import {
  type Amendment,
  ANYBODY,
  type ChatKey,
  type Delivery,
  type Draft,
  type Identified,
  type Message,
  NO_DRAFT,
  type PageOptions,
  type Standing,
  type StoredChat,
} from '../model/history.ts';
import { ClearedNames } from './clearedNames.ts';

/** A stored message. */
export interface Row {
  message: Message;
  isRead: boolean;
  /** How many names it learned from copies. */
  learned: number;
}

/** Message ids by sender, then by name. */
type NamesOfSenders = Map<string, Map<string, string>>;

/** The stored data of one chat. */
export interface MemoryChat {
  readonly key: ChatKey;
  isStored: boolean;
  rows: Row[];
  /** The rows by message id. */
  readonly byId: Map<string, Row>;
  readonly identities: NamesOfSenders;
  readonly references: NamesOfSenders;
  /** Number of unread rows. */
  unread: number;
  draft: Draft;
  standing?: Standing | undefined;
  cleared?: number;
  readonly clearedNames: ClearedNames;
  changes: Amendment[];
}

/** A chat without any data. */
export function newChat(key: ChatKey): MemoryChat {
  return {
    key,
    isStored: false,
    rows: [],
    byId: new Map(),
    identities: new Map(),
    references: new Map(),
    clearedNames: new ClearedNames(),
    unread: 0,
    draft: NO_DRAFT,
    changes: [],
  };
}

/** The stored state of a chat. */
export function stateOf(chat: MemoryChat): StoredChat {
  return {
    chat: chat.key.chat,
    unread: chat.unread,
    ...chat.draft,
    ...lastOf(chat),
    ...(chat.standing && { standing: chat.standing }),
    ...(chat.cleared !== undefined && { cleared: chat.cleared }),
    ...(chat.key.kind === 'room' && {
      room: {
        mentions: mentionsIn(chat),
        newest: newestTime(chat),
      },
    }),
    ...(chat.key.kind === 'private' && {
      private: { newest: newestTime(chat), ...occupantOf(chat) },
    }),
  };
}

/** The message of a row, with the current text of what it replies to. */
export function read(chat: MemoryChat, { message }: Row): Message {
  return withWords(message, (id) => findRow(chat, id)?.message);
}

function newestTime({ rows }: MemoryChat): number {
  return Math.max(0, ...rows.map(({ message }) => message.time));
}

function occupantOf({ rows }: MemoryChat): Pick<Message, 'occupant'> {
  const known = rows.map(({ message }) => message).filter((one) => one.occupant !== undefined);
  const { occupant } = known.findLast(({ outgoing }) => outgoing) ?? known[0] ?? {};
  return occupant === undefined ? {} : { occupant };
}

/** The message of a row, if there is one. */
export function readOne(chat: MemoryChat, row: Row | undefined): Message | undefined {
  return row && read(chat, row);
}

/** The row of the message with this id. */
export function findRow({ byId }: MemoryChat, id: string): Row | undefined {
  return byId.get(id);
}

/** Returns the mutable map of names of a sender's messages. */
export function namesOf(senders: NamesOfSenders, sender: string): Map<string, string> {
  const known = senders.get(sender);
  if (known) return known;
  const names = new Map<string, string>();
  senders.set(sender, names);
  return names;
}

/** The message that has the first known one of these names. */
function firstOf(ids: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const id = ids.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Finds the row that an addition duplicates. */
export function findCopied(chat: MemoryChat, addition: Identified): Row | undefined {
  const { message, identities = [], assigned, claimedId, likeness } = addition;
  const known = assigned === undefined ? undefined : chat.identities.get(ANYBODY)?.get(assigned);
  const archived = known === undefined ? undefined : findRow(chat, known);
  if (archived) return archived;
  const ours = claimedId === undefined ? undefined : findRow(chat, claimedId);
  if (ours?.message.outgoing) return ours;
  const named = chat.identities.get(namerOf(addition));
  const id = named && firstOf(named, identities);
  const alike =
    likeness && id === undefined ? findRow(chat, named?.get(likeness.name) ?? '') : undefined;
  if (alike && isCopy(alike.message, addition)) return alike;
  return findRow(chat, id ?? message.id);
}

/** Whether a message is not waiting to be sent. */
export function isNotQueued({ delivery }: Message): boolean {
  return delivery !== 'queued';
}

/** Whether the delivery state of a row, if there is one, is one of these. */
export function isAt(row: Row | undefined, from: readonly Delivery[]): row is Row {
  const delivery = row?.message.delivery;
  return delivery !== undefined && from.includes(delivery);
}

/** Whether a row counts as unread. */
export function isUnread({ isRead, message }: Row): boolean {
  return !isRead && !message.outgoing && message.ignored !== true;
}

function lastOf({ rows }: MemoryChat): Pick<StoredChat, 'last'> {
  const last = rows.at(-1)?.message;
  return last ? { last } : {};
}

/** The number of unread messages that mention us. */
export function mentionsIn({ rows }: MemoryChat): number {
  return rows.filter((row) => isUnread(row) && row.message.mention === true).length;
}

/** Deletes all other messages, with their identities and references. */
export function keep(chat: MemoryChat, isKept: (row: Row) => boolean): void {
  const gone = new Set(chat.rows.filter((row) => !isKept(row)).map(({ message }) => message.id));
  chat.rows = chat.rows.filter(isKept);
  chat.unread = chat.rows.filter(isUnread).length;
  for (const id of gone) chat.byId.delete(id);
  for (const ids of [...chat.identities.values(), ...chat.references.values()]) {
    for (const [name, id] of ids) if (gone.has(id)) ids.delete(name);
  }
}

/** The rows of a page, oldest first. */
export function page(rows: readonly Row[], options: PageOptions): readonly Row[] {
  const { limit } = options;
  const indexOf = (id: string) => rows.findLastIndex(({ message }) => message.id === id);
  if ('around' in options) {
    const at = indexOf(options.around);
    const from = Math.max(0, at - Math.floor(limit / 2));
    return at < 0 ? [] : rows.slice(from, at + limit - Math.floor(limit / 2));
  }
  if ('after' in options) {
    const { after } = options;
    if (after === null) return rows.slice(0, limit);
    const at = indexOf(after);
    return at < 0 ? [] : rows.slice(at + 1, at + 1 + limit);
  }
  const end = options.before === undefined ? rows.length : indexOf(options.before);
  return rows.slice(Math.max(0, end - limit), Math.max(0, end));
}

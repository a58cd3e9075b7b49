import type { UserError } from '../base/userError.ts';
import { fold } from '../base/fold.ts';
import { MAX_NAMES, namerOf, originIdentity, otherReferences } from '../model/copies.ts';
import {
  type Addition,
  type Amendment,
  ANYBODY,
  type ChatKey,
  type StoredChat,
  type Cursor,
  type Delivery,
  type Draft,
  type FoundAmendment,
  type FoundMessage,
  hasText,
  type History,
  type Identified,
  type Message,
  type PageOptions,
  type SearchPage,
  type SearchQuery,
  shownTexts,
  type Standing,
} from '../model/history.ts';
import {
  askedSegments,
  hasAll,
  isByAsked,
  type Segment,
  messageAround,
} from '../model/searchWords.ts';
import {
  findCopied,
  findRow,
  isAt,
  isNotQueued,
  isUnread,
  keep,
  type MemoryChat,
  mentionsIn,
  namesOf,
  newChat,
  page,
  read,
  readOne,
  stateOf,
} from './memoryChat.ts';

/** The stored data of one account. */
interface MemoryAccount {
  /** By JID. */
  readonly chats: Map<string, MemoryChat>;
  /** The positions of cursors by archive. */
  readonly cursors: Map<string, string>;
}

/** Stores messages in memory, the newest `capacity` of each chat. */
export class MemoryHistory implements History {
  readonly #accounts = new Map<string, MemoryAccount>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  add(additions: readonly Addition[], cursor?: Cursor): Promise<readonly boolean[]> {
    if (cursor) this.#openAccount(cursor.account).cursors.set(cursor.archive, cursor.position);
    return Promise.resolve(additions.map((addition) => this.#add(addition)));
  }

  save(key: ChatKey, message: Message): Promise<void> {
    const chat = this.#open(key);
    const known = findRow(chat, message.id);
    if (known) known.message = message;
    else this.#insert(chat, message, undefined);
    return Promise.resolve();
  }

  mark(
    key: ChatKey,
    ids: readonly string[],
    from: readonly Delivery[],
    to: { readonly delivery: Delivery; readonly error?: UserError },
  ): Promise<readonly Message[]> {
    const chat = this.#open(key);
    const marked = ids.map((id) => findRow(chat, id)).filter((row) => isAt(row, from));
    for (const row of marked) {
      const { error: _, ...rest } = row.message;
      row.message = { ...rest, ...to };
    }
    return Promise.resolve(marked.map((row) => read(chat, row)));
  }

  remove(key: ChatKey, id: string, from: readonly Delivery[]): Promise<boolean> {
    const chat = this.#open(key);
    const row = findRow(chat, id);
    if (!isAt(row, from)) return Promise.resolve(false);
    keep(chat, (other) => other !== row);
    return Promise.resolve(true);
  }

  load(key: ChatKey, options: PageOptions): Promise<readonly Message[]> {
    const chat = this.#open(key);
    return Promise.resolve(page(chat.rows, options).map((row) => read(chat, row)));
  }

  find(key: ChatKey, id: string): Promise<Message | undefined> {
    const chat = this.#open(key);
    return Promise.resolve(readOne(chat, findRow(chat, id)));
  }

  findCopies(additions: readonly Identified[]): Promise<readonly (Message | undefined)[]> {
    return Promise.resolve(
      additions.map((addition) => {
        const chat = this.#open(addition.key);
        return readOne(chat, findCopied(chat, addition));
      }),
    );
  }

  findIdentity(key: ChatKey, sender: string, identity: string): Promise<Message | undefined> {
    const chat = this.#open(key);
    const id = chat.identities.get(sender)?.get(identity);
    return Promise.resolve(id === undefined ? undefined : readOne(chat, findRow(chat, id)));
  }

  async findReference(
    key: ChatKey,
    sender: string,
    reference: string,
  ): Promise<Message | undefined> {
    const known =
      (await this.findIdentity(key, sender, reference)) ??
      (await this.findIdentity(key, sender, originIdentity(reference)));
    const chat = this.#open(key);
    const id = chat.references.get(sender)?.get(reference) ?? '';
    return known ?? readOne(chat, findRow(chat, id));
  }

  findSince(key: ChatKey, time: number): Promise<Message | undefined> {
    const chat = this.#open(key);
    const later = chat.rows.filter(({ message }) => message.time >= time);
    const [earliest] = later.sort((a, b) => a.message.time - b.message.time);
    return Promise.resolve(readOne(chat, earliest));
  }

  search(query: SearchQuery): Promise<SearchPage> {
    const { text, limit, next } = query;
    const asked = askedSegments(text);
    if (asked.length === 0 && text.trim() !== '') return Promise.resolve({ found: [] });
    const found = this.#allChats()
      .flatMap(({ key, rows }) => rows.map(({ message }) => ({ key, message })))
      .filter((candidate) => fits(candidate, query, asked))
      .sort((a, b) => b.message.time - a.message.time);
    const from = next === undefined ? 0 : Number(next);
    const isLast = from + limit >= found.length;
    return Promise.resolve({
      found: found
        .slice(from, from + limit)
        .map(({ key, message }) => ({ key, message: messageAround(message, text) })),
      ...(!isLast && { next: String(from + limit) }),
    });
  }

  unsent(account: string): Promise<readonly FoundMessage[]> {
    const queued = this.#ofAccount(account).flatMap((chat) =>
      chat.rows.map((row) => ({ key: chat.key, message: read(chat, row) })),
    );
    return Promise.resolve(queued.filter(({ message }) => message.delivery === 'queued'));
  }

  chats(account: string): Promise<readonly StoredChat[]> {
    return Promise.resolve(this.#ofAccount(account).map(stateOf));
  }

  markRead(key: ChatKey, upTo?: string): Promise<number> {
    const chat = this.#open(key);
    const upToRow = upTo === undefined ? chat.rows.at(-1) : findRow(chat, upTo);
    if (chat.unread > 0 && upToRow) {
      for (const row of chat.rows) {
        if (isUnread(row)) chat.unread -= 1;
        row.isRead = true;
        if (row === upToRow) break;
      }
    }
    return Promise.resolve(chat.unread);
  }

  mentions(key: ChatKey): Promise<number> {
    return Promise.resolve(mentionsIn(this.#open(key)));
  }

  saveDraft(key: ChatKey, draft: Draft): Promise<void> {
    this.#open(key, true).draft = draft;
    return Promise.resolve();
  }

  saveStanding(key: ChatKey, standing?: Standing): Promise<void> {
    this.#open(key, true).standing = standing;
    return Promise.resolve();
  }

  cursor(account: string, archive: string): Promise<string | undefined> {
    return Promise.resolve(this.#accounts.get(account)?.cursors.get(archive));
  }

  clear(key: ChatKey): Promise<number | undefined> {
    const chat = this.#open(key);
    const removed = chat.rows.map(({ message }) => message).filter(isNotQueued);
    if (removed.length > 0) {
      chat.clearedNames.keep(chat.identities, new Set(removed.map(({ id }) => id)));
      chat.cleared = Math.max(chat.cleared ?? 0, ...removed.map(({ time }) => time));
      keep(chat, ({ message }) => !isNotQueued(message));
    }
    return Promise.resolve(chat.cleared);
  }

  removeAccount(account: string): Promise<void> {
    this.#accounts.delete(account);
    return Promise.resolve();
  }

  removeBefore(time: number): Promise<boolean> {
    for (const chat of this.#allChats()) {
      keep(chat, ({ message }) => message.time >= time || message.delivery === 'queued');
    }
    return Promise.resolve(false);
  }

  saveChange(key: ChatKey, change: Amendment): Promise<void> {
    const chat = this.#open(key, true);
    const isKept = ({ message, kind }: Amendment) =>
      message !== change.message || (kind !== change.kind && change.kind !== 'retraction');
    chat.changes = [...chat.changes.filter(isKept), change];
    return Promise.resolve();
  }

  removeChange(key: ChatKey, id: string): Promise<void> {
    const chat = this.#open(key);
    chat.changes = chat.changes.filter((change) => change.id !== id);
    return Promise.resolve();
  }

  unsentChanges(account: string): Promise<readonly FoundAmendment[]> {
    return Promise.resolve(
      this.#ofAccount(account).flatMap(({ key, changes }) =>
        changes.map((change) => ({ key, change })),
      ),
    );
  }

  findText(key: ChatKey, text: string, limit: number): Promise<readonly string[]> {
    const wanted = fold(text);
    const found = this.#open(key).rows.filter(({ message }) => hasText(message, wanted));
    return Promise.resolve(found.slice(-limit).map(({ message }) => message.id));
  }

  order(key: ChatKey, ids: readonly string[]): Promise<boolean> {
    const { rows } = this.#open(key);
    const order = new Set(ids);
    let isChanged = false;
    let last = -1;
    /** The lowest original index of an outgoing message that was moved. */
    let left = Infinity;
    for (const id of order) {
      const at = rows.findIndex(({ message }) => message.id === id);
      const isLate = at >= 0 && at < last;
      if (isLate && rows[at]?.message.outgoing) left = Math.min(left, at);
      if (isLate) rows.splice(last, 0, ...rows.splice(at, 1));
      else last = Math.max(last, at);
      isChanged ||= isLate;
    }
    const between = rows.slice(left, last + 1);
    const written = between.filter(
      ({ message }) => message.outgoing && message.stanzaId === undefined && !order.has(message.id),
    );
    if (written.length > 0) {
      const others = between.filter((row) => !written.includes(row));
      rows.splice(left, between.length, ...others, ...written);
    }
    return Promise.resolve(isChanged);
  }

  #add(addition: Addition): boolean {
    const { key, message, identities = [], assigned, likeness, before, standing } = addition;
    const chat = this.#open(key);
    if (!chat.isStored) chat.standing = standing;
    const { sender } = message;
    const copied = findCopied(chat, addition);
    if (!copied && chat.clearedNames.has(addition)) return false;
    const { id } = copied?.message ?? message;
    const name = (names: Map<string, string>, one: string) => {
      if (copied && names.get(one) !== id && (copied.learned += 1) > MAX_NAMES) return;
      names.set(one, id);
    };
    for (const reference of otherReferences(addition)) {
      name(namesOf(chat.references, sender), reference);
    }
    const named = namesOf(chat.identities, namerOf(addition));
    // None of them is known if the message is not.
    for (const identity of identities) if (!copied || !named.has(identity)) name(named, identity);
    if (assigned !== undefined) {
      const all = namesOf(chat.identities, ANYBODY);
      if (!all.has(assigned)) name(all, assigned);
    }
    if (copied) {
      const { stanzaId } = message;
      if (stanzaId !== undefined) copied.message = { stanzaId, ...copied.message };
      return false;
    }
    if (likeness) named.set(likeness.name, id);
    this.#insert(chat, message, before);
    return true;
  }

  #insert(chat: MemoryChat, message: Message, before: string | undefined): void {
    const { rows } = chat;
    const next = before === undefined ? undefined : findRow(chat, before);
    const at = next ? rows.lastIndexOf(next) : rows.length;
    // A message older than every stored one does not count as unread.
    const isRead = next !== undefined && (at === 0 || next.isRead);
    const row = { message, isRead, learned: 0 };
    if (next) rows.splice(at, 0, row);
    else rows.push(row);
    chat.byId.set(message.id, row);
    if (isUnread(row)) chat.unread += 1;
    this.#keep(chat);
    // Evicts in batches, since each eviction scans all rows.
    if (rows.length > this.#capacity + Math.floor(this.#capacity / 10)) {
      const gone = new Set(rows.slice(0, -this.#capacity));
      keep(chat, (one) => !gone.has(one));
    }
  }

  #allChats(): MemoryChat[] {
    return [...this.#accounts.keys()].flatMap((account) => this.#ofAccount(account));
  }

  #ofAccount(account: string): MemoryChat[] {
    return [...(this.#accounts.get(account)?.chats.values() ?? [])];
  }

  #openAccount(account: string): MemoryAccount {
    let opened = this.#accounts.get(account);
    if (!opened) this.#accounts.set(account, (opened = { chats: new Map(), cursors: new Map() }));
    return opened;
  }

  /** Returns a chat, which is stored only once it has content or `isKept` is set. */
  #open(key: ChatKey, isKept = false): MemoryChat {
    const chat = this.#accounts.get(key.account)?.chats.get(key.chat) ?? newChat(key);
    if (isKept) this.#keep(chat);
    return chat;
  }

  #keep(chat: MemoryChat): void {
    if (chat.isStored) return;
    chat.isStored = true;
    this.#openAccount(chat.key.account).chats.set(chat.key.chat, chat);
  }
}

function fits(
  { key, message }: FoundMessage,
  query: SearchQuery,
  asked: readonly (readonly Segment[])[],
): boolean {
  const { accounts, chats, from = -Infinity, to = Infinity, hasFile } = query;
  return (
    (!accounts || accounts.includes(key.account)) &&
    (!chats || chats.some((of) => of.account === key.account && of.chat === key.chat)) &&
    isByAsked(message, query) &&
    message.time >= from &&
    message.time <= to &&
    (hasFile !== true || message.file !== undefined) &&
    hasAll(shownTexts(message).join('\n'), asked)
  );
}

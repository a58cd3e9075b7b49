import { isDeepStrictEqual } from 'node:util';
import { fold } from '../base/fold.ts';
import type { UserError } from '../base/userError.ts';
import type { Notice } from '../xmpp/stanza/notice.ts';
import type { MessageRef } from './messageRef.ts';

export type { CallNotice, Notice } from '../xmpp/stanza/notice.ts';

/** What becomes of a message that we sent. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

/** A file that a message announces. */
export interface AnnouncedFile {
  readonly name: string;
  /** Absent where its sender has still to tell it. */
  readonly url?: string;
  /** In bytes. */
  readonly size?: number;
  readonly mediaType?: string;
  /** What its content is checked by, as XEP-0300 writes it. */
  readonly hashes?: readonly { readonly algorithm: string; readonly value: string }[];
}

/** One that can be fetched. */
export type AvailableFile = AnnouncedFile & Required<Pick<AnnouncedFile, 'url'>>;

/** What somebody thinks of a message (XEP-0444). */
export interface Reaction {
  /** As {@link Message.sender} tells. */
  readonly sender: string;
  readonly emojis: readonly string[];
  /** When they said so, in ms since 1970. */
  readonly time: number;
  /** The id of the stanza that said so, where it had one: {@link time} may be by either clock. */
  readonly by?: string;
}

/** The message that another one answers (XEP-0461). */
export interface ReplyTarget {
  /** Its id here. */
  readonly message: string;
  readonly ref: MessageRef;
  /** Whether we wrote it, as it is drawn. */
  readonly outgoing: boolean;
  /** The beginning of its words as they are now; empty once it was taken back, or is no longer here. */
  readonly excerpt: string;
  /** What it only told of, where it had no words. */
  readonly notice?: Notice;
}

/**
 * What a message says. It goes as a whole from its stanza to its row, and back into a stanza: whatever
 * is to be told besides is one part more.
 */
export interface Content {
  readonly body: string;
  readonly file?: AnnouncedFile;
  /** What its sender says that it is about: the words begin with that. */
  readonly subject?: string;
  /** What it brought that can only be told of. */
  readonly notice?: Notice;
  readonly reply?: ReplyTarget;
}

/** What we say. */
export interface OwnContent extends Pick<Content, 'body' | 'reply'> {
  readonly file?: AvailableFile;
}

/** One message of a chat, as it is kept. Plain JSON; a field more needs no change of the store. */
export interface Message extends Content {
  /** Ours alone: never an id that another side chose. Outgoing: also the stanza's id. */
  readonly id: string;
  /** Who wrote it: a bare JID. */
  readonly sender: string;
  /** Whether that is we: for how it is drawn and delivered, and for nothing else. */
  readonly outgoing: boolean;
  /** When it was sent, in ms since 1970. */
  readonly time: number;
  readonly delivery?: Delivery;
  /** Why, when it failed. */
  readonly error?: UserError;
  /** Whether it only told where {@link file} is: the message that shares it has not come yet. */
  readonly sourceOnly?: true;
  /** The account's archive's id for it (XEP-0359): the first one that a copy of it brought. */
  readonly stanzaId?: string;
  /** The id that its sender chose, where that is not {@link id}: how others refer to it. */
  readonly originId?: string;
  /** When its text was changed last, in ms since 1970, by our clock or by the archive's. */
  readonly edited?: number;
  /** The id of the stanza that brought that text, where it had one. */
  readonly editedBy?: string;
  /** When its author took it back, in ms since 1970: nothing of what it said is kept. */
  readonly retracted?: number;
  /** At most one of each sender. */
  readonly reactions?: readonly Reaction[];
  /** The {@link Amendment} that brought it to what it is now, while that still has to be sent. */
  readonly pending?: string;
  /** Why, when the last change of it that we sent was refused. */
  readonly refused?: UserError;
  /** Whether a part of it can no longer be read: the rest is what is left. */
  readonly damaged?: true;
}

/** What we have to send about a message that is here, in place of what we said about it before. */
export type Amendment = {
  /** Of its stanza: the same for each try to send it. */
  readonly id: string;
  /** The message that it is about. */
  readonly message: string;
  /** The same, as it is to be named to others. */
  readonly ref: MessageRef;
} & (
  | { readonly kind: 'correction'; readonly content: Content }
  | { readonly kind: 'retraction' }
  | { readonly kind: 'reactions'; readonly emojis: readonly string[] }
);

export interface FoundAmendment {
  readonly key: ChatKey;
  readonly change: Amendment;
}

/** Which chat of which account: two bare JIDs. */
export interface ChatKey {
  readonly account: string;
  readonly chat: string;
}

/** A message of a chat, for what looks over several. */
export interface FoundMessage {
  readonly key: ChatKey;
  readonly message: Message;
}

/** A message to be added. */
export interface Addition extends FoundMessage {
  /**
   * What tells the same message when it comes again, such as its origin-id. Each counts only among
   * the messages of one sender in one chat, so that nobody can hide what another wrote.
   */
  readonly identities?: readonly string[];
  /** What tells a copy where its sender chose nothing unique: see {@link isCopy}. */
  readonly likeness?: Likeness;
  /**
   * What others may refer to it by, besides its identities. A message of the same sender that
   * comes later may have the same, and takes it over: it tells no copies. An id that is an identity
   * by {@link originIdentity} is nobody else's.
   */
  readonly references?: readonly string[];
  /**
   * The id of the message, kept earlier, that it stands before; several keep their own order.
   * Absent or unknown: at the end.
   */
  readonly before?: string;
}

/** What all copies of a message have in common, and other messages of its sender may, too. */
export interface Likeness {
  /** None of the identities can be the same. */
  readonly name: string;
  /** Whether the stanza had an id: without one, whoever says the same twice looks alike. */
  readonly hasId: boolean;
}

/** How far an archive has been read: kept together with what was read. */
export interface Cursor {
  readonly account: string;
  /** Whose archive: a bare JID. */
  readonly archive: string;
  /** What the reader makes of it. */
  readonly position: string;
}

/** A part of a chat: the newest messages, or those next to one. An id that is not there: none. */
export type PageOptions =
  | { readonly limit: number; readonly before?: string }
  /** `null`: the oldest. */
  | { readonly limit: number; readonly after: string | null }
  /** About as many before as after, and the message itself. */
  | { readonly limit: number; readonly around: string };

/** What is typed in a chat and not sent. */
export interface Draft {
  /** Empty for nothing. */
  readonly draft: string;
  /** The message that it edits or answers; `aside` is the draft of a new one, which waits meanwhile. */
  readonly mode?:
    | { readonly kind: 'edit'; readonly message: string; readonly aside: string }
    | { readonly kind: 'reply'; readonly message: string };
}

export const NO_DRAFT: Draft = { draft: '' };

export function isSameDraft(one: Draft, other: Draft): boolean {
  return isDeepStrictEqual(one, other);
}

/** What is kept of a chat besides its messages. */
export interface StoredChat extends Draft {
  readonly chat: string;
  /** Messages of others after the one that was read last. */
  readonly unread: number;
}

/** What to search for: all of it must fit. */
export interface SearchQuery {
  /**
   * Each word, or its beginning, in any order; see `searchWords.ts`. Blank: everything; without anything
   * that could be found, such as punctuation alone: nothing.
   */
  readonly text: string;
  /** Of these accounts, or of all where it is absent. */
  readonly accounts?: readonly string[];
  /** In any of these chats. */
  readonly chats?: readonly ChatKey[];
  /** By any of these, as {@link Message.sender} tells. */
  readonly senders?: readonly string[];
  /** In ms since 1970, both included. */
  readonly from?: number;
  readonly to?: number;
  readonly hasFile?: boolean;
  readonly limit: number;
  /** Goes on where a page ended: its {@link SearchPage.next}. */
  readonly next?: string;
}

export interface SearchPage {
  /** Newest first, by time. Of a long body, what stands around the first of what was asked for. */
  readonly found: readonly FoundMessage[];
  /** Absent on the last page. */
  readonly next?: string;
}

/**
 * Where messages are kept. What has been answered is on disk, where there is one; what fails has
 * changed nothing. @throws Failure
 */
export interface History {
  /** Adds messages and sets a cursor, all or nothing. Result: for each, whether it was new. */
  add(additions: readonly Addition[], cursor?: Cursor): Promise<readonly boolean[]>;
  /** Adds a message at the end, or replaces the one with its id in place. */
  save(key: ChatKey, message: Message): Promise<void>;
  /**
   * Changes how far outgoing messages got, of these those that stand at one of `from`.
   * @returns the changed ones as they are then, in the order of `ids`
   */
  mark(
    key: ChatKey,
    ids: readonly string[],
    from: readonly Delivery[],
    to: { readonly delivery: Delivery; readonly error?: UserError },
  ): Promise<readonly Message[]>;
  /** Forgets an outgoing message, if it stands at one of `from`. Result: whether it did. */
  remove(key: ChatKey, id: string, from: readonly Delivery[]): Promise<boolean>;
  /** A page, oldest first. */
  load(key: ChatKey, options: PageOptions): Promise<readonly Message[]>;
  find(key: ChatKey, id: string): Promise<Message | undefined>;
  /**
   * The message that an addition is a copy of: by one of its identities, by its likeness, or, where
   * it is ours, by its id. To add it changes nothing then, but that the message may learn its stanza-id.
   */
  findCopy(addition: Addition): Promise<Message | undefined>;
  /** The message of a sender that one of its identities tells. */
  findIdentity(key: ChatKey, sender: string, identity: string): Promise<Message | undefined>;
  /** The message of a sender that others refer to so: by an identity, an origin-id, or else a reference. */
  findReference(key: ChatKey, sender: string, reference: string): Promise<Message | undefined>;
  /** The earliest message sent at this time or later, in ms since 1970. */
  findSince(key: ChatKey, time: number): Promise<Message | undefined>;
  search(query: SearchQuery): Promise<SearchPage>;
  /** What an account still has to send, in the order in which it was queued. */
  unsent(account: string): Promise<readonly FoundMessage[]>;
  /** The chats of an account of which anything is kept. */
  chats(account: string): Promise<readonly StoredChat[]>;
  /** The chat has been read up to this message, or whole; never back. Result: what is unread. */
  markRead(key: ChatKey, upTo?: string): Promise<number>;
  saveDraft(key: ChatKey, draft: Draft): Promise<void>;
  /** An archive's cursor as it was set last. */
  cursor(account: string, archive: string): Promise<string | undefined>;
  /** Forgets every message of a chat that does not wait to be sent. */
  clear(key: ChatKey): Promise<void>;
  /** Forgets everything of an account. */
  removeAccount(account: string): Promise<void>;
  /**
   * Forgets some thousand of the messages sent before this time, in ms since 1970, that do not
   * wait to be sent. Result: whether there may be more.
   */
  removeBefore(time: number): Promise<boolean>;
  /**
   * Keeps what we have to send about a message, in place of its like; a retraction takes the place
   * of all others.
   */
  saveChange(key: ChatKey, change: Amendment): Promise<void>;
  /** Forgets a change, by its id. */
  removeChange(key: ChatKey, id: string): Promise<void>;
  /** The changes that an account still has to send, in the order in which they were kept. */
  unsentChanges(account: string): Promise<readonly FoundAmendment[]>;
  /**
   * The messages of a chat that have this text somewhere, by {@link hasText}. Result: the ids of the
   * last `limit` of them, oldest first.
   */
  findText(key: ChatKey, text: string, limit: number): Promise<readonly string[]>;
  /**
   * Puts messages of a chat in this order: what stands before an earlier one of them goes right
   * behind that, the others stay, but for what was written here after one of ours that went, and is in
   * no archive yet: that goes along, behind all of them. Result: whether that changed anything.
   */
  order(key: ChatKey, ids: readonly string[]): Promise<boolean>;
}

/** What a message shows as text: its words, and the name of its file. */
export function shownTexts({ body, file }: Pick<Message, 'body' | 'file'>): readonly string[] {
  // A file's announcement repeats its address as the body (XEP-0066 §4), which nobody is shown.
  return file ? [file.name, body === file.url ? '' : body] : [body];
}

/** Whether a text stands in what a message shows; both are folded (`base/fold.ts`), and `wanted` already. */
export function hasText(message: Pick<Message, 'body' | 'file'>, wanted: string): boolean {
  return wanted !== '' && shownTexts(message).some((text) => fold(text).includes(wanted));
}

/** The identity that a sender gives by an origin-id, which is a reference, too. */
export function originIdentity(originId: string): string {
  return `origin:${originId}`;
}

/**
 * Whether the newest message with the likeness of an addition is the same. An archive gives an id of
 * its own to each message (XEP-0359 §3), so two of these are two messages, whatever they say and are
 * called (RFC 6120 §8.1.3).
 */
export function isCopy(known: Message, { message, likeness }: Addition): boolean {
  const { stanzaId } = message;
  if (stanzaId !== undefined && known.stanzaId !== undefined) return stanzaId === known.stanzaId;
  return stanzaId !== undefined || likeness?.hasId === true;
}

/** The references that no identity of the message tells. */
export function otherReferences({ identities = [], references = [] }: Addition): readonly string[] {
  return references.filter((reference) => !identities.includes(originIdentity(reference)));
}

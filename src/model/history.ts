import { isDeepStrictEqual } from 'node:util';
import { fold } from '../base/fold.ts';
import type { UserError } from '../base/userError.ts';
import type { Notice } from '../xmpp/stanza/notice.ts';
import type { ChatKind, MessageRef } from './messageRef.ts';

export type { CallNotice, Notice } from '../xmpp/stanza/notice.ts';

/** The delivery state of a message of ours. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

/** A file announced by a message. */
export interface AnnouncedFile {
  readonly name: string;
  /** Absent until its sender announces it. */
  readonly url?: string;
  /** In bytes. */
  readonly size?: number;
  readonly mediaType?: string;
  /** Of a picture or video, in points, as its sender claims. */
  readonly width?: number;
  readonly height?: number;
  /** How long sound or video is, in ms, as its sender claims. */
  readonly duration?: number;
  /** A small picture of it, as a `data:` URL. */
  readonly thumbnail?: string;
  /** The hashes that its content is verified with, as in XEP-0300. */
  readonly hashes?: readonly { readonly algorithm: string; readonly value: string }[];
  /** Until it has an address, the id by which that will refer to it, if it is one of several. */
  readonly share?: string;
}

/** A file that can be downloaded. */
export type AvailableFile = AnnouncedFile & Required<Pick<AnnouncedFile, 'url'>>;

/**
 * How far a file has come that was offered by itself, not by an address. `withdrawn`: its sender took
 * it back; `lost`: the session in which it was offered is over.
 */
export type OfferState =
  'offered' | 'running' | 'done' | 'declined' | 'cancelled' | 'withdrawn' | 'lost' | 'failed';

/** What has become of an offered file. */
export interface OfferRecord {
  readonly state: OfferState;
  /** The reason if it failed. */
  readonly error?: UserError;
  /** Where it was saved, on the machine of the window that owned the session. */
  readonly path?: string;
}

/** A sender's reactions to a message (XEP-0444). */
export interface Reaction {
  /** As {@link Message.sender}. */
  readonly sender: string;
  /** As {@link Message.nick}. */
  readonly nick?: string;
  readonly emojis: readonly string[];
  /** When they were sent, in ms since 1970. */
  readonly time: number;
  /** The id of their stanza, if it had one: {@link time} may be by either clock. */
  readonly by?: string;
}

/** Who retracted a message of another, and why, as far as the room says; each may be empty. */
export interface Moderated {
  /** A nick. */
  readonly by: string;
  readonly reason: string;
}

/** The message that a reply refers to (XEP-0461). */
export interface ReplyTarget {
  /** Its id here. */
  readonly message: string;
  readonly ref: MessageRef;
  /** Whether we wrote it, for display. */
  readonly outgoing: boolean;
  /** The nick of its author then, in a room. */
  readonly nick?: string;
  /** The beginning of its current text; empty if it was retracted or is no longer stored. */
  readonly excerpt: string;
  /** Its notice, if it had no text. */
  readonly notice?: Notice;
}

/**
 * The content of a message. It is passed as a whole from its stanza to its row, and back into a
 * stanza: anything new is one more field.
 */
export interface Content {
  readonly body: string;
  readonly file?: AnnouncedFile;
  /** The others, if it shares several (XEP-0447 §4.2). */
  readonly moreFiles?: readonly AnnouncedFile[];
  /** Set if the file was offered: {@link file} has no address then. */
  readonly offer?: OfferRecord;
  /** The subject set by its sender: the body begins with it. */
  readonly subject?: string;
  /** Describes content that cannot be shown itself. */
  readonly notice?: Notice;
  readonly reply?: ReplyTarget;
}

/** The content of a message of ours. */
export interface OwnContent extends Pick<Content, 'body' | 'reply'> {
  readonly file?: AvailableFile;
  readonly moreFiles?: readonly AvailableFile[];
}

/** One message of a chat, as stored. Plain JSON; a new field needs no change of the schema. */
export interface Message extends Content {
  /** Chosen on our side: never an id that a contact chose. Outgoing: also the stanza's id. */
  readonly id: string;
  /**
   * The author: a bare JID; of an occupant in a private chat, the full one; of another in a room, see
   * `roomSender.ts`.
   */
  readonly sender: string;
  /**
   * In a private chat, who had the nick then, by `roomSender.ts`; absent if that is not known.
   */
  readonly occupant?: string;
  /** The nick of its author in the room at that time; absent if the room itself sent it. */
  readonly nick?: string;
  /** Whether we are the author: only for display and delivery. */
  readonly outgoing: boolean;
  /** When it was sent, in ms since 1970. */
  readonly time: number;
  readonly delivery?: Delivery;
  /** The reason if it failed. */
  readonly error?: UserError;
  /** Whether it only attached a source for {@link file}, and the message sharing it is missing. */
  readonly sourceOnly?: true;
  /** Whether it mentions us, by what we were called in the room then. */
  readonly mention?: true;
  /** Whether its author was ignored in the room then: it is no news. */
  readonly ignored?: true;
  /** Its id in the archive of the account or room (XEP-0359), from the first copy that had one. */
  readonly stanzaId?: string;
  /** The id chosen by its sender, if other than {@link id}: how others refer to it. */
  readonly originId?: string;
  /** When its text was last corrected, in ms since 1970, by our clock or the archive's. */
  readonly edited?: number;
  /** The id of the stanza with that text, if it had one. */
  readonly editedBy?: string;
  /** When its author retracted it, in ms since 1970: none of its content is stored. */
  readonly retracted?: number;
  /** If a moderator of the room retracted it instead (XEP-0425). */
  readonly moderated?: Moderated;
  /** At most one per sender. */
  readonly reactions?: readonly Reaction[];
  /** The {@link Amendment} with its current state, while that still has to be sent. */
  readonly pending?: string;
  /** The reason if the last amendment that we sent was refused. */
  readonly refused?: UserError;
  /** Whether a part of it can no longer be read: the rest is what is left. */
  readonly damaged?: true;
}

/** Our change of a stored message that is to be sent, replacing an earlier one. */
export type Amendment = {
  /** Of its stanza: the same for each attempt to send it. */
  readonly id: string;
  /** The id of the amended message. */
  readonly message: string;
  /** The reference to it for others. */
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

/** A chat of an account. */
export interface ChatKey {
  /** A bare JID. */
  readonly account: string;
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly chat: string;
  /** Absent for a chat with a contact: the JID alone does not show it. */
  readonly kind?: Exclude<ChatKind, 'chat'>;
}

/** Used instead of a sender for ids assigned by a room's archive, unique across senders. */
export const ANYBODY = '';

/** A message with its chat, for use across chats. */
export interface FoundMessage {
  readonly key: ChatKey;
  readonly message: Message;
}

/** A message to be added. */
export interface Addition extends FoundMessage {
  /**
   * What identifies its copies, such as its origin-id. Each is unique only among the messages of
   * one sender in one chat, so that no sender can hide another's messages.
   */
  readonly identities?: readonly string[];
  /** Its identity by the id that the room's archive assigned, among the messages of {@link ANYBODY}. */
  readonly assigned?: string;
  /**
   * Whose its identities and likeness are, if not its sender's: in a room, the nick's, by which all
   * copies are known.
   */
  readonly namer?: string;
  /**
   * The id of the outgoing message that it is a copy of, if there is one: the room does not reveal the
   * author, but no other client knew that id before we sent it.
   */
  readonly claimedId?: string;
  /** Identifies copies if its sender chose no unique id: see `isCopy` in `copies.ts`. */
  readonly likeness?: Likeness;
  /**
   * Ids that others may refer to it by, besides its identities. A later message of the same sender
   * may take one over: they do not identify copies. No other message has an id that is an identity
   * by `originIdentity`.
   */
  readonly references?: readonly string[];
  /**
   * The id of the stored message that it is inserted before; several keep their own order. Absent
   * or unknown: at the end.
   */
  readonly before?: string;
  /** The standing of its chat, if the chat begins with it. */
  readonly standing?: Standing;
}

/** What tells whether an addition is a copy of a stored message: all of it but the content. */
export type Identified = Pick<
  Addition,
  'key' | 'identities' | 'assigned' | 'namer' | 'claimedId' | 'likeness'
> & { readonly message: Pick<Message, 'id' | 'sender' | 'time' | 'stanzaId'> };

/** What all copies of a message share, and possibly other messages of its sender. */
export interface Likeness {
  /** Never equal to an identity. */
  readonly name: string;
  /** Whether the stanza had an id: without one, a repeated message looks like a copy. */
  readonly hasId: boolean;
}

/** How far an archive has been read: stored together with the messages read. */
export interface Cursor {
  readonly account: string;
  /** The archive's bare JID. */
  readonly archive: string;
  /** Opaque; defined by the reader. */
  readonly position: string;
}

/** A part of a chat: the newest messages, or those next to one. An unknown id gives none. */
export type PageOptions =
  | { readonly limit: number; readonly before?: string }
  /** `null`: the oldest. */
  | { readonly limit: number; readonly after: string | null }
  /** About as many before as after, and the message itself. */
  | { readonly limit: number; readonly around: string };

/** What the user has typed in a chat and not sent. */
export interface Draft {
  /** Empty for none. */
  readonly draft: string;
  /** The message that it edits or answers; `aside` is the suspended draft of a new message. */
  readonly mode?:
    | { readonly kind: 'edit'; readonly message: string; readonly aside: string }
    | { readonly kind: 'reply'; readonly message: string };
}

export const NO_DRAFT: Draft = { draft: '' };

export function isSameDraft(one: Draft, other: Draft): boolean {
  return isDeepStrictEqual(one, other);
}

/**
 * What became of a chat that somebody has begun who was not in the roster: `request`, the user has
 * not decided yet; `ignored`, they want to see nothing of it.
 */
export type Standing = 'request' | 'ignored';

/** The stored state of a chat besides its messages. */
export interface StoredChat extends Draft {
  readonly chat: string;
  /** The number of messages of others after the last read one. */
  readonly unread: number;
  /** Absent for any chat that the user takes part in. */
  readonly standing?: Standing;
  /**
   * When the newest message that {@link History.clear} ever removed was sent, in ms since 1970;
   * absent if it removed none.
   */
  readonly cleared?: number;
  /** Only of a room. */
  readonly room?: {
    /** How many of the unread ones mention us. */
    readonly mentions: number;
    /** When the newest message was sent, in ms since 1970; 0 without any. */
    readonly newest: number;
  };
  /** The message at its end, for display: a long text may be cut. */
  readonly last?: Message;
  /** Only of a private chat. */
  readonly private?: {
    /** As {@link room}'s. */
    readonly newest: number;
    /** {@link Message.occupant} of our newest message that has it, else of the oldest of theirs. */
    readonly occupant?: string;
  };
}

/** A search query: all conditions must match. */
export interface SearchQuery {
  /**
   * Words or their beginnings, in any order; see `searchWords.ts`. Blank: everything; without
   * anything searchable, such as only punctuation: nothing.
   */
  readonly text: string;
  /** In these accounts, or in all if absent. */
  readonly accounts?: readonly string[];
  /** In any of these chats. */
  readonly chats?: readonly ChatKey[];
  /** By any of these authors, as {@link Message.sender}. */
  readonly senders?: readonly string[];
  /** By these, or by any author whose nick contains one of these texts, ignoring case and accents. */
  readonly nicks?: readonly string[];
  /** In ms since 1970, inclusive. */
  readonly from?: number;
  readonly to?: number;
  readonly hasFile?: boolean;
  readonly limit: number;
  /** Resumes after a page: its {@link SearchPage.next}. */
  readonly next?: string;
}

export interface SearchPage {
  /** Newest first, by time. A long body is cut to the surroundings of the first match. */
  readonly found: readonly FoundMessage[];
  /** Absent on the last page. */
  readonly next?: string;
}

/**
 * Stores messages. What has been answered is on disk, if there is one; what fails has changed
 * nothing. @throws Failure
 */
export interface History {
  /** Adds messages and sets a cursor, atomically. @returns for each, whether it was new */
  add(additions: readonly Addition[], cursor?: Cursor): Promise<readonly boolean[]>;
  /** Appends a message, or replaces the one with its id in place. */
  save(key: ChatKey, message: Message): Promise<void>;
  /**
   * Changes the delivery state of outgoing messages whose state is one of `from`.
   * @returns the changed messages, in the order of `ids`
   */
  mark(
    key: ChatKey,
    ids: readonly string[],
    from: readonly Delivery[],
    to: { readonly delivery: Delivery; readonly error?: UserError },
  ): Promise<readonly Message[]>;
  /** Removes an outgoing message whose state is one of `from`. @returns whether it did */
  remove(key: ChatKey, id: string, from: readonly Delivery[]): Promise<boolean>;
  /** A page, oldest first. */
  load(key: ChatKey, options: PageOptions): Promise<readonly Message[]>;
  find(key: ChatKey, id: string): Promise<Message | undefined>;
  /**
   * For each of these additions to one chat the message that it is a copy of: by an identity, by its
   * likeness, or, if it is ours, by its id. Adding it then changes nothing, except that the message
   * may get its stanza-id.
   */
  findCopies(additions: readonly Identified[]): Promise<readonly (Message | undefined)[]>;
  /** The message of a sender with this identity. */
  findIdentity(key: ChatKey, sender: string, identity: string): Promise<Message | undefined>;
  /** The message of a sender by identity, by origin-id, or else by reference. */
  findReference(key: ChatKey, sender: string, reference: string): Promise<Message | undefined>;
  /** The earliest message sent at this time or later, in ms since 1970. */
  findSince(key: ChatKey, time: number): Promise<Message | undefined>;
  search(query: SearchQuery): Promise<SearchPage>;
  /** An account's messages that are still to be sent, in the order of queueing. */
  unsent(account: string): Promise<readonly FoundMessage[]>;
  /** The chats of an account with any stored data. */
  chats(account: string): Promise<readonly StoredChat[]>;
  /** Marks as read up to this message, or all; never back. @returns the unread count */
  markRead(key: ChatKey, upTo?: string): Promise<number>;
  /** The number of unread messages of a room that mention us. */
  mentions(key: ChatKey): Promise<number>;
  saveDraft(key: ChatKey, draft: Draft): Promise<void>;
  /** Sets the standing of a chat, or removes it. */
  saveStanding(key: ChatKey, standing?: Standing): Promise<void>;
  /** An archive's cursor as last set. */
  cursor(account: string, archive: string): Promise<string | undefined>;
  /**
   * Removes every message of a chat that is not queued. Copies of them that are added later, as an
   * archive has, are taken for known. @returns as {@link StoredChat.cleared}
   */
  clear(key: ChatKey): Promise<number | undefined>;
  /** Removes all data of an account. */
  removeAccount(account: string): Promise<void>;
  /**
   * Removes some thousand of the messages sent before this time, in ms since 1970, that are not
   * queued. @returns whether there may be more
   */
  removeBefore(time: number): Promise<boolean>;
  /**
   * Stores an amendment to be sent, replacing one of its kind for the same message; a retraction
   * replaces all others.
   */
  saveChange(key: ChatKey, change: Amendment): Promise<void>;
  /** Removes an amendment, by its id. */
  removeChange(key: ChatKey, id: string): Promise<void>;
  /** An account's amendments that are still to be sent, in the order of storing. */
  unsentChanges(account: string): Promise<readonly FoundAmendment[]>;
  /**
   * Searches a chat for messages containing this text, by {@link hasText}. @returns the ids of the
   * last `limit` of them, oldest first
   */
  findText(key: ChatKey, text: string, limit: number): Promise<readonly string[]>;
  /**
   * Moves messages of a chat into this order: one that precedes an earlier one of them moves right
   * after that, the others stay. What was written here after a moved message of ours, and is not
   * archived yet, moves along, after all of them. @returns whether the order changed
   */
  order(key: ChatKey, ids: readonly string[]): Promise<boolean>;
}

/** What a message says and shares. */
type Shown = Pick<Content, 'body' | 'file' | 'moreFiles'>;

/** All files of a message. */
export function filesOf({ file, moreFiles = [] }: Pick<Shown, 'file' | 'moreFiles'>) {
  return file ? [file, ...moreFiles] : [];
}

/** Files as a content has them: none, one, or one and others. */
export function asFiles([file, ...moreFiles]: readonly AnnouncedFile[]): Omit<Shown, 'body'> {
  return { ...(file && { file }), ...(moreFiles.length > 0 && { moreFiles }) };
}

/** The visible texts of a message: its body, and the names of its files. */
export function shownTexts({ body, ...shared }: Shown): readonly string[] {
  const names = filesOf(shared).map(({ name }) => name);
  // A file's announcement repeats its address as the body (XEP-0066 §4), which is not shown.
  return [...names, names.length > 0 && body === shared.file?.url ? '' : body];
}

/** Whether a message visibly contains `wanted`, which is folded already (`base/fold.ts`). */
export function hasText(message: Shown, wanted: string): boolean {
  return wanted !== '' && shownTexts(message).some((text) => fold(text).includes(wanted));
}

import type { UserError } from '../base/userError.ts';
import type { Content, Delivery, Message } from './message.ts';
import type { MessageRef } from './messageRef.ts';
import type { ChatKey, Draft, Standing, StoredChat } from './storedChat.ts';

export * from './message.ts';
export * from './storedChat.ts';

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

/** By what an addition is known as a copy of a stored message: all of it but the content. */
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

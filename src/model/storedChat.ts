import { isDeepStrictEqual } from 'node:util';
import type { Message } from './message.ts';
import type { ChatKind } from './messageRef.ts';

/** A chat of an account. */
export interface ChatKey {
  /** A bare JID. */
  readonly account: string;
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly chat: string;
  /** Absent for a chat with a contact: the JID alone does not show it. */
  readonly kind?: Exclude<ChatKind, 'chat'>;
}

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
 * What became of a chat that a sender outside the roster has begun: `request`, the user has
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
   * When the newest message that `History.clear` ever removed was sent, in ms since 1970;
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

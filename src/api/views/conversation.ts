import type { Show } from './contact.ts';
import type { Excerpt } from './message.ts';
import type { NotificationLevel } from './room.ts';

/** With a contact or stranger, of a room, or with one occupant of a room. */
export type ConversationKind = 'chat' | 'room' | 'private';

/** The message at the end of a conversation. */
export interface LastMessageView {
  /** In ms since 1970. */
  readonly time: number;
  readonly outgoing: boolean;
  /** In a room, the nick of its author; empty if the room itself wrote it. */
  readonly senderName?: string;
  /** At most 200 UTF-16 code units of its text, or of its notice if it has none. */
  readonly excerpt: Excerpt;
  /** The name of its announced file, as chosen by the sender. */
  readonly fileName?: string;
  /** Whether its content was deleted. */
  readonly isDeleted?: true;
  /** Whether it is ours and could not be delivered. */
  readonly hasFailed?: true;
}

/** A chat with messages, a draft or options of its own, for lists of chats. */
export interface ConversationView {
  /** The bare JID of the contact or room, or the full JID of an occupant. */
  readonly id: string;
  readonly kind: ConversationKind;
  readonly name: string;
  /** False for a stranger, whose address may be meant to be mistaken for another. */
  readonly isKnown: boolean;
  /** The presence of the contact or occupant; in a room our own there. */
  readonly show: Show;
  /** Which of its messages notify and count in totals: none while it is muted. */
  readonly level: NotificationLevel;
  /** The number of unread messages, and how many of them mention us. */
  readonly unread: number;
  readonly mentions: number;
  /** The names of those who are typing. */
  readonly typing: readonly string[];
  /** The beginning of what was typed and not sent. */
  readonly draft?: string;
  readonly last?: LastMessageView;
  /** Whether the user has blocked it, or a server that it belongs to. */
  readonly isBlocked?: true;
  readonly isPinned: boolean;
  readonly isArchived: boolean;
  /** Until when it is muted, in ms since 1970; `null` until the user changes that. */
  readonly mutedUntil?: number | null;
}

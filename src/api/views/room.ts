import type { UserError } from '../../base/userError.ts';
import type { ReceivedView } from './message.ts';

/** What an occupant may do until leaving (XEP-0045 §5.1). */
export const ROOM_ROLES = ['moderator', 'participant', 'visitor', 'none'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** The lasting relation of an account to a room (XEP-0045 §5.2). */
export const ROOM_AFFILIATIONS = ['owner', 'admin', 'member', 'none', 'outcast'] as const;
export type RoomAffiliation = (typeof ROOM_AFFILIATIONS)[number];

/** Which messages of a room notify (XEP-0492). */
export const NOTIFICATION_LEVELS = ['always', 'on-mention', 'never'] as const;
export type NotificationLevel = (typeof NOTIFICATION_LEVELS)[number];

/** What the user can do to be in a room again; `none`: nothing. */
export type RoomRemedy =
  | 'none'
  | 'join'
  | 'password'
  | 'nick'
  | 'membership'
  | 'create'
  /** Joining the room that replaces it. */
  | 'otherRoom'
  /** Being visible. */
  | 'show'
  /** Answering the question of the room, while joining. */
  | 'captcha';

/** What the user may do in a room. What is not named is not to be offered. */
export type RoomRight =
  | 'write'
  | 'setSubject'
  | 'invite'
  /** Asking for voice. */
  | 'requestVoice'
  /** Retracting messages of others. */
  | 'moderate'
  /** Seeing and changing the lists of members, admins, owners and banned accounts. */
  | 'administer'
  | 'configure'
  | 'destroy';

/** What a room says of itself, joined or not. Remote text; each may be empty. */
export interface RoomInfoView {
  readonly name: string;
  readonly description: string;
  readonly subject: string;
  /** The number of occupants, if given. */
  readonly occupants?: number;
  readonly isMembersOnly: boolean;
  readonly isPasswordProtected: boolean;
  readonly isModerated: boolean;
  /** Who sees real addresses; absent if the room does not say. */
  readonly addressesShownTo?: 'all' | 'moderators';
  /** Whether its messages are archived for its members. */
  readonly isArchived: boolean;
}

/** An occupant whose messages the user does not want to see. */
export interface IgnoredView {
  /** As {@link MessageView.sender}. */
  readonly id: string;
  /** Their nick when they were ignored. */
  readonly nick: string;
}

/** A room that is bookmarked, or that the user is or was in since the start. */
export interface RoomView {
  /** The room's bare JID. */
  readonly id: string;
  readonly name: string;
  /** Members-only with addresses shown, as a group of contacts has; or any other. */
  readonly kind: 'private' | 'public';
  /** The hash of the avatar, if there is one: its picture is that of `getAvatar`. */
  readonly avatar?: string;
  /** Our nick; outside, the one to join with, or empty. */
  readonly nick: string;
  /** `idle`: not asked to join; `notSure`: its service cannot be reached. */
  readonly phase: 'idle' | 'asking' | 'joining' | 'joined' | 'notSure' | 'left';
  /** Whether the room has not answered for long; it may still do so. */
  readonly isSlow?: true;
  /** Why we are not inside, or not yet; absent if the user left. */
  readonly reason?: UserError;
  readonly remedy?: RoomRemedy;
  /** The room to join instead, by bare JID. */
  readonly otherRoom?: string;
  /** When it is joined again by itself, in ms since 1970. */
  readonly retryAt?: number;
  readonly isBookmarked: boolean;
  /** Whether it is joined at each start. */
  readonly isAutojoined: boolean;
  /** The subject; absent until it is known, empty if there is none. */
  readonly subject?: string;
  /** The number of occupants, and of each role, while inside. */
  readonly occupants: number;
  readonly counts: Readonly<Record<RoomRole, number>>;
  /** Ours, while inside. */
  readonly role?: RoomRole;
  readonly affiliation?: RoomAffiliation;
  readonly rights: readonly RoomRight[];
  /** Absent until it is known. */
  readonly info?: RoomInfoView;
  /** Which messages notify: as chosen, else by kind. */
  readonly level: NotificationLevel;
  /** The number of unread messages, and of those that mention us. */
  readonly unread: number;
  readonly mentions: number;
  /** The nicks of those who are typing. */
  readonly typing: readonly string[];
  /** Whether comings and goings are shown: as chosen for this room, else by setting. */
  readonly showsActivity: boolean;
  /** Whom the user ignores here. */
  readonly ignored: readonly IgnoredView[];
  /** The newest message received since the start. */
  readonly lastReceived?: RoomReceivedView;
}

/** The beginning of a message received in a room, for notifications. */
export interface RoomReceivedView extends ReceivedView {
  readonly senderName: string;
  readonly mentionsUs: boolean;
}

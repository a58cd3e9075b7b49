/**
 * The view models: plain JSON values that all views, in this window or another, are rendered from.
 *
 * `unread` counts messages, not chats: all that were received and not read. A chat's count is shown
 * as is: in its row, its tab and its divider of new messages. A total (the badge of the view, the
 * status bar) is the sum of the trees' rows: all unread messages of contacts, those of rooms that
 * notify by the room's level, all requests and all invitations.
 */
import type { UserError } from '../base/userError.ts';

/** The bare JID of an account; everything is keyed by it. */
export type AccountId = string;

/** Presence as shown in views: RFC 6121 §4.7.2.1 `show`, plus the two states without one. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

/** The presences that the user can choose. */
export const SELECTABLE_SHOWS = [
  'chat',
  'available',
  'away',
  'xa',
  'dnd',
  'invisible',
  'offline',
] as const;

/** `invisible`: connected, but offline to contacts. */
export type OwnShow = (typeof SELECTABLE_SHOWS)[number];

/** Chat states (XEP-0085 §2). */
export const CHAT_STATES = ['active', 'composing', 'paused', 'inactive', 'gone'] as const;
export type ChatState = (typeof CHAT_STATES)[number];

/** The state of the account's connection; `offline` is the user's choice. */
export interface ConnectionView {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  /** Why there is no connection; absent without a problem. */
  readonly reason?: UserError;
  /** The time of the next attempt, in ms since 1970, while `waiting`. */
  readonly retryAt?: number;
}

export interface AccountView {
  readonly id: AccountId;
  /** The address for display (XEP-0106 §4.2); not to be used in requests. */
  readonly jid: string;
  readonly connection: ConnectionView;
  /** As contacts see it: away while the user is idle, whatever was chosen. */
  readonly show: OwnShow;
  readonly status: string;
  /** The number of unread messages, over all chats with contacts: not those of rooms. */
  readonly unread: number;
  /** Recent status messages, the newest first. */
  readonly recentStatuses: readonly string[];
}

/** Why we do not, or no longer, see a contact's presence, though we requested it. */
export interface RefusalView {
  readonly kind: 'denied' | 'removed' | 'ended' | 'failed';
  /** What happened, and what can be done. */
  readonly reason: UserError;
}

/** One device of a contact. */
export interface ResourceView {
  readonly resource: string;
  readonly show: Show;
  readonly status: string;
  readonly priority: number;
}

export interface ContactView {
  /** The contact's bare JID, unique within the account. */
  readonly id: string;
  /** The display name given by the user, or the address. */
  readonly name: string;
  /** The name given by the user, unchanged; empty for none. */
  readonly givenName: string;
  /** As stored on the server, unchanged. */
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** False for a stranger who only has a chat with us. */
  readonly inRoster: boolean;
  /** Whether our subscription request is pending. */
  readonly pending: boolean;
  readonly refusal?: RefusalView;
  /** That of the most available resource. */
  readonly show: Show;
  readonly status: string;
  readonly resources: readonly ResourceView[];
  /** The number of unread messages. */
  readonly unread: number;
  readonly composing: boolean;
  /** The newest message received since the start. */
  readonly lastReceived?: ReceivedView;
}

/** Words of a message, or the description of one that has none. */
export type Excerpt = string | UserError;

/** The beginning of a received message, for notifications. */
export interface ReceivedView {
  /** The message's id. */
  readonly id: string;
  /** At most 200 UTF-16 code units of its text, or of its notice if it has none. */
  readonly excerpt: Excerpt;
  /** The name of its announced file, as chosen by the sender. */
  readonly fileName?: string;
}

/** The unsent text of a chat, shared by all its tabs. */
export interface DraftView {
  /** Empty for none. */
  readonly draft: string;
  /** The message being edited or replied to; `aside` is the draft of a new one, saved meanwhile. */
  readonly mode?:
    | { readonly kind: 'edit'; readonly message: string; readonly aside: string }
    | { readonly kind: 'reply'; readonly message: string };
}

/** The header data of a chat tab. */
export interface ChatView extends DraftView {
  /** The bare JID of the contact, or of the room. */
  readonly id: string;
  readonly name: string;
  /** Only of a room: then presence is ours there, and `composing` is of anybody. */
  readonly room?: RoomView;
  readonly show: Show;
  readonly status: string;
  readonly composing: boolean;
  readonly connection: ConnectionView;
  /** Whether older messages than the watched ones can be loaded. */
  readonly hasOlder: boolean;
  /** Whether messages newer than the watched ones exist; if so, new ones are not reported. */
  readonly hasNewer: boolean;
  /** The number of unread messages. */
  readonly unread: number;
  /** The contact that this stranger could be mistaken for. */
  readonly resembles?: string;
  /** Whether this stranger's address mixes letters of several scripts. */
  readonly mixesScripts?: true;
  readonly refusal?: RefusalView;
}

/** A file announced by a message (XEP-0066, XEP-0447). */
export interface FileView {
  readonly name: string;
  /** Absent until the sender announces the URL: no action is possible before. */
  readonly url?: string;
  /** In bytes, if known. */
  readonly size?: number;
  /** MIME type, if known. */
  readonly mediaType?: string;
}

/** `delivered` to a device of the contact (XEP-0184); `displayed` to the contact (XEP-0333). */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

export interface MessageView {
  readonly id: string;
  readonly outgoing: boolean;
  /** In a room, the nick at that time. */
  readonly senderName: string;
  /** Identifies the author among all of a room; absent in a one-to-one chat. */
  readonly sender?: string;
  /** Whether it mentions us. */
  readonly mentionsUs?: true;
  /** Whether others cannot refer to it, so that it can be neither replied nor reacted to. */
  readonly isUnnamed?: true;
  /** The text as sent; views show it as text, never as HTML. */
  readonly body: string;
  /** In ms since 1970. */
  readonly time: number;
  /** Only on outgoing messages. */
  readonly delivery?: Delivery;
  /** The reason, if `delivery` is `failed`. */
  readonly error?: UserError;
  /** Why our last change of it was not delivered. */
  readonly refused?: UserError;
  readonly file?: FileView;
  /** Its subject: the text begins with it, on a line of its own. */
  readonly subject?: string;
  readonly notice?: NoticeView;
  /** The id that others use; absent if that is {@link id}. */
  readonly originId?: string;
  /** When it was last edited, in ms since 1970. */
  readonly edited?: number;
  /** Whether its author retracted it: its content is deleted. */
  readonly retracted?: true;
  /** If a moderator retracted it instead: who and why, as far as known; both may be empty. */
  readonly moderated?: { readonly by: string; readonly reason: string };
  /** Whether a part of it can no longer be read from the disk. */
  readonly damaged?: true;
  /** In the order of arrival. */
  readonly reactions?: readonly ReactionView[];
  readonly reply?: ReplyView;
}

/** Content of a message that can only be described. */
export interface NoticeView {
  readonly kind:
    | 'encrypted'
    | 'invitation'
    | 'call'
    | 'location'
    | 'fileOffer'
    | 'private'
    | 'attention'
    | 'unknown';
  /** One sentence: what it is, and what can be done with it. May contain text of the sender. */
  readonly text: UserError;
}

/** A reaction to a message, with all who chose it (XEP-0444). */
export interface ReactionView {
  readonly emoji: string;
  /** Whether it is also ours. */
  readonly own: boolean;
  /** The names of all who chose it, ours as `You`. */
  readonly names: readonly string[];
}

/** The message that a reply refers to (XEP-0461). */
export interface ReplyView {
  /** Its id; the message may be gone by now. */
  readonly message: string;
  readonly senderName: string;
  /** The beginning of its text at the time of the reply; empty if retracted. */
  readonly excerpt: Excerpt;
}

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
  | 'show';

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

/** A room that is bookmarked, or that the user is or was in since the start. */
export interface RoomView {
  /** The room's bare JID. */
  readonly id: string;
  readonly name: string;
  /** Members-only with addresses shown, as a group of contacts has; or any other. */
  readonly kind: 'private' | 'public';
  /** Our nick; outside, the one to join with, or empty. */
  readonly nick: string;
  /** `idle`: not asked to join; `notSure`: its service cannot be reached. */
  readonly phase: 'idle' | 'asking' | 'joining' | 'joined' | 'notSure' | 'left';
  /** Whether the room has not answered for half a minute. */
  readonly isSlow?: true;
  /** Why we are not inside; absent if the user left. */
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
  /** The newest message received since the start. */
  readonly lastReceived?: RoomReceivedView;
}

/** The beginning of a message received in a room, for notifications. */
export interface RoomReceivedView extends ReceivedView {
  readonly senderName: string;
  readonly mentionsUs: boolean;
}

/** What can be done with an occupant, by our rights and theirs. */
export type OccupantAction =
  | 'kick'
  | 'ban'
  | 'grantVoice'
  | 'revokeVoice'
  | 'grantModerator'
  | 'revokeModerator'
  /** To give another affiliation. */
  | 'makeNone'
  | 'makeMember'
  | 'makeAdmin'
  | 'makeOwner';

/** An occupant of a room, by nick. */
export interface OccupantView {
  /** The nick. */
  readonly id: string;
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
  readonly show: Show;
  /** As {@link MessageView.sender}, where their messages can be told by it. */
  readonly sender?: string;
  /** The real bare JID, where it is shown. */
  readonly jid?: string;
  readonly isOwn: boolean;
  /** Words that the room gives them (XEP-0317). Remote text. */
  readonly hats: readonly string[];
  readonly actions: readonly OccupantAction[];
}

/** The watched part of a room's list of occupants: moderators first, then by nick. */
export interface OccupantsView {
  /** The room's bare JID. */
  readonly id: string;
  /** How many fit the filter. */
  readonly total: number;
  readonly offset: number;
  readonly occupants: readonly OccupantView[];
}

/** A room on a service's list. Remote text. */
export interface ListedRoomView {
  /** The room's bare JID. */
  readonly id: string;
  /** May be empty. */
  readonly name: string;
  /** The number of occupants, if the list says it. */
  readonly occupants?: number;
}

/** An account on one of a room's lists. */
export interface AffiliatedView {
  /** The bare JID. */
  readonly id: string;
  readonly affiliation: RoomAffiliation;
  /** Each may be empty. */
  readonly nick: string;
  readonly reason: string;
}

/** An invitation to a room that waits for an answer. */
export interface RoomInvitationView {
  readonly id: string;
  /** The room's bare JID. */
  readonly room: string;
  /** Who invites, by bare JID or the JID of an occupant; empty if the room does not say. */
  readonly inviter: string;
  /** May be empty. Remote text. */
  readonly reason: string;
  readonly hasPassword: boolean;
  /** When it was sent, in ms since 1970. */
  readonly time: number;
}

/** A file transfer. */
export interface TransferView {
  readonly id: string;
  /** The contact's bare JID. */
  readonly chat: string;
  readonly name: string;
  readonly size: number;
  /** Bytes transferred. */
  readonly sent: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** The reason, if `state` is `failed`. */
  readonly error?: UserError;
}

/** A field of a registration form (XEP-0077), by the types of XEP-0004 §3.3. Remote text. */
export interface FormFieldView {
  /** The key of the answer; empty for a `fixed` field, which is text only. */
  readonly name: string;
  readonly type:
    | 'boolean'
    | 'fixed'
    | 'hidden'
    | 'jid-multi'
    | 'jid-single'
    | 'list-multi'
    | 'list-single'
    | 'text-multi'
    | 'text-private'
    | 'text-single';
  readonly label: string;
  readonly required: boolean;
  readonly values: readonly string[];
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** The CAPTCHA's picture; its format is not checked. */
  readonly picture?: Uint8Array;
  /** A URL of the CAPTCHA: `https:` or `http:`. */
  readonly link?: string;
}

/** A server's registration form. Remote text. */
export interface RegistrationView {
  /** To be returned with the answers. */
  readonly isDataForm: boolean;
  readonly title: string;
  readonly instructions: string;
  /** Empty if the server only redirects to `url`. */
  readonly fields: readonly FormFieldView[];
  /** A web page for registering, `https:` or `http:`. */
  readonly url?: string;
}

/** A pending subscription request. */
export interface SubscriptionRequestView {
  /** The sender's bare JID. */
  readonly id: string;
  /** Their message; may be empty. */
  readonly status: string;
}

/** The answers of a contact's server and devices; what they do not reveal is absent. */
export interface ContactDetailsView {
  /** The contact's bare JID. */
  readonly id: string;
  /** Whether no more answers are pending. */
  readonly complete: boolean;
  /** Each may be empty. */
  readonly vcard?: { readonly name: string; readonly email: string } | undefined;
  /** How long ago the last device went offline, in seconds, while none is online. */
  readonly lastSeen?: number | undefined;
  readonly devices: readonly DeviceDetailsView[];
}

export interface DeviceDetailsView {
  readonly resource: string;
  /** Each may be empty. */
  readonly software?:
    { readonly name: string; readonly version: string; readonly os: string } | undefined;
  /** For how long it has been idle, in seconds. */
  readonly idle?: number | undefined;
  /** Its time zone's offset from UTC, in minutes. */
  readonly utcOffset?: number | undefined;
}

/** What the user's activity in all windows means for one window. */
export interface AttentionView {
  /** The window's id. */
  readonly id: string;
  /** Whether this window shows notifications: it has the focus, or had it last. */
  readonly notifies: boolean;
}

/** A search result and its chat. */
export interface FoundMessageView {
  /** The message's id. */
  readonly id: string;
  readonly account: AccountId;
  /** The bare JID of the contact or room. */
  readonly chat: string;
  readonly chatName: string;
  readonly outgoing: boolean;
  readonly senderName: string;
  /** In ms since 1970. */
  readonly time: number;
  /** At most 200 UTF-16 code units of its text, on one line, from near the first match. */
  readonly excerpt: Excerpt;
  /** The name of its announced file, as chosen by the sender. */
  readonly fileName?: string;
}

/** Whose messages are archived, except for exceptions; `roster`: those of our contacts. */
export const ARCHIVE_DEFAULTS = ['always', 'roster', 'never'] as const;

/** Whose messages the account's server archives (XEP-0441). */
export interface ArchivePreferencesView {
  readonly default: (typeof ARCHIVE_DEFAULTS)[number];
  /** The exceptions, by JID. */
  readonly always: readonly string[];
  readonly never: readonly string[];
}

import type { UserError } from '../../base/userError.ts';
import type { ReceivedView } from './message.ts';
import type { ProfileFields } from './profile.ts';

/** Presence as shown in views: RFC 6121 §4.7.2.1 `show`, plus the two states without one. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

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
  /** Since when it is as it is, in ms since 1970. */
  readonly since: number;
  /** Since when it was not used, in ms since 1970, if it says so. */
  readonly idleSince?: number;
}

/**
 * Set while the user takes no part in the chat: `request`, a sender who is no contact has
 * written, and waits for the user; `ignored`, the user wants to see nothing of it.
 */
export type ChatStandingView = 'request' | 'ignored';

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
  /** Set if the user wants them above all others. */
  readonly isPinned?: true;
  /** Whether nothing of their chat notifies. */
  readonly isMuted?: true;
  /** The hash of the avatar, if there is one: its picture is that of `getAvatar`. */
  readonly avatar?: string;
  readonly standing?: ChatStandingView;
  /** The blocked address, or domain, that keeps this contact out. */
  readonly blockedBy?: string;
  readonly refusal?: RefusalView;
  /** That of the most available resource. */
  readonly show: Show;
  readonly status: string;
  readonly resources: readonly ResourceView[];
  /** When the last device went offline, in ms since 1970, while none is online; if known. */
  readonly lastSeen?: number;
  /** The number of unread messages. */
  readonly unread: number;
  readonly composing: boolean;
  /** The newest message received since the start. */
  readonly lastReceived?: ReceivedView;
}

/** A pending subscription request. */
export interface SubscriptionRequestView {
  /** The sender's bare JID. */
  readonly id: string;
  /** Their message; may be empty. */
  readonly status: string;
  /** What they call themselves, which anybody may; may be empty. */
  readonly nickname: string;
}

/** A room that a contact is in together with us. */
export interface CommonRoomView {
  /** The room's bare JID. */
  readonly id: string;
  readonly name: string;
  /** What they are called there. */
  readonly nick: string;
}

/** Contacts that a sender suggests to add (XEP-0144). */
export interface ContactSuggestionView {
  /** The sender: the bare JID of a contact, or our server. */
  readonly id: string;
  readonly contacts: readonly {
    /** A bare JID. */
    readonly address: string;
    /** Empty for none. */
    readonly name: string;
    readonly groups: readonly string[];
  }[];
}

/** The answers of a contact's server and devices; what they do not reveal is absent. */
export interface ContactDetailsView {
  /** The contact's bare JID. */
  readonly id: string;
  /** Whether no more answers are pending. */
  readonly complete: boolean;
  readonly vcard?: ProfileFields | undefined;
  /** Why `vcard` is absent, unless nothing is published. */
  readonly cardError?: UserError | undefined;
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

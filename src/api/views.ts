/**
 * What can be seen: plain JSON values that every view, in this window or another, is drawn from.
 *
 * `unread` counts messages, never chats, and each one that came and was not read. A chat's is shown as it
 * is: at its row, its tab and its line of what is new. Where there is one number for all (the badge of the
 * view, the status bar), it is what the rows of the tree add up to: all unread messages and all requests.
 */
import type { UserError } from '../base/userError.ts';

/** The bare JID of an account; everything is keyed by it. */
export type AccountId = string;

/** Presence as a view shows it: RFC 6121 §4.7.2.1 `show`, plus the two states without one. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

/** Own presence as the user may choose it. */
export const SELECTABLE_SHOWS = [
  'chat',
  'available',
  'away',
  'xa',
  'dnd',
  'invisible',
  'offline',
] as const;

/** `invisible`: connected, and contacts see nothing of it. */
export type OwnShow = (typeof SELECTABLE_SHOWS)[number];

/** What somebody does in a chat (XEP-0085 §2). */
export const CHAT_STATES = ['active', 'composing', 'paused', 'inactive', 'gone'] as const;
export type ChatState = (typeof CHAT_STATES)[number];

/** Where the account's connection stands; `offline` is what the user chose. */
export interface ConnectionView {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  /** Why there is no connection. Absent while all is well. */
  readonly reason?: UserError;
  /** When the next try begins, in ms since 1970, while `waiting`. */
  readonly retryAt?: number;
}

export interface AccountView {
  readonly id: AccountId;
  /** The address as it is shown (XEP-0106 §4.2); never to be asked with. */
  readonly jid: string;
  readonly connection: ConnectionView;
  /** As contacts see it: away while the user is idle, whatever was chosen. */
  readonly show: OwnShow;
  readonly status: string;
  /** Messages not read yet, over all chats. */
  readonly unread: number;
  /** Status messages used before, the newest first. */
  readonly recentStatuses: readonly string[];
}

/** Why we do not see a contact's presence, though we asked, or no longer. */
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
  /** As the user named it, to be shown, or the address. */
  readonly name: string;
  /** As the user named it, character by character; empty for none. */
  readonly givenName: string;
  /** As the server keeps them, character by character. */
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** False for somebody who only has a chat with us. */
  readonly inRoster: boolean;
  /** Our request to see the contact's presence is not answered yet. */
  readonly pending: boolean;
  readonly refusal?: RefusalView;
  /** The most available resource counts. */
  readonly show: Show;
  readonly status: string;
  readonly resources: readonly ResourceView[];
  /** Messages not read yet. */
  readonly unread: number;
  readonly composing: boolean;
  /** The newest message that came since the start. */
  readonly lastReceived?: ReceivedView;
}

/** Words of a message, or what is said of one that has none. */
export type Excerpt = string | UserError;

/** The beginning of a message that came: enough to tell of it. */
export interface ReceivedView {
  /** The message's id. */
  readonly id: string;
  /** At most 200 UTF-16 code units of its text, or of what it tells where it has none. */
  readonly excerpt: Excerpt;
  /** The name of the file that it announces, as its sender chose it. */
  readonly fileName?: string;
}

/** What is typed in a chat and not sent, the same in all its tabs. */
export interface DraftView {
  /** Empty for nothing. */
  readonly draft: string;
  /** The message that it edits or answers; `aside` is the draft of a new one, which waits meanwhile. */
  readonly mode?:
    | { readonly kind: 'edit'; readonly message: string; readonly aside: string }
    | { readonly kind: 'reply'; readonly message: string };
}

/** The head of a chat tab. */
export interface ChatView extends DraftView {
  /** The other side's bare JID. */
  readonly id: string;
  readonly name: string;
  readonly show: Show;
  readonly status: string;
  readonly composing: boolean;
  readonly connection: ConnectionView;
  /** Whether older messages than those watched can be asked for. */
  readonly hasOlder: boolean;
  /** Whether newer messages than those watched can be asked for; what comes is not told then. */
  readonly hasNewer: boolean;
  /** Messages not read yet. */
  readonly unread: number;
  /** The contact whom this stranger could be taken for. */
  readonly resembles?: string;
  /** Whether this stranger's address mixes letters of several scripts. */
  readonly mixesScripts?: true;
  readonly refusal?: RefusalView;
}

/** A file that a message announces (XEP-0066, XEP-0447). */
export interface FileView {
  readonly name: string;
  /** Absent while its sender has not said where it is: nothing can be done with it. */
  readonly url?: string;
  /** In bytes, where known. */
  readonly size?: number;
  /** MIME type, where known. */
  readonly mediaType?: string;
}

/** `delivered` to a device of theirs (XEP-0184); `displayed` to the reader (XEP-0333). */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'displayed' | 'failed';

export interface MessageView {
  readonly id: string;
  readonly outgoing: boolean;
  readonly senderName: string;
  /** The text as it was sent; views show it as text, never as HTML. */
  readonly body: string;
  /** In ms since 1970. */
  readonly time: number;
  /** Only on outgoing messages. */
  readonly delivery?: Delivery;
  /** Why, when `delivery` is `failed`. */
  readonly error?: UserError;
  /** Why the last change that we made of it did not arrive. */
  readonly refused?: UserError;
  readonly file?: FileView;
  /** What it is about: the words begin with that, on a line of its own. */
  readonly subject?: string;
  readonly notice?: NoticeView;
  /** What others call it; absent where that is {@link id}. */
  readonly originId?: string;
  /** When its text was changed last, in ms since 1970. */
  readonly edited?: number;
  /** Its author took it back: nothing is left of it. */
  readonly retracted?: true;
  /** A part of it can no longer be read from the disk. */
  readonly damaged?: true;
  /** In the order in which they came. */
  readonly reactions?: readonly ReactionView[];
  readonly reply?: ReplyView;
}

/** What a message brought that can only be told of. */
export interface NoticeView {
  readonly kind:
    'encrypted' | 'invitation' | 'call' | 'location' | 'fileOffer' | 'attention' | 'unknown';
  /** One sentence: what it is, and what can be done with it. Holds words of the sender's. */
  readonly text: UserError;
}

/** What several think of a message (XEP-0444). */
export interface ReactionView {
  readonly emoji: string;
  /** Whether we are among them. */
  readonly own: boolean;
  /** Who they are, ourselves as `You`. */
  readonly names: readonly string[];
}

/** The message that another one answers (XEP-0461). */
export interface ReplyView {
  /** Its id; it may be gone since. */
  readonly message: string;
  readonly senderName: string;
  /** The beginning of its words, as they were when it was answered; empty once it was taken back. */
  readonly excerpt: Excerpt;
}

/** A file on its way. */
export interface TransferView {
  readonly id: string;
  /** The other side's bare JID. */
  readonly chat: string;
  readonly name: string;
  readonly size: number;
  /** Bytes done. */
  readonly sent: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Why, when `state` is `failed`. */
  readonly error?: UserError;
}

/** One question of a registration (XEP-0077), by the types of XEP-0004 §3.3. Remote text. */
export interface FormFieldView {
  /** The answer's key; empty for a `fixed` field, which is text only. */
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
  /** A picture that the question is about; its format is not checked. */
  readonly picture?: Uint8Array;
  /** Where it can be seen in a browser: `https:` or `http:`. */
  readonly link?: string;
}

/** What a server asks of whoever registers there. Remote text. */
export interface RegistrationView {
  /** To be handed back with the answers. */
  readonly isDataForm: boolean;
  readonly title: string;
  readonly instructions: string;
  /** None where the server only sends the user to `url`. */
  readonly fields: readonly FormFieldView[];
  /** A web page for registering, `https:` or `http:`. */
  readonly url?: string;
}

/** Somebody who asks to see our presence and waits for an answer. */
export interface SubscriptionRequestView {
  /** Their bare JID. */
  readonly id: string;
  /** What they say about it, in their own words; may be empty. */
  readonly status: string;
}

/** What a contact's server and devices answer; what they do not tell is absent. */
export interface ContactDetailsView {
  /** The contact's bare JID. */
  readonly id: string;
  /** Whether nothing more is waited for. */
  readonly complete: boolean;
  /** Each may be empty. */
  readonly vcard?: { readonly name: string; readonly email: string } | undefined;
  /** How long ago the last device left, in seconds, while none is there. */
  readonly lastSeen?: number | undefined;
  readonly devices: readonly DeviceDetailsView[];
}

export interface DeviceDetailsView {
  readonly resource: string;
  /** Each may be empty. */
  readonly software?:
    { readonly name: string; readonly version: string; readonly os: string } | undefined;
  /** For how long nobody has used it, in seconds. */
  readonly idle?: number | undefined;
  /** Its time zone's offset from UTC, in minutes. */
  readonly utcOffset?: number | undefined;
}

/** What follows for one window from where the user is. */
export interface AttentionView {
  /** The window's own name. */
  readonly id: string;
  /** Whether notifications are this window's to show: it has the focus, or had it last. */
  readonly notifies: boolean;
}

/** A message that a search found, and where. */
export interface FoundMessageView {
  /** The message's id. */
  readonly id: string;
  readonly account: AccountId;
  /** The other side's bare JID. */
  readonly chat: string;
  readonly chatName: string;
  readonly outgoing: boolean;
  readonly senderName: string;
  /** In ms since 1970. */
  readonly time: number;
  /** At most 200 UTF-16 code units of its text, on one line, from near the first word that was found. */
  readonly excerpt: Excerpt;
  /** The name of the file that it announces, as its sender chose it. */
  readonly fileName?: string;
}

/** Whose messages are archived, of those who are no exception; `roster`: our contacts’. */
export const ARCHIVE_DEFAULTS = ['always', 'roster', 'never'] as const;

/** Whose messages the account's server archives (XEP-0441). */
export interface ArchivePreferencesView {
  readonly default: (typeof ARCHIVE_DEFAULTS)[number];
  /** The exceptions, by their JIDs. */
  readonly always: readonly string[];
  readonly never: readonly string[];
}

import type { UserError } from '../../base/userError.ts';
import type { AccountId } from './account.ts';

/** Words of a message, or the description of one that has none. */
export type Excerpt = string | UserError;

/** The beginning of a received message, for notifications. */
export interface ReceivedView {
  /** The message's id. */
  readonly id: string;
  /** At most 200 UTF-16 code units of its text, or of its notice if it has none. */
  readonly excerpt: Excerpt;
  /** The names of its announced files, as chosen by the sender, separated by commas. */
  readonly fileName?: string;
  /** Whether that file is offered, and can be accepted or declined. */
  readonly isOffer?: true;
  /** Whether it was taken back: it is no news any more. */
  readonly isDeleted?: true;
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
  /** Of a picture or video, in points, as its sender claims: never to allocate by. */
  readonly width?: number;
  readonly height?: number;
  /** How long sound or video is, in ms, as its sender claims. */
  readonly duration?: number;
  /** A small picture of it that came along: a `data:` URL of at most 8 KiB and 512 points a side. */
  readonly thumbnail?: string;
  /** Present while it is saved from its address, and after that until the transfer is forgotten. */
  readonly saving?: SavingView;
}

/** How far a file has come that is saved from a server. */
export interface SavingView {
  readonly state: 'running' | 'done' | 'failed';
  /** In bytes. */
  readonly received: number;
  /** In bytes; absent until it is known. */
  readonly size?: number;
  /** Its connection was cut or fell silent, and is retried automatically. */
  readonly isWaiting?: true;
  /** While `running`, once it is known. */
  readonly bytesPerSecond?: number;
  /** The reason, if `failed`. */
  readonly error?: UserError;
  /** The name under which it was saved, without its folder, if `done`. */
  readonly savedAs?: string;
}

/**
 * `declined` and `cancelled` by us, `withdrawn` by the sender; `lost`: the session in which it was
 * offered is over.
 */
export type OfferState =
  'offered' | 'running' | 'done' | 'declined' | 'cancelled' | 'withdrawn' | 'lost' | 'failed';

/** A file that its sender offers without an address: it is received once it is accepted. */
export interface OfferView {
  readonly state: OfferState;
  /** In bytes, while `running`. */
  readonly received?: number;
  /** While `running`, once it is known. */
  readonly bytesPerSecond?: number;
  /** The reason, if `failed`. */
  readonly error?: UserError;
  /** The name under which it was saved, without its folder, if `done`. */
  readonly savedAs?: string;
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
  /** Whether its author is ignored: then nothing of its content is here. */
  readonly isIgnored?: true;
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
  /** The others, if it shares several. */
  readonly moreFiles?: readonly FileView[];
  /** How far the {@link file} has come, if it was offered: then it has no address. */
  readonly offer?: OfferView;
  /** Its subject: the text begins with it, on a line of its own. */
  readonly subject?: string;
  /** Whether the text is shown as it is, without styling. */
  readonly isUnstyled?: true;
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
    'encrypted' | 'invitation' | 'call' | 'location' | 'fileOffer' | 'attention' | 'unknown';
  /** One sentence: what it is, and what can be done with it. May contain text of the sender. */
  readonly text: UserError;
}

/** A reaction to a message, with all who chose it (XEP-0444). */
export interface ReactionView {
  readonly emoji: string;
  /** Whether it is also ours. */
  readonly own: boolean;
  /** The names of all who chose it, ours as {@link OWN_NAME}. */
  readonly names: readonly string[];
}

/** Our own name in {@link ReactionView.names}; a page shows it in its language. */
export const OWN_NAME = 'You';

/** The message that a reply refers to (XEP-0461). */
export interface ReplyView {
  /** Its id; the message may be gone by now. */
  readonly message: string;
  /** Whether it is ours. */
  readonly outgoing?: true;
  readonly senderName: string;
  /** The beginning of its text at the time of the reply; empty if retracted. */
  readonly excerpt: Excerpt;
}

/** A search result and its chat. */
export interface FoundMessageView {
  /** The message's id. */
  readonly id: string;
  readonly account: AccountId;
  /** The bare JID of the contact or room, or the full JID of an occupant. */
  readonly chat: string;
  readonly chatName: string;
  readonly outgoing: boolean;
  readonly senderName: string;
  /** In ms since 1970. */
  readonly time: number;
  /** At most 200 UTF-16 code units of its text, on one line, from near the first match. */
  readonly excerpt: Excerpt;
  /** The names of its announced files, as chosen by the sender, separated by commas. */
  readonly fileName?: string;
  /** Of each of its files, if it shares several. */
  readonly fileNames?: readonly string[];
}

/**
 * What a message brings that can only be told of: plain JSON, with all that there is to say about it.
 * Texts are the sender's own.
 */
export type Notice =
  | EncryptedNotice
  | InvitationNotice
  | CallNotice
  | LocationNotice
  | FileOfferNotice
  | { readonly kind: 'attention' }
  /** Content of a kind that is not known here. */
  | { readonly kind: 'unknown' };

/** Words that only others can read (XEP-0380). */
export interface EncryptedNotice {
  readonly kind: 'encrypted';
  /** What it is encrypted with, such as `OMEMO`. */
  readonly method: string;
}

/** Somebody would like us to join a room (XEP-0249, XEP-0045 §7.8). */
export interface InvitationNotice {
  readonly kind: 'invitation';
  /** The room's bare JID. */
  readonly room: string;
  /** Empty where none is given. */
  readonly reason: string;
  /** Who invites, as the room says; absent where that is the sender. */
  readonly inviter?: string;
}

/** How far a call got, by what is known of it. */
export type CallState = 'offered' | 'missed' | 'declined' | 'answered';

/** A call that somebody offered (XEP-0353): nothing here can take it. */
export interface CallNotice {
  readonly kind: 'call';
  readonly video: boolean;
  readonly state: CallState;
}

/** Where somebody is, or wants to be (XEP-0080). */
export interface LocationNotice {
  readonly kind: 'location';
  /** In degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  /** In words; empty where there are none. */
  readonly description: string;
}

/** A file that would come by a connection of its own (XEP-0096, XEP-0234). */
export interface FileOfferNotice {
  readonly kind: 'fileOffer';
  /** As the sender calls it; empty where it is not named. */
  readonly name: string;
}

/** Whether who was shown it has seen what the message says, and not only that there is something. */
export function isReadable(notice: Notice | undefined): boolean {
  return notice?.kind !== 'encrypted' && notice?.kind !== 'unknown';
}

/** In UTF-16 code units: a line, and no more. */
export const MAX_NOTICE_TEXT = 500;

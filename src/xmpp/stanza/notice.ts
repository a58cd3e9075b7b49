/**
 * Content of a message that can only be reported to the user: plain JSON, with all that is known
 * about it. Texts are the sender's own.
 */
export type Notice =
  | EncryptedNotice
  | InvitationNotice
  | CallNotice
  | LocationNotice
  | FileOfferNotice
  | { readonly kind: 'attention' }
  /** Content of an unsupported kind. */
  | { readonly kind: 'unknown' };

/** Encrypted content that cannot be decrypted here (XEP-0380). */
export interface EncryptedNotice {
  readonly kind: 'encrypted';
  /** The encryption method, such as `OMEMO`. */
  readonly method: string;
}

/** An invitation to a room (XEP-0249, XEP-0045 §7.8). */
export interface InvitationNotice {
  readonly kind: 'invitation';
  /** The room's bare JID. */
  readonly room: string;
  /** Empty if none is given. */
  readonly reason: string;
  /** The inviter according to the room; absent if that is the sender. */
  readonly inviter?: string;
}

/** The state of a call, as far as known. */
export type CallState = 'offered' | 'missed' | 'declined' | 'answered';

/** An offered call (XEP-0353), which cannot be answered here. */
export interface CallNotice {
  readonly kind: 'call';
  readonly video: boolean;
  readonly state: CallState;
}

/** A location sent by the contact (XEP-0080). */
export interface LocationNotice {
  readonly kind: 'location';
  /** In degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  /** In words; empty if none are given. */
  readonly description: string;
}

/** An offer of a file over a separate connection (XEP-0096, XEP-0234). */
export interface FileOfferNotice {
  readonly kind: 'fileOffer';
  /** The name given by the sender; empty if none. */
  readonly name: string;
}

/** Whether the notice shows what the message says, not only that there is a message. */
export function isReadable(notice: Notice | undefined): boolean {
  return notice?.kind !== 'encrypted' && notice?.kind !== 'unknown';
}

/** Maximum length of a notice's text, in UTF-16 code units: about a line. */
export const MAX_NOTICE_TEXT = 500;

/** Parameters that several requests and topics share. */
import type { UserError } from '../../base/userError.ts';
import type { AccountId } from '../views.ts';

/** The only type that is not JSON: a carrier that cannot transfer bytes encodes them. */
export type Bytes = Uint8Array;

/** A request about one account. */
export interface OfAccount {
  readonly account: AccountId;
}

/** The SHA-256 fingerprint of a certificate that only the user vouches for. */
export interface TrustedCertificate {
  readonly fingerprint?: string;
}

/** A request about one chat. */
export interface OfChat extends OfAccount {
  /** The bare JID of the contact or room, or the full JID of an occupant. */
  readonly chat: string;
}

/** A request about a file that a message of the chat shares. */
export interface OfFile extends OfChat {
  /** Its place among those of the message, from 0; absent for the first. */
  readonly file?: number;
}

/** A part of a room's list of occupants. */
export interface OfOccupants extends OfChat {
  /** Only those whose nick contains it, ignoring case; empty for all. */
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
}

/** The answers to a form, by the names of its fields, those of hidden ones included. */
export interface FormAnswers {
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Some senders of a room's messages, as `MessageView.sender`. */
export interface OfSenders extends OfChat {
  readonly senders: readonly string[];
}

/** How to join a room. */
export interface RoomEntry {
  readonly nick: string;
  readonly password?: string;
  /** Where the password is stored: on this machine only, as if absent, or for all clients. */
  readonly keepPassword?: 'here' | 'everywhere';
  /**
   * Creates the room if it does not exist: as a group of contacts has, for anybody, or closed to all
   * others until `setRoomForm`; absent, a room that does not exist is not joined (`room-missing`).
   */
  readonly create?: 'private' | 'public' | 'configure';
}

/** The pages of a chat's messages that one tab watches. */
export interface OfPages extends OfChat {
  /** The tab's own id for them: each tab on the same chat has its own position. */
  readonly view?: string;
}

/** A file to send; its content stays in the window that offers it. */
export interface OfferedFile extends OfSource {
  readonly name: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** A small picture of it, as a `data:` URL: at most 8 KiB, and 512 points a side. */
  readonly thumbnail?: string;
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
}

/** A file that a window offers. */
export interface OfSource {
  /** A unique id, made by the window. */
  readonly source: string;
}

/** A piece of an offered file, by its id in the topic `wantedPieces`. */
export interface OfPiece extends OfSource {
  readonly piece: string;
}

/** The user's activity in one window. */
export interface WindowState {
  /** The window's unique id. */
  readonly window: string;
  readonly focused: boolean;
  /** The last time it had or got the focus, in ms since 1970; 0 for never. */
  readonly focusedAt: number;
  /** Whether the user is inactive here: for a while, or for long. */
  readonly idle: 'away' | 'xa' | null;
}

/** A contact that moves into another group. */
export interface GroupMove {
  /** A bare JID. */
  readonly contact: string;
  /** The group that it leaves; empty for none. */
  readonly from: string;
}

/** How many contacts were added and changed, and how many the server has refused. */
export interface ImportResult {
  readonly added: number;
  readonly changed: number;
  readonly failed: number;
  /** Why the first of them was refused. */
  readonly reason?: UserError;
}

/** The intended name and groups of a contact; absent ones are unchanged. */
export interface RosterEntry {
  /** Empty for none. */
  readonly name?: string;
  /** Names of existing groups stay unchanged; new ones are trimmed. */
  readonly groups?: readonly string[];
}

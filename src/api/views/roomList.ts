import type { RoomAffiliation } from './room.ts';

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

/** A request of another user that we may approve, in a room. */
export interface RoomApprovalView {
  readonly id: string;
  /** The room's bare JID. */
  readonly room: string;
  /** To write, or to be a member. */
  readonly kind: 'voice' | 'membership';
  /** Remote text; may be empty if `jid` is there. */
  readonly nick: string;
  /** Who asks, by bare JID, if the room says it. */
  readonly jid?: string;
  /** What they say of themselves, in one line; may be empty. Remote text. */
  readonly about: string;
  /** When it came, in ms since 1970. */
  readonly time: number;
}

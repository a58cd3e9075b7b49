import { Jid } from '../../base/jid.ts';
import type { RoomInvitation } from '../../xmpp/xep/0249-invitations.ts';

/** An invitation to a room that waits for the user. Who invites is as trustworthy as the room. */
export interface PendingInvitation extends RoomInvitation {
  /** The same for all invitations of one inviter to one room. */
  readonly id: string;
  /** When it was sent, as far as known, in ms since 1970. */
  readonly stamp: number;
}

/** An invitation as stored on this machine: without its password, a secret. */
export interface KeptInvitation {
  /** The bare JID. */
  readonly room: string;
  /** Absent if none is named. */
  readonly inviter?: string;
  readonly mediated: boolean;
  readonly reason: string;
  readonly continues?: { readonly thread?: string };
  readonly stamp: number;
}

export interface KeptInvitations {
  /** The oldest first. */
  readonly pending: readonly KeptInvitation[];
  /** Until when the invitations of an id were answered, in ms since 1970; the oldest answer first. */
  readonly answered: readonly { readonly id: string; readonly until: number }[];
}

/** Stores the invitations of accounts, by bare JID. */
export interface RoomInvitationStore {
  loadInvitations(account: string): KeptInvitations | undefined;
  saveInvitations(account: string, kept: KeptInvitations): Promise<void>;
}

/** The devices of an inviter are one, but not the occupants of a room, who all have its address. */
export function invitationId(room: Jid, inviter: Jid | undefined): string {
  const by = inviter?.bare === room.bare ? inviter.full : inviter?.bare;
  return `${room.bare} ${by ?? ''}`;
}

export function keptInvitation(pending: PendingInvitation): KeptInvitation {
  const { room, inviter, mediated, reason, continues, stamp } = pending;
  return {
    room: room.bare,
    ...(inviter && { inviter: inviter.full }),
    ...(continues && { continues }),
    ...{ mediated, reason, stamp },
  };
}

export function restoreInvitation(kept: KeptInvitation): readonly PendingInvitation[] {
  const { room: address, inviter: by, ...rest } = kept;
  const room = Jid.parse(address)?.toBare();
  const inviter = by === undefined ? undefined : Jid.parse(by);
  if (!room) return [];
  return [{ ...rest, id: invitationId(room, inviter), room, ...(inviter && { inviter }) }];
}

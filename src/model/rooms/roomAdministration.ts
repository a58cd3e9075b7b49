import type { Jid } from '../../base/jid.ts';
import type { UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { setAffiliation, setRole } from '../../xmpp/xep/0045-administration.ts';
import { moderate } from '../../xmpp/xep/0425-moderation.ts';
import { destroyRoom } from '../../xmpp/xep/0045-configuration.ts';
import { type AffiliatedUser, fetchAffiliated } from '../../xmpp/xep/0045-lists.ts';
import type { RoomAffiliation, RoomRole } from '../../xmpp/xep/0045-user.ts';
import type { Membership } from './membership.ts';
import { roomFailure } from './roomErrors.ts';
import { changeFailure, roomTask } from './roomRequests.ts';

export type { AffiliatedUser };

/** A room that we are in. @throws Failure offline, or `room-not-joined` */
export type Inside = (
  room: Jid,
  task?: UserError,
) => { readonly session: Session; readonly membership: Membership };

/** Whose affiliation: an account, or an occupant whose real address is shown to us. */
export type Affiliated = { readonly jid: Jid } | { readonly nick: string };

/** What moderators, admins and owners do in a room (XEP-0045 §8–10). */
export class RoomAdministration {
  readonly #inside: Inside;

  constructor(inside: Inside) {
    this.#inside = inside;
  }

  /** Changes the role of an occupant: `none` kicks. @throws Failure `room-change` */
  async setRole(
    room: Jid,
    change: { readonly nick: string; readonly role: RoomRole; readonly reason: string },
  ): Promise<void> {
    const { session } = this.#inside(room);
    await setRole(session, room, change).catch((error: unknown) => {
      throw changeFailure(error, room, change.nick);
    });
  }

  /** Changes an affiliation: `outcast` bans. @throws Failure `room-change` */
  async setAffiliation(
    room: Jid,
    of: Affiliated,
    change: { readonly affiliation: RoomAffiliation; readonly reason: string },
  ): Promise<void> {
    const { session, membership } = this.#inside(room);
    const jid = 'jid' in of ? of.jid : addressOf(membership, of.nick);
    await setAffiliation(session, room, { jid, ...change }).catch((error: unknown) => {
      throw changeFailure(error, room);
    });
  }

  /** The accounts of an affiliation. @throws Failure `room-change` */
  async affiliated(room: Jid, affiliation: RoomAffiliation): Promise<readonly AffiliatedUser[]> {
    const task = roomTask('task.ask-room', room);
    const { session } = this.#inside(room, task);
    return fetchAffiliated(session, room, affiliation).catch((error: unknown) => {
      throw changeFailure(error, room, '', task);
    });
  }

  /**
   * Retracts a message of another for all (XEP-0425).
   *
   * @param id in the room's archive. @throws Failure `room-change`
   */
  async moderate(room: Jid, id: string, reason: string): Promise<void> {
    const { session, membership } = this.#inside(room);
    const version = membership.info?.moderation.at(-1) === 1 ? '1' : '0';
    await moderate(session, { room, id, reason, version }).catch((error: unknown) => {
      throw changeFailure(error, room);
    });
  }

  /** Destroys a room for all. @param other the room to join instead. @throws Failure */
  async destroy(room: Jid, reason: string, other?: Jid): Promise<void> {
    const task = roomTask('task.destroy-room', room);
    const { session, membership } = this.#inside(room, task);
    const alternate = other && { alternate: other };
    try {
      await membership.destroyBy(() => destroyRoom(session, room, { reason, ...alternate }));
    } catch (error) {
      throw changeFailure(error, room, '', task);
    }
  }
}

/** @throws Failure `room-change` if there is no such occupant, or their address is not shown */
function addressOf({ occupants, room }: Membership, nick: string): Jid {
  const occupant = occupants.get(nick);
  if (!occupant) throw roomFailure('room-change.no-occupant', room, { nick });
  const [jid] = occupant.jids;
  if (!jid) throw roomFailure('room-change.no-address', room, { nick });
  return jid;
}

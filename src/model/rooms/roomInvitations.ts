import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { declineInvitation } from '../../xmpp/xep/0045-invitations.ts';
import type { RoomInvitation } from '../../xmpp/xep/0249-invitations.ts';
import {
  invitationId,
  keptInvitation,
  type PendingInvitation,
  restoreInvitation,
  type RoomInvitationStore,
} from './keptInvitations.ts';

/** Maximum number that wait, against floods: later ones are ignored, so that none is displaced. */
const MAX_PENDING = 200;
/** Maximum number of those from one domain, which can make up any number of senders. */
const MAX_OF_DOMAIN = 50;
/** Maximum number of answers remembered, the latest. */
const MAX_ANSWERED = 500;

/** What invitations request of the rooms. */
export interface InvitedRooms {
  /** Whether we are in a room, or about to join it by its bookmark; by its bare JID. */
  isIn(id: string): boolean;
  /**
   * Joins a room by the user's request. The room may not exist: then it is not to be created.
   * @throws Failure
   */
  join(request: {
    readonly room: Jid;
    readonly nick: string;
    readonly password?: string;
  }): Promise<unknown>;
}

export interface RoomInvitationsDeps {
  readonly account: Jid;
  readonly store: RoomInvitationStore;
  readonly rooms: InvitedRooms;
  readonly clock: Clock;
  /** @throws Failure offline */
  readonly session: () => Session;
}

/** Invitations to rooms that wait for the user, who alone decides whether to join. */
export class RoomInvitations {
  readonly #deps: RoomInvitationsDeps;
  readonly #pending = new Map<string, PendingInvitation>();
  /** Until when those of an id were answered, in ms since 1970. */
  readonly #answered = new Map<string, number>();
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept = new LatestWrite(() => this.#keep());

  /** The ids of invitations that were received, changed or settled. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: RoomInvitationsDeps) {
    this.#deps = deps;
    const kept = deps.store.loadInvitations(deps.account.bare);
    for (const pending of kept?.pending.flatMap(restoreInvitation) ?? []) {
      this.#pending.set(pending.id, pending);
    }
    for (const { id, until } of kept?.answered ?? []) this.#answered.set(id, until);
  }

  /** The oldest first. */
  values(): Iterable<PendingInvitation> {
    return this.#pending.values();
  }

  find(id: string): PendingInvitation | undefined {
    return this.#pending.get(id);
  }

  /**
   * Receives an invitation, live or from the archive. Those to rooms that we are in, those answered
   * since, and copies of our own are ignored. Resolves once it is stored.
   *
   * @param stamp when it was sent, as far as known, in ms since 1970
   */
  async receive(invitation: RoomInvitation, stamp: number): Promise<void> {
    const { room, inviter } = invitation;
    const id = invitationId(room, inviter);
    const account = this.#deps.account.bare;
    if (room.local === '' || room.bare === account || inviter?.bare === account) return;
    if (this.#deps.rooms.isIn(room.bare)) return;
    if (stamp <= (this.#answered.get(id) ?? -Infinity)) return;
    const known = this.#pending.get(id);
    if (known ? stamp <= known.stamp && isCovered(invitation, known) : this.#isFull(invitation)) {
      return;
    }
    const latest = Math.max(stamp, known?.stamp ?? stamp);
    this.#pending.set(id, { ...merged(known, invitation), id, stamp: latest });
    this.#changed.fire([id]);
    await this.#kept.save();
  }

  /** Joins the room of an invitation; if that fails, it still waits. @throws Failure */
  async accept(id: string, nick: string): Promise<void> {
    const invitation = this.#pending.get(id);
    if (!invitation) return;
    const { room, password } = invitation;
    const secret = password === undefined ? {} : { password };
    await this.#deps.rooms.join({ room, nick, ...secret });
    await this.joined(room);
  }

  /**
   * Declines an invitation: the room notifies the inviter. A direct one is only forgotten
   * (XEP-0249 §2), as is one that names no inviter.
   *
   * @param reason empty for none
   * @throws Failure, StanzaError offline
   */
  async decline(id: string, reason: string): Promise<void> {
    const invitation = this.#pending.get(id);
    if (!invitation) return;
    const { room, inviter, mediated } = invitation;
    if (mediated && inviter) {
      const declined = { id: randomUUID(), room, inviter, reason };
      declineInvitation(this.#deps.session(), declined);
    }
    await this.#settle([id]);
  }

  /** Removes an invitation without an answer. */
  async ignore(id: string): Promise<void> {
    if (this.#pending.has(id)) await this.#settle([id]);
  }

  /** Removes those from unwanted inviters, without an answer. */
  async drop(isUnwanted: (inviter: Jid) => boolean): Promise<void> {
    const unwanted = [...this.#pending.values()].filter(
      ({ room, inviter }) => isUnwanted(room) || (inviter && isUnwanted(inviter)),
    );
    if (unwanted.length > 0) await this.#settle(unwanted.map(({ id }) => id));
  }

  /** We have joined a room, here or by another client: its invitations are answered. */
  async joined(room: Jid): Promise<void> {
    const all = [...this.#pending.values()];
    const answered = all.filter((pending) => pending.room.bare === room.bare);
    if (answered.length > 0) await this.#settle(answered.map(({ id }) => id));
  }

  async #settle(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      // By the sender's clock it may have been sent later than now.
      const until = Math.max(this.#deps.clock.now(), this.#pending.get(id)?.stamp ?? 0);
      this.#pending.delete(id);
      this.#answered.delete(id);
      this.#answered.set(id, until);
    }
    const surplus = [...this.#answered.keys()].slice(0, -MAX_ANSWERED);
    for (const id of surplus) this.#answered.delete(id);
    this.#changed.fire(ids);
    await this.#kept.save();
  }

  #isFull(invitation: RoomInvitation): boolean {
    if (this.#pending.size >= MAX_PENDING) return true;
    const domain = senderDomain(invitation);
    const others = [...this.#pending.values()].filter((other) => senderDomain(other) === domain);
    return others.length >= MAX_OF_DOMAIN;
  }

  #keep(): Promise<void> {
    return this.#deps.store.saveInvitations(this.#deps.account.bare, {
      pending: [...this.#pending.values()].map(keptInvitation),
      answered: [...this.#answered].map(([id, until]) => ({ id, until })),
    });
  }
}

/** The domain that vouches for the sender: of a mediated invitation, whose inviter is any, the room's. */
function senderDomain({ room, inviter, mediated }: RoomInvitation): string {
  return mediated || !inviter ? room.domain : inviter.domain;
}

/** Whether an older invitation says nothing that a newer one does not. */
function isCovered(older: RoomInvitation, newer: RoomInvitation): boolean {
  return newer.mediated || !older.mediated;
}

/** Of an invitation sent in both ways, the mediated one stays, which can be declined. */
function merged(known: RoomInvitation | undefined, invitation: RoomInvitation): RoomInvitation {
  return known?.mediated && !invitation.mediated
    ? { ...invitation, ...known }
    : { ...known, ...invitation };
}

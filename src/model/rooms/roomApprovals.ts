import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { failure } from '../../base/userError.ts';
import {
  answerApproval,
  type ApprovalKind,
  type ApprovalRequest,
} from '../../xmpp/xep/0045-approval.ts';
import type { Membership } from './membership.ts';
import type { Inside } from './roomAdministration.ts';
import { changeFailure, sendToRoom } from './roomRequests.ts';
import type { RoomChange } from './rooms.ts';

/** Maximum number that wait, in one room and in all, against floods: later ones are ignored. */
const MAX_OF_ROOM = 20;
const MAX_PENDING = 100;

/** A request for voice or membership that waits for us to approve it. */
export interface PendingApproval extends ApprovalRequest {
  /** The same for all requests of one kind by one person in one room. */
  readonly id: string;
  /** Bare. */
  readonly room: Jid;
  /** When it came, in ms since 1970. */
  readonly stamp: number;
}

/**
 * Requests of others that we may approve, in the rooms that we are in (XEP-0045 §8.6, §9.9). They are
 * not stored: a room does not say, after an absence, which of them were answered.
 */
export class RoomApprovals {
  readonly #inside: Inside;
  readonly #clock: Clock;
  readonly #pending = new Map<string, PendingApproval>();
  readonly #changed = new Emitter<readonly string[]>();

  /** The ids of requests that came, changed or were settled. */
  readonly onDidChange = this.#changed.event;

  constructor(inside: Inside, clock: Clock) {
    this.#inside = inside;
    this.#clock = clock;
  }

  /** The oldest first. */
  values(): Iterable<PendingApproval> {
    return this.#pending.values();
  }

  find(id: string): PendingApproval | undefined {
    return this.#pending.get(id);
  }

  /**
   * Takes requests, and removes those that were answered otherwise, whose sender left, or that we may
   * not approve any more.
   */
  hear({ room, event }: RoomChange): void {
    switch (event.kind) {
      case 'approval':
        this.#receive(room, event.request);
        break;
      case 'state':
        this.#review(room);
        break;
      case 'occupants':
        this.#review(room, event.change.kind === 'changed' ? event.change.nicks : undefined);
        break;
      case 'affiliations': {
        const changed = event.changes.map(({ jid }) => jid.bare);
        this.#remove(room, ({ kind, jid }) => {
          return kind === 'membership' && jid !== undefined && changed.includes(jid.bare);
        });
        break;
      }
      default:
    }
  }

  /** Approves or denies a request; what fails waits on. @throws Failure `no-approval`, `room-change` */
  async answer(id: string, isApproved: boolean): Promise<void> {
    const request = this.#pending.get(id);
    if (!request) throw failure('no-approval');
    const { room, nick } = request;
    const { session } = this.#inside(room);
    const answer = { id: randomUUID(), room, request, isApproved };
    try {
      await sendToRoom(session, room, answer.id, () => {
        answerApproval(session, answer);
      });
    } catch (error) {
      throw changeFailure(error, room, nick);
    }
    if (this.#pending.get(id) === request) this.#forget([id]);
  }

  #receive(room: Membership, request: ApprovalRequest): void {
    const id = approvalId(room.room, request);
    const isFull = !this.#pending.has(id) && this.#isFull(room.room);
    if (isFull || !isOpen(room, request)) return;
    this.#pending.set(id, { ...request, id, room: room.room, stamp: this.#clock.now() });
    this.#changed.fire([id]);
  }

  /** @param nicks of the occupants that have changed; all when absent */
  #review(room: Membership, nicks?: readonly string[]): void {
    const { phase } = room.state;
    // While the occupants are sent again, a missing one has not left.
    if (phase === 'asking' || phase === 'joining') return;
    this.#remove(room, (pending) => !isOpen(room, pending, nicks));
  }

  #isFull(room: Jid): boolean {
    if (this.#pending.size >= MAX_PENDING) return true;
    return (
      [...this.#pending.values()].filter((one) => one.room.bare === room.bare).length >= MAX_OF_ROOM
    );
  }

  #remove({ room }: Membership, isSettled: (pending: PendingApproval) => boolean): void {
    if (this.#pending.size === 0) return;
    const settled = [...this.#pending.values()].filter((pending) => {
      return pending.room.bare === room.bare && isSettled(pending);
    });
    if (settled.length > 0) this.#forget(settled.map(({ id }) => id));
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) this.#pending.delete(id);
    this.#changed.fire(ids);
  }
}

/** Moderators give voice (§8.3), admins membership (§9.3). */
function mayApprove({ self }: Membership, kind: ApprovalKind): boolean {
  if (kind === 'voice') return self?.role === 'moderator';
  return self?.affiliation === 'admin' || self?.affiliation === 'owner';
}

/**
 * Whether we may approve a request, and it still needs that.
 *
 * @param nicks of the occupants that have changed since it did; all when absent
 */
function isOpen(
  membership: Membership,
  { kind, nick, jid }: ApprovalRequest,
  nicks?: readonly string[],
): boolean {
  if (!mayApprove(membership, kind)) return false;
  const { occupants } = membership;
  if (kind === 'voice') return occupants.get(nick)?.role === 'visitor';
  if (!jid) return true;
  // Who asks for membership need not be inside.
  const looked = nicks ? nicks.flatMap((one) => occupants.get(one) ?? []) : [...occupants.values()];
  return !looked.some(({ affiliation, jids }) => {
    return affiliation !== 'none' && jids.some(({ bare }) => bare === jid.bare);
  });
}

function approvalId(room: Jid, { kind, nick, jid }: ApprovalRequest): string {
  return `${room.bare} ${kind} ${kind === 'voice' || !jid ? nick : jid.bare}`;
}

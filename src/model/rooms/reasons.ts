import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { UserError } from '../../base/userError.ts';
import type { Departure, DepartureKind } from '../../xmpp/xep/0045-departure.ts';
import type { RoomError, RoomRefusal } from '../../xmpp/xep/0045-errors.ts';
import { type Again, LATER, NEVER, ONCE, ONCE_LATER, SOON } from './retries.ts';
import { nickError, roomError, type RoomErrorCode } from './roomErrors.ts';

/** What the user can do to be in a room again. */
export type Remedy =
  /** Nothing. */
  | 'none'
  | 'join'
  | 'password'
  /** Another nick. */
  | 'nick'
  /** Asking for membership (XEP-0045 §7.10). */
  | 'membership'
  | 'create'
  /** Going to the room that replaces this one. */
  | 'otherRoom'
  /** Being visible. */
  | 'show'
  /** Answering what the service asks of who joins (XEP-0158). */
  | 'captcha';

/** Why we are not in a room. */
export interface LeftReason {
  readonly error: UserError;
  readonly remedy: Remedy;
  /** Of a destroyed room, the one to use instead. */
  readonly other?: Jid;
}

/** Why we are not in a room, and whether it is joined again by itself. */
export interface Outcome {
  readonly reason: LeftReason;
  readonly again: Again;
}

/** How a room was asked to let us in. */
export interface Asked {
  readonly room: Jid;
  readonly nick: string;
  /** Empty for none. */
  readonly password: string;
  /** Who wants us to join. */
  readonly origin: 'user' | 'bookmark' | 'invitation';
  /** Whether we were inside since the user asked, and so come back by ourselves. */
  readonly wasInside: boolean;
}

/** An outcome by its code alone. */
export function outcome(code: RoomErrorCode, room: Jid, remedy: Remedy, again = NEVER): Outcome {
  return { reason: { error: roomError(code, room), remedy }, again };
}

/** The codes that have a variant with the server's text, their remedy, and what is repeated. */
const SAID = {
  forbidden: ['room-forbidden', 'none', NEVER],
  notAllowed: ['room-not-allowed', 'none', NEVER],
  busy: ['room-busy', 'join', LATER],
  broken: ['room-broken', 'join', LATER],
  unavailable: ['room-closed', 'join', NEVER],
  other: ['room-refused', 'join', NEVER],
} as const satisfies Partial<
  Record<RoomRefusal, readonly [code: RoomErrorCode, remedy: Remedy, again: Again]>
>;

/** The outcome of a refusal to join (XEP-0045 §7.2). Only what may pass by itself is repeated. */
export function refused(error: RoomError, asked: Asked): Outcome {
  const { room, nick } = asked;
  switch (error.refusal) {
    case 'password':
      return asked.password !== ''
        ? outcome('room-password.wrong', room, 'password')
        : outcome('room-password', room, 'password');
    case 'notFound':
      return outcome('room-locked', room, 'join', againIfLocked(asked));
    case 'membersOnly':
      return outcome('room-members-only', room, 'membership');
    case 'unreachable':
      return outcome('room-unreachable', room, 'join', LATER);
    case 'destroyed':
      return destroyed(room, error.text, error.room);
    case 'reservedNick':
      return withoutNick('reserved', room, nick);
    case 'nickTaken':
      return withoutNick('taken', room, nick);
    case 'invalidNick':
      return withoutNick('invalid', room, nick);
    default:
      return said(error, error.refusal, asked);
  }
}

/** The question of the service was answered wrongly, or too late: it asks another one. */
export function wronglyAnswered(room: Jid): Outcome {
  return outcome('room-captcha.wrong', room, 'join');
}

/** Another client may not have opened the room yet, to which it invites or which it bookmarked. */
export function againIfLocked({ origin }: Asked): Again {
  if (origin === 'invitation') return ONCE_LATER;
  return origin === 'bookmark' ? ONCE : NEVER;
}

/** The outcome of being removed; `undefined` if we left. */
export function removed(
  room: Jid,
  kind: Exclude<DepartureKind, 'nickChange'>,
  departure: Departure,
): Outcome | undefined {
  switch (kind) {
    case 'left':
      return undefined;
    case 'kicked':
      return byActor('room-kicked', room, departure, 'join');
    case 'banned':
      return byActor('room-banned', room, departure, 'none');
    case 'lostMembership':
      return outcome('room-membership-lost', room, 'join');
    case 'membersOnly':
      return outcome('room-members-only.now', room, 'membership');
    case 'shutdown':
      return outcome('room-shutdown', room, 'join', SOON);
    case 'technical':
      return outcome('room-lost.technical', room, 'join', SOON);
    case 'destroyed':
      return destroyed(room, departure.destruction?.reason, departure.destruction?.room);
    case 'lost':
      return outcome('room-lost', room, 'join', ONCE);
  }
}

/** Whether the user would only have to join again, and it is not joined again by itself. */
export function mayJoinToSend(left: {
  readonly reason?: LeftReason;
  readonly retryAt?: number;
}): boolean {
  return left.retryAt === undefined && (!left.reason || left.reason.remedy === 'join');
}

/** Closed by its owner: never joined again by itself. */
export function destroyed(room: Jid, reason = '', other?: Jid): Outcome {
  const error =
    reason === ''
      ? roomError('room-destroyed', room)
      : roomError('room-destroyed.reason', room, { reason });
  const remedy = other ? 'otherRoom' : 'none';
  return { reason: { error, remedy, ...(other && { other }) }, again: NEVER };
}

/** Closed by ourselves. */
export function destroyedByUs(room: Jid): Outcome {
  return outcome('room-destroyed.own', room, 'none');
}

/** The outcome of a nick that we cannot have. */
export function withoutNick(
  why: 'reserved' | 'taken' | 'invalid',
  room: Jid,
  nick: string,
): Outcome {
  return { reason: { error: nickError(why, room, nick), remedy: 'nick' }, again: NEVER };
}

/** A service that refuses us where we were inside may be about to start: that may pass. */
function said(
  { text, condition }: RoomError,
  refusal: keyof typeof SAID,
  { room, wasInside }: Asked,
): Outcome {
  const [code, remedy, usual] = SAID[refusal];
  const mayPass = wasInside && (refusal === 'unavailable' || refusal === 'other');
  const error =
    text === ''
      ? roomError(code, room, { condition })
      : roomError(`${code}.said`, room, { condition, said: text });
  return { reason: { error, remedy }, again: mayPass ? LATER : usual };
}

function byActor(
  code: 'room-kicked' | 'room-banned',
  room: Jid,
  { actor, reason }: Departure,
  remedy: Remedy,
): Outcome {
  const name = actor?.nick ?? (actor?.jid && shownAddress(actor.jid.bare)) ?? '';
  const suffix = `${name && 'by'}${name && reason && '-'}${reason && 'reason'}`;
  const error = roomError(suffix ? (`${code}.${suffix}` as RoomErrorCode) : code, room, {
    ...(name !== '' && { actor: name }),
    ...(reason !== '' && { reason }),
  });
  return { reason: { error, remedy }, again: NEVER };
}

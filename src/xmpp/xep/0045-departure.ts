// XEP-0045: Multi-User Chat, version 1.35.5: leaving and being removed (§7.6, §7.14, §8.2, §9.1,
// §10.9, §11)
// https://xmpp.org/extensions/xep-0045.html#exit
import { Jid } from '../../base/jid.ts';
import { parseStatus } from '../stanza/availability.ts';
import type { Element } from '../stanza/xml.ts';
import { type OccupantIdentity, parseIdentity } from './0045-occupant.ts';
import {
  NS_MUC_USER,
  parseItems,
  parseReason,
  type RoomActor,
  STATUS,
  type StatusCodes,
} from './0045-user.ts';

/** The end of a room (§10.9). A password of the other room is not kept. */
export interface Destruction {
  /** The room to use instead; bare. */
  readonly room?: Jid;
  /** In one line; empty if none is given. */
  readonly reason: string;
}

/** The unavailable presence of a nick: its occupant left, was removed, or has another nick now. */
export interface Departure extends OccupantIdentity {
  /** Parting words (§7.14), or the server's on a technical removal; empty if none. */
  readonly status: string;
  /** In one line; empty if none is given. */
  readonly reason: string;
  readonly actor?: RoomActor;
  /** The new nick, if that is what changed (§7.6). */
  readonly newNick?: string;
  readonly destruction?: Destruction;
}

/** Why an occupant is not in the room any more, or `nickChange`. */
export type DepartureKind =
  | 'nickChange'
  | 'left'
  | 'kicked'
  | 'banned'
  | 'lostMembership'
  /** The room became members-only. */
  | 'membersOnly'
  | 'shutdown'
  /** A connection or a client failed (§11.1). */
  | 'technical'
  | 'destroyed'
  /** Removed for no known reason. */
  | 'lost';

/** Parses unavailable presence. @param x its `muc#user` element, if any */
export function parseDeparture(
  presence: Element,
  from: Jid,
  x: Element | undefined,
  codes: StatusCodes,
): Departure {
  const items = parseItems(x, from.toBare());
  const [item] = items;
  // Prosody also repeats the nick of members who are away.
  const newNick = codes.has(STATUS.nickChanged) ? item?.nick : undefined;
  const destruction = parseDestruction(x);
  return {
    status: parseStatus(presence),
    reason: item?.reason ?? '',
    ...parseIdentity(presence, from, items, 'none'),
    ...(item?.actor && { actor: item.actor }),
    ...(newNick !== undefined && { newNick }),
    ...(destruction && { destruction }),
  };
}

/**
 * Classifies a departure by its status codes, in any order, and by the end of the room, which comes
 * without codes.
 *
 * @param isExpected whether one without a code is a plain leave: it always is another's, and ours
 *   if we asked for it
 */
export function classifyDeparture(
  { newNick, destruction }: Departure,
  codes: StatusCodes,
  isExpected: boolean,
): DepartureKind {
  if (destruction) return 'destroyed';
  if (newNick !== undefined) return 'nickChange';
  if (codes.has(STATUS.banned)) return 'banned';
  // Before 307, which Prosody adds (§11.1).
  if (codes.has(STATUS.technical)) return 'technical';
  if (codes.has(STATUS.shutdown)) return 'shutdown';
  if (codes.has(STATUS.membersOnly)) return 'membersOnly';
  if (codes.has(STATUS.affiliationLost)) return 'lostMembership';
  if (codes.has(STATUS.kicked)) return 'kicked';
  return isExpected ? 'left' : 'lost';
}

function parseDestruction(x: Element | undefined): Destruction | undefined {
  const destroy = x?.getChild('destroy', NS_MUC_USER);
  if (!destroy) return undefined;
  const room = Jid.parse(destroy.attrs['jid'] ?? '')?.toBare();
  return { reason: parseReason(destroy), ...(room && { room }) };
}

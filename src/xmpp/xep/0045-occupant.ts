// XEP-0045: Multi-User Chat, version 1.35.5: occupants (§5, §7.2)
// https://xmpp.org/extensions/xep-0045.html#enter-pres
import type { Jid } from '../../base/jid.ts';
import { parseShow, parseStatus, type PresenceShow } from '../stanza/availability.ts';
import type { Element } from '../stanza/xml.ts';
import {
  parseItems,
  type RoomAffiliation,
  type RoomItem,
  type RoomRole,
  STATUS,
  type StatusCodes,
} from './0045-user.ts';
import { parseAvatarHash } from './0153-avatarHashes.ts';
import { type Hat, parseHats } from './0317-hats.ts';
import { parseOccupantId } from './0421-occupantIds.ts';

/** Shared by the many occupants whose real JIDs are not shown. */
const NO_JIDS: readonly Jid[] = [];

/** Who an occupant is. */
export interface OccupantIdentity {
  /** The resource of the sender, whatever was asked for. */
  readonly nick: string;
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
  /** The real JIDs where they are shown, one for each session of the nick; mostly none. */
  readonly jids: readonly Jid[];
  /** Valid only in a room that announces XEP-0421. */
  readonly occupantId?: string;
}

/** An occupant, with all that their presence says. */
export interface Occupant extends OccupantIdentity {
  readonly show: PresenceShow;
  /** At most 1024 UTF-16 code units; empty if none. */
  readonly status: string;
  /** The SHA-1 of the avatar; empty if there is none, absent if not announced (XEP-0153). */
  readonly avatarHash?: string;
  /** Claimed hats, to be checked by `wornHats` (XEP-0317). */
  readonly hats: readonly Hat[];
}

/**
 * Parses who an occupant is from the first item, as all have the same role and affiliation.
 *
 * @param from the occupant JID
 * @param items of the presence; without a valid role, an occupant counts as `defaultRole`
 */
export function parseIdentity(
  presence: Element,
  from: Jid,
  items: readonly RoomItem[],
  defaultRole: RoomRole,
): OccupantIdentity {
  const [first] = items;
  const jids = items.flatMap(({ jid }) => jid ?? []);
  const occupantId = parseOccupantId(presence);
  return {
    nick: from.resource,
    role: first?.role ?? defaultRole,
    affiliation: first?.affiliation ?? 'none',
    jids: jids.length === 0 ? NO_JIDS : jids,
    ...(occupantId !== undefined && { occupantId }),
  };
}

/** Parses the available presence of an occupant. @param x its `muc#user` element, if any */
export function parseOccupant(presence: Element, from: Jid, x: Element | undefined): Occupant {
  const avatarHash = parseAvatarHash(presence);
  return {
    show: parseShow(presence),
    status: parseStatus(presence),
    hats: parseHats(presence),
    // Optional properties come last: V8 slows down if any property follows a spread.
    ...parseIdentity(presence, from, parseItems(x, from.toBare()), 'participant'),
    ...(avatarHash !== undefined && { avatarHash }),
  };
}

/** What speaks for a presence being our own (§7.2.2). None is certain but {@link code}. */
export interface SelfEvidence {
  /** Status code 110: certain. ejabberd omits it for another session of ours with our nick. */
  readonly code: boolean;
  /** Status code 210: while joining only, as after a registration all get it (§7.10). */
  readonly assignedNick: boolean;
  /** Whether our full JID is among the real ones; `undefined` if none is shown. */
  readonly jid: boolean | undefined;
  /** Whether it has our nick, which another may have while we join. */
  readonly nick: boolean;
}

/** @param own our full JID, and the nick that we have or asked for */
export function selfEvidence(
  { nick, jids }: OccupantIdentity,
  codes: StatusCodes,
  own: { readonly jid: Jid | undefined; readonly nick: string },
): SelfEvidence {
  return {
    code: codes.has(STATUS.self),
    assignedNick: codes.has(STATUS.nickAssigned),
    jid: jids.length === 0 ? undefined : jids.some((jid) => jid.full === own.jid?.full),
    nick: nick === own.nick,
  };
}

// XEP-0045: Multi-User Chat, version 1.35.5: presence from a room (§7.2, §7.6, §7.7, §7.14)
// https://xmpp.org/extensions/xep-0045.html#enter-pres
import type { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Module } from '../stanza/session.ts';
import { parseStanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Departure, parseDeparture } from './0045-departure.ts';
import { type RoomError, roomErrorOf } from './0045-errors.ts';
import { type Occupant, parseOccupant } from './0045-occupant.ts';
import { NS_MUC, NS_MUC_USER, parseStatusCodes, type StatusCodes } from './0045-user.ts';
import { parseAvatarHash } from './0153-avatarHashes.ts';

/** Presence from a room, which is bare in all of them. */
export type RoomPresence =
  | {
      readonly type: 'occupant';
      readonly room: Jid;
      readonly occupant: Occupant;
      readonly codes: StatusCodes;
    }
  | {
      readonly type: 'departure';
      readonly room: Jid;
      readonly departure: Departure;
      readonly codes: StatusCodes;
    }
  /** Of the room itself, which is no occupant: it may announce its avatar (XEP-0486). */
  | { readonly type: 'room'; readonly room: Jid; readonly avatarHash?: string }
  /** The answer to a presence of ours; from the nick asked for, our old one, or the room. */
  | {
      readonly type: 'error';
      readonly room: Jid;
      /** The id of our presence, if the service repeats it. */
      readonly id?: string;
      readonly error: RoomError;
    };

/**
 * Parses presence from a JID known to be a room; `undefined` if it is none of a room, such as a
 * subscription request.
 */
export function parseRoomPresence({ from, element }: IncomingStanza): RoomPresence | undefined {
  const room = from.toBare();
  const { type, id: idAttribute } = element.attrs;
  if (type === 'error') {
    const id = receivedId(idAttribute);
    const error = roomErrorOf(parseStanzaError(element));
    return { type, room, error, ...(id !== undefined && { id }) };
  }
  if (type !== undefined && type !== 'unavailable') return undefined;
  if (from.resource === '') {
    const avatarHash = type === undefined ? parseAvatarHash(element) : undefined;
    return { type: 'room', room, ...(avatarHash !== undefined && { avatarHash }) };
  }
  const x = element.getChild('x', NS_MUC_USER);
  const codes = parseStatusCodes(x);
  return type === undefined
    ? { type: 'occupant', room, codes, occupant: parseOccupant(element, from, x) }
    : { type: 'departure', room, codes, departure: parseDeparture(element, from, x, codes) };
}

/** §6.7. */
export const roomsModule: Module = { xep: 'XEP-0045', features: [NS_MUC] };

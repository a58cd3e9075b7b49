import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { receivedLine } from '../../xmpp/stanza/text.ts';
import type { RoomKind } from './roomKind.ts';

/** Maximum number of members that a room is named after. */
const MAX_MEMBERS = 5;
/** In UTF-16 code units. */
const MAX_NICK_LENGTH = 40;

/** What a room can be named after. Texts may be empty. */
export interface RoomNames {
  /** Bare. */
  readonly room: Jid;
  /** Given by the user. */
  readonly bookmark: string;
  /** What the room calls itself, untrusted. */
  readonly own: string;
  readonly kind: RoomKind;
  /** The nicks of the others in a private room, untrusted, in any order. */
  readonly members: readonly string[];
}

/**
 * The name of a room: given by the user, else by the room itself, else its local part; a private
 * room without a name is called after its members. Many servers repeat the local part as the name.
 */
export function roomName({ room, bookmark, own, kind, members }: RoomNames): string {
  if (bookmark.trim() !== '') return bookmark.trim();
  const local = localName(room);
  const name = own.trim();
  if (name !== '' && name !== local && name !== room.local) return name;
  return (kind === 'private' && membersName(members)) || local;
}

function membersName(members: readonly string[]): string {
  const nicks = members.map((nick) => receivedLine(nick, MAX_NICK_LENGTH));
  const sorted = [...new Set(nicks)].filter((nick) => nick !== '').sort();
  const shown = sorted.slice(0, MAX_MEMBERS).join(', ');
  return sorted.length > MAX_MEMBERS ? `${shown}, …` : shown;
}

function localName(room: Jid): string {
  const shown = shownAddress(room.bare);
  return shown.slice(0, Math.max(shown.lastIndexOf('@'), 0)) || shown;
}

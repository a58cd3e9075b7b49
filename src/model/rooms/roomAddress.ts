// Addresses of rooms, and the nick to join with.
import type { Jid } from '../../base/jid.ts';
import { parseTypedJid, shownAddress } from '../../base/jidEscaping.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';

/** Parses the address of a room as typed or pasted by the user. */
export function parseTypedRoom(typed: string): Jid | undefined {
  return roomOf(parseTypedJid(typed));
}

/** The nicks that the user may want, the likeliest first. */
export interface KnownNicks {
  /** The last one in the room, or in any; empty if none. */
  readonly last: string;
  /** The user's nickname (XEP-0172), or that of their vCard; empty if none. */
  readonly nickname: string;
  readonly account: Jid;
}

/** A valid nick to propose for joining a room; empty if none is. */
export function proposedNick(room: Jid, { last, nickname, account }: KnownNicks): string {
  const address = shownAddress(account.bare);
  const local = address.slice(0, Math.max(address.lastIndexOf('@'), 0));
  for (const nick of [last, nickname, local]) {
    const occupant = occupantJid(room, nick);
    if (occupant) return occupant.resource;
  }
  return '';
}

function roomOf(jid: Jid | undefined): Jid | undefined {
  return jid && jid.local !== '' ? jid.toBare() : undefined;
}

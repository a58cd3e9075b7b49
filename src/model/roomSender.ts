// The author of a room message, by the strongest identity available (XEP-0421, XEP-0308 §5).
import type { Jid } from '../base/jid.ts';

const OCCUPANT = 'occupant:';
const ACCOUNT = 'jid:';
const VISIT = 'visit:';
const NICK = 'nick:';

/** By the occupant-id, which only a room that announces XEP-0421 assigns. */
export function occupantSender(occupantId: string): string {
  return OCCUPANT + occupantId;
}

/** By the real JID, as the room discloses it. */
export function accountSender(jid: Jid): string {
  return ACCOUNT + jid.bare;
}

/** By nick, while the same occupant has it. @param visit without a colon */
export function visitSender(nick: string, visit: string): string {
  return `${VISIT}${visit}:${nick}`;
}

/** By a nick of some time: whether that was the same person is not known. */
export function nickSender(nick: string): string {
  return NICK + nick;
}

/** Whether this sender is known by more than a nick, and so also after leaving and coming back. */
export function isLasting(sender: string): boolean {
  return sender.startsWith(OCCUPANT) || sender.startsWith(ACCOUNT);
}

/** Whether two messages of this sender are of one person, who so may amend the earlier one. */
export function isCertain(sender: string): boolean {
  return !sender.startsWith(NICK);
}

import type { Jid } from '../../base/jid.ts';
import type { Departure, DepartureKind } from '../../xmpp/xep/0045-departure.ts';
import { STATUS, type StatusCodes } from '../../xmpp/xep/0045-user.ts';

/**
 * Whether a departure is ours. ejabberd does not always say so by 110; by the nick alone it may be
 * of another session of ours, or, while entering, of a former one.
 *
 * @param own our full JID, and the nick that we have or asked for
 */
export function isOwnDeparture(
  { nick, jids, destruction }: Departure,
  codes: StatusCodes,
  own: { readonly nick: string; readonly jid: Jid | undefined },
  isEntering: boolean,
): boolean {
  if (codes.has(STATUS.self)) return true;
  if (nick !== own.nick) return false;
  if (destruction) return true;
  return !isEntering && (jids.length === 0 || jids.some((jid) => jid.full === own.jid?.full));
}

/** Whether a departure of ours, before we ask to enter, may be of a session that has ended. */
export function isOfBefore(how: DepartureKind): boolean {
  return how === 'lost' || how === 'technical' || how === 'shutdown';
}

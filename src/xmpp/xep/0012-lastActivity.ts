// XEP-0012: Last Activity, version 2.0
// https://xmpp.org/extensions/xep-0012.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:iq:last';
/** Ten years: more is no sense, and would leave the range of dates. */
const MAX_SECONDS = 10 * 366 * 86_400;

/** Reads the seconds; `undefined` where they are missing or make no sense. */
export function parseLastActivity(query: Element): number | undefined {
  const { seconds = '' } = query.attrs;
  if (!/^\d{1,10}$/u.test(seconds)) return undefined;
  return Number(seconds) <= MAX_SECONDS ? Number(seconds) : undefined;
}

/**
 * Asks a device for how long nobody has used it (§4), or by a bare JID how long ago the last device
 * left (§3), in seconds. @throws StanzaError
 */
export async function fetchLastActivity(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<number | undefined> {
  const payload = xml('query', { xmlns: NS });
  const answer = await session.request({ type: 'get', to: jid, payload, timeoutMs });
  const query = answer.getChild('query', NS);
  return query && parseLastActivity(query);
}

/** Only asked, never answered: how long we have been idle is nobody's business (§7). */
export const lastActivityModule: Module = { xep: 'XEP-0012', features: [] };

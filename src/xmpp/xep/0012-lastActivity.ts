// XEP-0012: Last Activity, version 2.0
// https://xmpp.org/extensions/xep-0012.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

export const NS_LAST = 'jabber:iq:last';
/** Maximum plausible value, ten years; larger ones might exceed the range of dates. */
const MAX_SECONDS = 10 * 366 * 86_400;

/** Parses the seconds; `undefined` if they are missing or invalid. */
export function parseLastActivity(query: Element): number | undefined {
  const { seconds = '' } = query.attrs;
  if (!/^\d{1,10}$/u.test(seconds)) return undefined;
  return Number(seconds) <= MAX_SECONDS ? Number(seconds) : undefined;
}

/**
 * Fetches the idle time of a resource (§4), or for a bare JID the time since the last resource went
 * offline (§3), in seconds. @throws StanzaError
 */
export async function fetchLastActivity(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<number | undefined> {
  const payload = xml('query', { xmlns: NS_LAST });
  const answer = await session.request({ type: 'get', to: jid, payload, timeoutMs });
  const query = answer.getChild('query', NS_LAST);
  return query && parseLastActivity(query);
}

/** Only queried, never answered: our idle time is private (§7). */
export const lastActivityModule: Module = { xep: 'XEP-0012', features: [] };

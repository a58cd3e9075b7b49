// XEP-0202: Entity Time, version 2.0
// https://xmpp.org/extensions/xep-0202.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:time';
const OFFSET = /^(?:Z|([+-])(\d\d):(\d\d))$/u;
/** Maximum offset, UTC+14:00, in minutes. */
const MAX_OFFSET = 14 * 60;

/** Parses a time zone's offset from UTC in minutes; `undefined` if it is invalid. */
export function parseTime(time: Element): number | undefined {
  const parts = OFFSET.exec(childText(time, 'tzo', NS) ?? '');
  if (!parts) return undefined;
  const [, sign = '+', hours = '0', minutes = '0'] = parts;
  const offset = Number(hours) * 60 + Number(minutes);
  if (offset > MAX_OFFSET || Number(minutes) > 59) return undefined;
  return sign === '-' && offset > 0 ? -offset : offset;
}

/** Fetches a resource's time zone: the offset from UTC in minutes. @throws StanzaError */
export async function fetchTime(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<number | undefined> {
  const payload = xml('time', { xmlns: NS });
  const answer = await session.request({ type: 'get', to: jid, payload, timeoutMs });
  const time = answer.getChild('time', NS);
  return time && parseTime(time);
}

/** Only queried, never answered: a time zone reveals the user's location (§5). */
export const timeModule: Module = { xep: 'XEP-0202', features: [] };

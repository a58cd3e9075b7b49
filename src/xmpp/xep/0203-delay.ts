// XEP-0203: Delayed Delivery, version 2.0
// https://xmpp.org/extensions/xep-0203.html
import { Jid } from '../../base/jid.ts';
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:delay';
/** XEP-0082 §3.2: UTC or with an offset, seconds with any number of decimals. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** The earliest valid stamp: the beginning of Jabber. */
const EARLIEST = Date.UTC(1999, 0, 1);

/**
 * Returns when a stanza was sent, in ms since 1970, if it is marked as delayed.
 *
 * Any sender may write such a stamp: one in the future counts as `arrived`, one before 1999 or an
 * invalid one as none. Without `arrived`, the stamp is trusted more than our own clock.
 *
 * @param by if given, only a stamp in its name counts, as a room writes (XEP-0045 §7.2.13)
 */
export function parseDelay(stanza: Element, arrived = Infinity, by?: Jid): number | undefined {
  const delays = stanza.getChildren('delay', NS);
  const delay = by
    ? delays.find(({ attrs }) => Jid.parse(attrs['from'] ?? '')?.equals(by))
    : delays[0];
  const time = parseDateTime(delay?.attrs['stamp']);
  return time !== undefined && time >= EARLIEST ? Math.min(time, arrived) : undefined;
}

/** Parses a date with time (XEP-0082 §3.2) as ms since 1970; `undefined` if it is invalid. */
export function parseDateTime(text: string | undefined): number | undefined {
  if (text === undefined || !DATE_TIME.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Writes a date with time (XEP-0082 §3.2). @param time in ms since 1970 */
export function formatDateTime(time: number): string {
  return new Date(time).toISOString();
}

export const delayModule: Module = { xep: 'XEP-0203', features: [NS] };

// XEP-0203: Delayed Delivery, version 2.0
// https://xmpp.org/extensions/xep-0203.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:delay';
/** XEP-0082 §3.2: UTC or with an offset, seconds with any number of decimals. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** Nobody sent anything before Jabber began. */
const EARLIEST = Date.UTC(1999, 0, 1);

/**
 * When a stanza was sent, in ms since 1970, where it says that it was delivered late.
 *
 * Anybody may write such a stamp: one from the future counts as `arrived`, one from before 1999 or
 * without sense as none. Without `arrived`, it is by whom we trust more than our own clock.
 */
export function parseDelay(stanza: Element, arrived = Infinity): number | undefined {
  const time = parseDateTime(stanza.getChild('delay', NS)?.attrs['stamp']);
  return time !== undefined && time >= EARLIEST ? Math.min(time, arrived) : undefined;
}

/** A date with time (XEP-0082 §3.2) in ms since 1970; `undefined` for what is none. */
export function parseDateTime(text: string | undefined): number | undefined {
  if (text === undefined || !DATE_TIME.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export const delayModule: Module = { xep: 'XEP-0203', features: [NS] };

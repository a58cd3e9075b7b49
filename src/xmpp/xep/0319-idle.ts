// XEP-0319: Last User Interaction in Presence, version 1.0.2
// https://xmpp.org/extensions/xep-0319.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import { parseDateTime } from './0203-delay.ts';

const NS = 'urn:xmpp:idle:1';

/**
 * Since when a device was not used, in ms since 1970, according to its presence (§2.1).
 *
 * @param arrived when the presence came: what is later counts as that
 */
export function parseIdle(presence: Element, arrived: number): number | undefined {
  const since = parseDateTime(presence.getChild('idle', NS)?.attrs['since']);
  return since === undefined || since < 0 ? undefined : Math.min(since, arrived);
}

/** Only read: our own idle time is private. */
export const idleModule: Module = { xep: 'XEP-0319', features: [] };

// XEP-0256: Last Activity in Presence, version 1.1
// https://xmpp.org/extensions/xep-0256.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import { NS_LAST, parseLastActivity } from './0012-lastActivity.ts';

/**
 * Since when a device was not used, in ms since 1970, according to its presence of `away` or `xa`
 * (§2.2); in others it tells of an earlier session (§2.1).
 *
 * @param sent when the presence was sent
 */
export function parseActivity(presence: Element, sent: number): number | undefined {
  const query = presence.getChild('query', NS_LAST);
  const seconds = query && parseLastActivity(query);
  return seconds === undefined ? undefined : sent - seconds * 1000;
}

/** Only read: our own idle time is private. */
export const lastActivityInPresenceModule: Module = { xep: 'XEP-0256', features: [] };

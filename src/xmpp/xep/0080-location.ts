// XEP-0080: User Location, version 1.10.0
// https://xmpp.org/extensions/xep-0080.html
import type { Module } from '../stanza/session.ts';
import { type LocationNotice, MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedLine } from '../stanza/text.ts';
import { childText, type Element } from '../stanza/xml.ts';

const NS = 'http://jabber.org/protocol/geoloc';
const DECIMAL = /^-?[0-9]{1,3}(?:\.[0-9]{1,20})?$/u;
/** The most descriptive texts of a place, in order. */
const WORDS = ['text', 'description', 'street', 'locality', 'country'] as const;

/** Parses a location in a message (§5); `undefined` without valid coordinates. */
export function parseLocation(message: Element): LocationNotice | undefined {
  const geoloc = message.getChild('geoloc', NS);
  if (!geoloc) return undefined;
  const latitude = degrees(childText(geoloc, 'lat', NS), 90);
  const longitude = degrees(childText(geoloc, 'lon', NS), 180);
  if (latitude === undefined || longitude === undefined) return undefined;
  const words = WORDS.map((name) => childText(geoloc, name, NS)?.trim() ?? '');
  const description = receivedLine(words.find((text) => text !== '') ?? '', MAX_NOTICE_TEXT);
  return { kind: 'location', latitude, longitude, description };
}

/** Not announced: nothing is published or followed. */
export const locationModule: Module = { xep: 'XEP-0080', features: [] };

function degrees(text: string | undefined, most: number): number | undefined {
  const value = DECIMAL.test(text?.trim() ?? '') ? Number(text) : NaN;
  return Math.abs(value) <= most ? value : undefined;
}

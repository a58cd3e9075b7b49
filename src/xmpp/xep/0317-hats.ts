// XEP-0317: Hats, version 0.3.1
// https://xmpp.org/extensions/xep-0317.html
import type { Module } from '../stanza/session.ts';
import { receivedId, receivedLine } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';

/** Announced by rooms that assign hats; without it, occupants can forge them. */
export const NS_HATS = 'urn:xmpp:hats:0';
/** Of Prosody 0.12, which removes forged ones without announcing it. */
const NS_PROSODY = 'xmpp:prosody.im/protocol/hats:1';
/** Maximum number of hats, per namespace. */
const MAX_HATS = 10;
const MAX_TITLE_LENGTH = 100;
/** Shared by the many occupants without a hat. */
const NONE: readonly Hat[] = [];

/** A label that a room gave to an occupant, such as “Speaker”. */
export interface Hat {
  readonly uri: string;
  /** In one line, at most 100 UTF-16 code units; never empty. */
  readonly title: string;
  /** Whether it is by {@link NS_HATS}, else by Prosody's own namespace. */
  readonly standard: boolean;
}

/** The hats claimed by a presence; see {@link wornHats}. */
export function parseHats(presence: Element): readonly Hat[] {
  const hats = [...hatsIn(presence, NS_HATS), ...hatsIn(presence, NS_PROSODY)];
  return hats.length === 0 ? NONE : hats;
}

/**
 * The hats that are the room's own words.
 *
 * @param isAnnounced whether the room announces {@link NS_HATS}
 */
export function wornHats(hats: readonly Hat[], isAnnounced: boolean): readonly Hat[] {
  return hats.filter(({ standard }) => standard === isAnnounced);
}

/** Not announced: it is a feature of rooms (§2). */
export const hatsModule: Module = { xep: 'XEP-0317', features: [] };

function hatsIn(presence: Element, xmlns: string): readonly Hat[] {
  const hats = presence.getChild('hats', xmlns)?.getChildren('hat', xmlns) ?? [];
  return hats.slice(0, MAX_HATS).flatMap(({ attrs }) => {
    const uri = receivedId(attrs['uri']);
    const title = receivedLine(attrs['title'] ?? '', MAX_TITLE_LENGTH);
    return uri === undefined || title === '' ? [] : [{ uri, title, standard: xmlns === NS_HATS }];
  });
}

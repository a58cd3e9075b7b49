// XEP-0421: Occupant identifiers for semi-anonymous MUCs, version 1.0.1
// https://xmpp.org/extensions/xep-0421.html
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';

/** Announced by rooms that assign occupant-ids; all others pass on forged ones (§4). */
export const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0';
/** Maximum length in characters (§4.1). */
const MAX_LENGTH = 128;

/**
 * The claimed occupant-id directly within a stanza or another element; valid only if the room
 * announces {@link NS_OCCUPANT_ID}. Several violate §4, and all are ignored.
 */
export function parseOccupantId(parent: Element): string | undefined {
  const [first, ...others] = parent.getChildren('occupant-id', NS_OCCUPANT_ID);
  const id = receivedId(first?.attrs['id']);
  if (id === undefined || others.length > 0) return undefined;
  return Array.from(id).length <= MAX_LENGTH ? id : undefined;
}

/** Not announced: it is a feature of rooms (§2). */
export const occupantIdsModule: Module = { xep: 'XEP-0421', features: [] };

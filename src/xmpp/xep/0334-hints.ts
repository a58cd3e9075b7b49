// XEP-0334: Message Processing Hints, version 1.0.0
// https://xmpp.org/extensions/xep-0334.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:hints';

/** Hints for the servers that process a message (§4). */
export type Hint = 'no-permanent-store' | 'no-store' | 'no-copy' | 'store';

export function buildHint(hint: Hint): Element {
  return xml(hint, { xmlns: NS });
}

/** Not announced: hints are for servers. */
export const hintsModule: Module = { xep: 'XEP-0334', features: [] };

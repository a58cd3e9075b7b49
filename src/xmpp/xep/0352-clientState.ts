// XEP-0352: Client State Indication, version 1.0.0
// https://xmpp.org/extensions/xep-0352.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:csi:0';

/** Whether the server supports it, by its stream features after authentication (§4.1). */
export function offersClientState(features: Element): boolean {
  return features.getChild('csi', NS) !== undefined;
}

/** Builds the client state. It is not a stanza; every stream begins active (§4.2, §5.2). */
export function buildClientState(active: boolean): Element {
  return xml(active ? 'active' : 'inactive', { xmlns: NS });
}

/** Not announced: it is a stream feature. */
export const clientStateModule: Module = { xep: 'XEP-0352', features: [] };

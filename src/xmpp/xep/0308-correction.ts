// XEP-0308: Last Message Correction, version 1.2.1
// https://xmpp.org/extensions/xep-0308.html
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:message-correct:0';

/**
 * The id of the message that this one replaces: the original's, also after several corrections
 * (§4). Valid only if the same bare JID sent both. One that refers to itself is ignored.
 */
export function parseReplaces(message: Element): string | undefined {
  const id = receivedId(message.getChild('replace', NS)?.attrs['id']);
  return id === message.attrs['id'] ? undefined : id;
}

/** @param id of the original message */
export function buildReplace(id: string): Element {
  return xml('replace', { xmlns: NS, id });
}

export const correctionModule: Module = { xep: 'XEP-0308', features: [NS] };

// XEP-0393: Message Styling, version 1.1.1
// https://xmpp.org/extensions/xep-0393.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:styling:0';

/** Whether the sender hints that the body is not to be styled (“Disabling Styling”). */
export function isUnstyled(message: Element): boolean {
  return message.getChild('unstyled', NS) !== undefined;
}

/** Builds that hint. */
export function buildUnstyled(): Element {
  return xml('unstyled', { xmlns: NS });
}

export const stylingModule: Module = { xep: 'XEP-0393', features: [NS] };

// XEP-0199: XMPP Ping, version 2.0.1
// https://xmpp.org/extensions/xep-0199.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:ping';

export function buildPing(): Element {
  return xml('ping', { xmlns: NS });
}

export const pingModule: Module = {
  xep: 'XEP-0199',
  features: [NS],
  attach: (session) => session.onIq('get', 'ping', NS, () => undefined),
};

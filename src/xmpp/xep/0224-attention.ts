// XEP-0224: Attention, version 1.0
// https://xmpp.org/extensions/xep-0224.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:attention:0';

/** Whether the sender requests attention. */
export function asksAttention(message: Element): boolean {
  return message.getChild('attention', NS) !== undefined;
}

/** Not announced: it has no more effect than any message. */
export const attentionModule: Module = { xep: 'XEP-0224', features: [] };

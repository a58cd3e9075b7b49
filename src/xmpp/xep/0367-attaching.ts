// XEP-0367: Message Attaching, version 0.3
// https://xmpp.org/extensions/xep-0367.html
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:message-attaching:1';

/** The id of the earlier message that this one is attached to, by its sender (§4.1). */
export function parseAttachTo(message: Element): string | undefined {
  return receivedId(message.getChild('attach-to', NS)?.attrs['id']);
}

/** Not announced: supported for sources of files only (XEP-0447 §3.3), not for other messages. */
export const attachingModule: Module = { xep: 'XEP-0367', features: [] };

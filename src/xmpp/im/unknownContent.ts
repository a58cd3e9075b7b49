import { isMarkable } from '../xep/0333-markers.ts';
import { requestsReceipt } from '../xep/0184-receipts.ts';
import { type Element, NS_CLIENT } from '../stanza/xml.ts';

/** Namespaces of metadata, or of references to another message: no content to show. */
const NO_CONTENT: readonly string[] = [
  NS_CLIENT,
  'eu.siacs.conversations.axolotl',
  'http://jabber.org/protocol/address',
  'http://jabber.org/protocol/chatstates',
  'http://jabber.org/protocol/muc#user',
  'http://jabber.org/protocol/nick',
  'http://jabber.org/protocol/pubsub#event',
  'http://jabber.org/protocol/rosterx',
  'jabber:x:delay',
  'jabber:x:event',
  'urn:xmpp:chat-markers:0',
  'urn:xmpp:delay',
  'urn:xmpp:eme:0',
  'urn:xmpp:fallback:0',
  'urn:xmpp:fasten:0',
  'urn:xmpp:hints',
  'urn:xmpp:jingle-message:0',
  'urn:xmpp:mentions:0',
  'urn:xmpp:message-correct:0',
  'urn:xmpp:message-moderate:0',
  'urn:xmpp:message-retract:1',
  'urn:xmpp:occupant-id:0',
  'urn:xmpp:omemo:1',
  'urn:xmpp:omemo:2',
  'urn:xmpp:reactions:0',
  'urn:xmpp:receipts',
  'urn:xmpp:reference:0',
  'urn:xmpp:reply:0',
  'urn:xmpp:sid:0',
];

/** Text with markup (XEP-0071), which should accompany plain text (§8). */
const NS_XHTML = 'http://jabber.org/protocol/xhtml-im';

/**
 * Whether a message without a body has visible content of an unsupported kind: its sender requests
 * a receipt (XEP-0184) or a displayed marker (XEP-0333), as for messages to users, or it has only
 * text with markup.
 */
export function hasUnknownContent(message: Element): boolean {
  if (message.getChild('html', NS_XHTML)) return true;
  if (!requestsReceipt(message) && !isMarkable(message)) return false;
  return message.getChildElements().some((child) => !NO_CONTENT.includes(child.getNS() ?? ''));
}

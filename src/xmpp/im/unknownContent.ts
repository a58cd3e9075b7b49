import { isMarkable } from '../xep/0333-markers.ts';
import { requestsReceipt } from '../xep/0184-receipts.ts';
import { type Element, NS_CLIENT } from '../stanza/xml.ts';

/** What stands beside the content of a message, or says something of another: nothing to be shown. */
const NO_CONTENT: readonly string[] = [
  NS_CLIENT,
  'eu.siacs.conversations.axolotl',
  'http://jabber.org/protocol/address',
  'http://jabber.org/protocol/chatstates',
  'http://jabber.org/protocol/muc#user',
  'http://jabber.org/protocol/nick',
  'http://jabber.org/protocol/pubsub#event',
  'jabber:x:delay',
  'jabber:x:event',
  'urn:xmpp:chat-markers:0',
  'urn:xmpp:delay',
  'urn:xmpp:eme:0',
  'urn:xmpp:fallback:0',
  'urn:xmpp:hints',
  'urn:xmpp:jingle-message:0',
  'urn:xmpp:message-correct:0',
  'urn:xmpp:message-retract:1',
  'urn:xmpp:omemo:1',
  'urn:xmpp:omemo:2',
  'urn:xmpp:reactions:0',
  'urn:xmpp:receipts',
  'urn:xmpp:reply:0',
  'urn:xmpp:sid:0',
];

/** Words with markup (XEP-0071), which are to stand beside plain ones (§8). */
const NS_XHTML = 'http://jabber.org/protocol/xhtml-im';

/**
 * Whether a message without words brings something to be seen, of a kind that is not known here: its
 * sender asks whether it came (XEP-0184) or was seen (XEP-0333), as one does of messages to people, or
 * has words with markup alone.
 */
export function hasUnknownContent(message: Element): boolean {
  if (message.getChild('html', NS_XHTML)) return true;
  if (!requestsReceipt(message) && !isMarkable(message)) return false;
  return message.getChildElements().some((child) => !NO_CONTENT.includes(child.getNS() ?? ''));
}

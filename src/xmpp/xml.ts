/** XML elements as the XMPP library builds them. They never leave this storey. */
import { type Element as XmppElement, xml } from '@xmpp/client';

export type Element = XmppElement;
export { xml };

/** The namespace of stanzas on a client's stream (RFC 6120 §4.8.3). */
export const NS_CLIENT = 'jabber:client';

/** Whether `child` is the element named, in the namespace given. */
export function findChild(parent: Element, name: string, xmlns: string): Element | undefined {
  return parent.getChild(name, xmlns);
}

/** The text of a child in the namespace given, or `undefined` where there is no such child. */
export function childText(parent: Element, name: string, xmlns: string): string | undefined {
  return parent.getChild(name, xmlns)?.text();
}

/** The first child element, which for an iq of type get or set is its payload (RFC 6120 §8.2.3). */
export function payload(stanza: Element): Element | undefined {
  return stanza.getChildElements()[0];
}

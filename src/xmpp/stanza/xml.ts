/** XML elements as the XMPP library builds them. They never leave this storey. */
import { type Element as XmppElement, xml } from '@xmpp/client';

export type Element = XmppElement;
export { xml };

/** The namespace of stanzas on a client's stream (RFC 6120 §4.8.3). */
export const NS_CLIENT = 'jabber:client';

/** Nothing is said in more languages at once. */
const MAX_LANGUAGES = 50;

/** The text of a child in the namespace given, or `undefined` where there is no such child. */
export function childText(parent: Element, name: string, xmlns: string): string | undefined {
  return parent.getChild(name, xmlns)?.text();
}

/**
 * The text of one of several children that say the same in different languages (RFC 6121 §5.2.3):
 * the one in the language of the whole, else in ours, which is English, else the first; one that
 * says nothing only where none says more. `undefined` where there is none.
 */
export function localizedText(parent: Element, name: string, xmlns: string): string | undefined {
  const all = parent.getChildren(name, xmlns).slice(0, MAX_LANGUAGES);
  const [first] = all;
  if (all.length < 2) return first?.text();
  const said = all.filter((child) => child.text().trim() !== '');
  const inherited = languageOf(parent);
  const chosen =
    said.find((child) => languageOf(child) === inherited) ??
    said.find((child) => /^en(?:-|$)/iu.test(languageOf(child))) ??
    said[0] ??
    first;
  return chosen?.text();
}

/** The language that an element's text is in (XML 1.0 §2.12), in lower case; empty for none known. */
function languageOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parent) {
    const language = at.attrs['xml:lang'];
    if (language !== undefined) return language.toLowerCase();
  }
  return '';
}

/** The first child element, which for an iq of type get or set is its payload (RFC 6120 §8.2.3). */
export function payload(stanza: Element): Element | undefined {
  return stanza.getChildElements()[0];
}

/** XML elements of the XMPP library. They never leave this layer. */
import { type Element as XmppElement, xml } from '@xmpp/client';

export type Element = XmppElement;
export { xml };

/** The namespace of stanzas on a client's stream (RFC 6120 §4.8.3). */
export const NS_CLIENT = 'jabber:client';

/** Maximum number of languages of one text. */
const MAX_LANGUAGES = 50;

/** The text of a child in the given namespace, or `undefined` if there is no such child. */
export function childText(parent: Element, name: string, xmlns: string): string | undefined {
  return parent.getChild(name, xmlns)?.text();
}

/**
 * The text of one of several children that differ in language only (RFC 6121 §5.2.3): the one in
 * the language of the parent, else in ours, which is English, else the first; a blank one only if
 * all are blank. `undefined` if there is none.
 */
export function localizedText(parent: Element, name: string, xmlns: string): string | undefined {
  const children = parent.getChildren(name, xmlns);
  const first = children[0];
  if (children.length < 2) return first?.text();
  const all = children.slice(0, MAX_LANGUAGES);
  const said = all.filter((child) => child.text().trim() !== '');
  const inherited = languageOf(parent);
  const chosen =
    said.find((child) => languageOf(child) === inherited) ??
    said.find((child) => /^en(?:-|$)/iu.test(languageOf(child))) ??
    said[0] ??
    first;
  return chosen?.text();
}

/** The language of an element's text (XML 1.0 §2.12), in lower case; empty if unknown. */
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

/**
 * Copies an element for use without its parent, whose prefix declarations it may depend on.
 *
 * @param inherited the namespace that the copy inherits where it is used; empty if unknown
 * @param declared which declarations of prefixes it has: those that attributes need, or also those
 *   of the original
 */
export function copyOf(
  element: Element,
  inherited = '',
  declared: 'needed' | 'all' = 'needed',
): Element {
  const xmlns = element.getNS() ?? inherited;
  const attrs: Record<string, string | undefined> = xmlns === inherited ? {} : { xmlns };
  for (const [key, value] of Object.entries(element.attrs)) {
    if (key === 'xmlns' || (declared === 'needed' && key.startsWith('xmlns:'))) continue;
    const prefix = /^(?!xml(?:ns)?:)([^:]+):/u.exec(key)?.[1];
    if (prefix !== undefined) attrs[`xmlns:${prefix}`] = element.findNS(prefix);
    attrs[key] = value;
  }
  return xml(
    element.getName(),
    attrs,
    element.children.map((child) =>
      typeof child === 'string' ? child : copyOf(child, xmlns, declared),
    ),
  );
}

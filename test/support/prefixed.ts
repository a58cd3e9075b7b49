import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';

/** The same by Namespaces in XML 1.0, with a prefix before the name of each element. */
export function prefixed(element: Element): Element {
  const { xmlns: _, ...attrs } = element.attrs;
  const name = `p:${element.getName()}`;
  const children = element.children.map((child) =>
    typeof child === 'string' ? child : prefixed(child),
  );
  return xml(name, { ...attrs, 'xmlns:p': element.getNS() }, ...children);
}

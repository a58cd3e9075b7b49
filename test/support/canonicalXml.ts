import type { Element } from '../../src/xmpp/stanza/xml.ts';

/**
 * One line per element, attribute or text, independent of the order of attributes. The ids of
 * requests are random and left out.
 */
export function canonicalXml(elements: readonly Element[]): string {
  return elements.flatMap((element) => lines(element, '', 'jabber:client')).join('\n');
}

function lines(element: Element, indent: string, inherited: string): string[] {
  const { xmlns = inherited, ...attrs } = element.attrs;
  const random =
    element.getName() === 'iq' && (attrs['type'] === 'get' || attrs['type'] === 'set') ? 'id' : '';
  const attributes = Object.entries(attrs)
    .filter(([name, value]) => value !== undefined && name !== random)
    .map(([name, value]) => `${indent}  ${name}=${JSON.stringify(value)}`)
    .sort();
  const children = element.children.flatMap((child) =>
    typeof child === 'string'
      ? [`${indent}  ${JSON.stringify(child)}`]
      : lines(child, `${indent}  `, xmlns),
  );
  return [`${indent}{${xmlns}}${element.getName()}`, ...attributes, ...children];
}

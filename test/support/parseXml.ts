import { SaxesParser } from 'saxes';
import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';

/** The top-level elements of a text. White space between elements is dropped. @throws on bad XML */
export function parseXml(text: string): readonly Element[] {
  const root = xml('root');
  let cursor = root;
  const parser = new SaxesParser({ fragment: true });
  parser.on('opentag', ({ name, attributes }) => {
    const element = xml(name, attributes);
    cursor.append(element);
    cursor = element;
  });
  parser.on('closetag', () => {
    cursor = cursor.parent ?? root;
  });
  parser.on('text', (part) => {
    if (part.trim() !== '') cursor.t(part);
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  const elements = root.getChildElements();
  for (const element of elements) element.parent = null;
  return elements;
}

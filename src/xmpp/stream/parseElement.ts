import type { Element } from '../xml.ts';
import { StreamParser } from './parser.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** Reads one element that was kept as XML, as strictly as from a stream; `undefined` for all else. */
export function parseElement(text: string): Element | undefined {
  const parser = new StreamParser({ framed: true, maxStanzaBytes: MAX_BYTES });
  let found: Element | undefined;
  parser.on('element', (element) => (found = element));
  parser.on('error', () => (found = undefined));
  parser.write(text);
  return found;
}

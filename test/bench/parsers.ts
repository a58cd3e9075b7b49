// How fast streams are read: our parser, the strict one that it is compared with, and the library's
// lenient one, on the messages of load L2. Prints a line of JSON for each parser and chunk size.
//   node --import tsx test/bench/parsers.ts ROUNDS N
import { client } from '@xmpp/client';
import { SaxesParser } from 'saxes';
import { StreamParser } from '../../src/xmpp/stream/xml/parser.ts';
import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';
import { stanzasFor } from './loadStanzas.mjs';
import { median } from './statistics.mjs';

const HEADER =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const CHUNKS = [16_384, 1400];
const MAX_BYTES = 4 * 1024 * 1024;
/** The first rounds are the compiler's. */
const WARM_UP = 2;

interface Parser {
  write(data: Buffer): void;
}
type Open = (onElement: () => void) => Parser;

const PARSERS: Readonly<Record<string, Open>> = {
  parley: (onElement) => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: MAX_BYTES });
    parser.on('element', onElement);
    return parser;
  },
  saxes: openSaxes,
  'xmpp.js': (onElement) => {
    const transport = client({})._findTransport('xmpp://host')?.prototype as {
      Parser: new () => {
        on: (name: string, listener: () => void) => void;
        write(text: string): void;
      };
    };
    const parser = new transport.Parser();
    parser.on('element', onElement);
    return { write: (data) => parser.write(data.toString()) };
  },
};

/** With namespaces, and elements as the others make them. */
function openSaxes(onElement: () => void): Parser {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Element[] = [];
  parser.on('opentag', ({ name, attributes }) => {
    const element = new xml.Element(name);
    for (const { name: key, value } of Object.values(attributes)) element.attrs[key] = value;
    if (open.length > 1) open.at(-1)?.append(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
    if (open.length === 1) onElement();
  });
  parser.on('text', (text) => open.at(-1)?.t(text));
  return { write: (data) => parser.write(data.toString()) };
}

/** @returns how many MB (10^6 bytes) a second */
function measure(open: Open, bytes: Buffer, chunk: number, n: number): number {
  let seen = 0;
  const parser = open(() => (seen += 1));
  parser.write(Buffer.from(HEADER));
  const started = performance.now();
  for (let at = 0; at < bytes.length; at += chunk) parser.write(bytes.subarray(at, at + chunk));
  const ms = performance.now() - started;
  if (seen !== n) throw new Error(`${seen} of ${n} messages were read`);
  return bytes.length / ms / 1000;
}

const [rounds = 5, n = 20_000] = process.argv.slice(2).map(Number);
const { pushed } = stanzasFor('L2', n);
for (const chunk of CHUNKS) {
  const figures = Object.keys(PARSERS).map((parser) => ({ parser, speeds: new Array<number>() }));
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (const { parser, speeds } of figures) {
      const open = PARSERS[parser];
      if (open) speeds.push(measure(open, pushed, chunk, n));
    }
  }
  for (const { parser, speeds } of figures) {
    console.log(JSON.stringify({ parser, chunk, mbps: median(speeds.slice(WARM_UP)) }));
  }
}

import assert from 'node:assert/strict';
import { StreamParser } from '../../src/xmpp/stream/xml/parser.ts';
import { checkAgreement, checkCharacters } from '../support/agreement.ts';
import { SEED } from '../support/random.ts';

const HEADER =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const DOCUMENTS = 100_000;
/** CPU time, which counts the garbage collector's threads, too. */
const MAX_WRITE_MS = 100;
/** Sixteen times the bytes would take 256 times as long, were the work quadratic. */
const GROWTH = 16;
const MAX_TIMES = 4 * GROWTH;
/** Below this, a time says more of the collector of garbage than of the parser. */
const LEAST_MS = 8;

describe('The parser of streams', () => {
  it(`A30, A31: agrees with saxes on ${DOCUMENTS} documents, however they are cut`, function () {
    this.timeout(180_000);
    const started = performance.now();
    const tally = checkAgreement(DOCUMENTS, SEED);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`      seed ${SEED}, ${seconds} s: ${JSON.stringify(tally)}`);
    assert.equal(tally.documents, DOCUMENTS);
    const least = Math.min(tally.accepted, tally.refused, tally.unfinished);
    assert.ok(least > DOCUMENTS / 10, 'the documents are too much alike');
    assert.ok(tally.known < DOCUMENTS / 500, 'too many documents that saxes misreads');
  });

  it('A31: agrees with saxes on every character', function () {
    this.timeout(60_000);
    const taken = checkCharacters();
    console.log(`      at the start of a name, within one, in text: ${taken.join(', ')}`);
    assert.ok(taken.every((count) => count > 50_000));
  });

  const attributes = (count: number, attribute: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => ` ${attribute(index)}`).join('');
  const fill = (part: string, bytes: number) =>
    part.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(part))));
  const declarations = (level: number) =>
    attributes(200, (index) => `xmlns:p${level}-${index}='u'`);
  const nested = Array.from({ length: 20 }, (_, level) => `<a${declarations(level)}>`).join('');
  const uses = `<b${attributes(250, (index) => `p${index % 20}-${index % 200}:a${index}=''`)}/>`;

  const inputs: Record<string, (bytes: number) => string> = {
    'a name': (bytes) => `<${fill('a', bytes)}/>`,
    'an end tag': (bytes) => `<${fill('a', bytes / 2)}></${fill('a', bytes / 2)}>`,
    'names beyond ASCII': (bytes) => `<${fill('é𐐀', bytes)}/>`,
    'an attribute': (bytes) => `<a b='${fill('x', bytes)}'/>`,
    'white space in an attribute': (bytes) => `<a b='${fill('\r\n', bytes)}'/>`,
    'white space in a tag': (bytes) => `<a${fill(' ', bytes)}/>`,
    'tags of 256 attributes': (bytes) =>
      `<a>${fill(`<b${attributes(256, (index) => `a${index}=''`)}/>`, bytes)}</a>`,
    references: (bytes) => `<a>${fill('&amp;', bytes)}</a>`,
    'references in an attribute': (bytes) => `<a b='${fill('&#38;', bytes)}'/>`,
    'a reference with zeros': (bytes) => `<a>&#${fill('0', bytes)}65;</a>`,
    brackets: (bytes) => `<a>${fill(']', bytes)}</a>`,
    'brackets in a CDATA section': (bytes) => `<a><![CDATA[${fill(']', bytes)}]]></a>`,
    'CDATA sections': (bytes) => `<a>${fill('<![CDATA[]]>', bytes)}</a>`,
    'line ends': (bytes) => `<a>${fill('\r\n', bytes)}</a>`,
    'text beyond ASCII': (bytes) => `<a>${fill('Ж🙂', bytes)}</a>`,
    'declarations of namespaces': (bytes) => `<a>${fill(`<b${declarations(0)}/>`, bytes)}</a>`,
    'prefixes declared far outside': (bytes) =>
      `${nested}${fill(uses, Math.max(bytes - nested.length, 0))}${'</a>'.repeat(20)}`,
    'white space between stanzas': (bytes) => `${fill(' ', bytes)}<a/>`,
  };

  /** CPU time, in ms, of one element in writes of so many bytes, and of the slowest write. */
  function measure(element: string, size: number): { all: number; slowest: number } {
    const bytes = Buffer.from(element);
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 8 * MEBIBYTE });
    let heard = 0;
    parser.on('element', () => (heard += 1));
    parser.on('error', (fault) => {
      throw fault;
    });
    parser.write(HEADER);
    let slowest = 0;
    const started = process.cpuUsage();
    let before = started.user;
    for (let at = 0; at < bytes.length; at += size) {
      parser.write(bytes.subarray(at, at + size));
      if (size < KIBIBYTE) continue;
      const { user } = process.cpuUsage();
      slowest = Math.max(slowest, user - before);
      before = user;
    }
    assert.equal(heard, 1);
    return { all: process.cpuUsage(started).user / 1000, slowest: slowest / 1000 };
  }

  for (const [what, build] of Object.entries(inputs)) {
    it(`A32: takes ${what} in time that grows as the bytes do`, function () {
      this.timeout(60_000);
      const figures: string[] = [];
      for (const [size, most] of [
        [1, 256 * KIBIBYTE],
        [16 * KIBIBYTE, 4 * MEBIBYTE],
      ] as const) {
        const small = build(most / GROWTH);
        // The least of several, since the machine has other work, too.
        const few = Math.min(...[1, 2, 3].map(() => measure(small, size).all));
        const mostMs = Math.max(few, LEAST_MS) * MAX_TIMES;
        const many = build(most);
        let { all, slowest } = measure(many, size);
        for (let again = 0; again < 7 && (slowest > MAX_WRITE_MS || all > mostMs); again += 1) {
          const next = measure(many, size);
          all = Math.min(all, next.all);
          slowest = Math.min(slowest, next.slowest);
        }
        figures.push(`${size} B: ${few.toFixed(0)} → ${all.toFixed(0)} ms`);
        assert.ok(all <= mostMs, figures.join(', '));
        assert.ok(slowest <= MAX_WRITE_MS, `one write took ${slowest} ms`);
      }
      console.log(`      ${figures.join(', ')}`);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StreamParser } from '../../../../../src/xmpp/stream/xml/parser.ts';
import { StreamFault } from '../../../../../src/xmpp/stream/streamFault.ts';
import { type Element } from '../../../../../src/xmpp/stanza/xml.ts';
import { checkAgreement } from '../../../../support/agreement.ts';
import { SEED } from '../../../../support/random.ts';

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${NS_STREAMS}' id='1'>`;

/** Parses the chunks and tells what happened, one line for each event. */
function parse(
  chunks: readonly (Buffer | string)[],
  options: { framed?: boolean; maxStanzaBytes?: number } = {},
): string[] {
  const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536, ...options });
  const events: string[] = [];
  parser.on('start', (root) => events.push(`start ${root.getName()} ${root.attrs['id'] ?? ''}`));
  parser.on('element', (element) => events.push(`element ${element.toString()}`));
  parser.on('end', () => events.push('end'));
  parser.on('error', (fault) => events.push(`error ${fault.condition}`));
  for (const chunk of chunks) parser.write(chunk);
  return events;
}

function bytesOf(text: string): Buffer[] {
  return [...Buffer.from(text)].map((byte) => Buffer.of(byte));
}

/** The events of a stream that begins well and goes on with `text`, whole and byte by byte. */
function afterHeader(text: string): string[] {
  const whole = parse([HEADER + text]);
  assert.deepEqual(parse(bytesOf(HEADER + text)), whole, 'cutting must change nothing');
  assert.equal(whole[0], 'start stream 1');
  return whole.slice(1);
}

describe('StreamParser', () => {
  it('gives the root, the top-level elements and the end', () => {
    assert.deepEqual(afterHeader("<a b='1'>x<c/>&amp;<![CDATA[<y>]]></a> \n<d/></stream:stream>"), [
      'element <a b="1">x<c/>&amp;&lt;y&gt;</a>',
      'element <d/>',
      'end',
    ]);
  });

  it('resolves namespaces and prefixes that only the root declares', () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    const seen: (string | undefined)[] = [];
    parser.on('element', (element: Element) => seen.push(element.getNS()));
    parser.write(`${HEADER}<message/><stream:features/>`);
    assert.deepEqual(seen, ['jabber:client', NS_STREAMS]);
  });

  it('gives the same events in any chunking, for good streams and bad ones', () => {
    const token = fc.oneof(
      fc.constantFrom(
        '<m>',
        '</m>',
        '<b/>',
        ' ',
        'x',
        '&lt;',
        '&no;',
        '\r',
        '\n',
        '<!-- -->',
        ']]>',
      ),
      fc.constantFrom("<i a='1'/>", "<i a='1' a='2'/>", '<?p?>', '<![CDATA[', '</stream:stream>'),
      fc.constantFrom('🙂', 'Ж', 'é', '<p:q/>', '<stream:x/>', '>', '"', '<'),
    );
    const stream = fc.array(token, { maxLength: 30 }).map((tokens) => HEADER + tokens.join(''));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const at = cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b);
        const chunks = [0, ...at].map((from, index) => bytes.subarray(from, at[index]));
        assert.deepEqual(parse(chunks), parse([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with saxes; the hostile suite asks far more often', () => {
    const tally = checkAgreement(1000, SEED);
    assert.ok(Math.min(tally.accepted, tally.refused, tally.unfinished) > 100);
  });

  it('keeps what comes before bytes that are not UTF-8', () => {
    const broken = Buffer.concat([
      Buffer.from(`${HEADER}<a>\ufffd</a><b/>`),
      Buffer.of(0xef, 0x41),
    ]);
    const events = parse([broken]);
    assert.deepEqual(events.slice(1), [
      'element <a>\ufffd</a>',
      'element <b/>',
      'error not-well-formed',
    ]);
    assert.deepEqual(parse([...broken].map((byte) => Buffer.of(byte))), events);
  });

  it('F1: keeps text whole when UTF-8 is split at every byte', () => {
    const text = Array.from({ length: 1000 }, (_, n) => `Привет ${n} 👩‍👩‍👧‍👦🏳️‍🌈`);
    const stanzas = text.map((body) => `<message><body>${body}</body></message>`);
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    const bodies: (string | null)[] = [];
    parser.on('element', (element) => bodies.push(element.getChildText('body')));
    for (const byte of bytesOf(HEADER + stanzas.join(''))) parser.write(byte);
    assert.deepEqual(bodies, text);
  });

  const forbidden: Record<string, string> = {
    '<a>&foo;</a>': 'not-well-formed',
    '<a>&#0;</a>': 'not-well-formed',
    '<a>\u0001</a>': 'not-well-formed',
    "<a from='x' from='y'/>": 'not-well-formed',
    '<a from=x/>': 'not-well-formed',
    '<a from/>': 'not-well-formed',
    '<x:a/>': 'not-well-formed',
    "<a x:b='1'/>": 'not-well-formed',
    text: 'not-well-formed',
    '&amp;<a/>': 'not-well-formed',
    '<![CDATA[x]]><a/>': 'not-well-formed',
    '</wrong>': 'not-well-formed',
    '<a></b>': 'not-well-formed',
    '<a><b></a>': 'not-well-formed',
    "<?xml version='1.0'?>": 'not-well-formed',
    '<!-- x -->': 'restricted-xml',
    '<a><!-- x --></a>': 'restricted-xml',
    '<?php x?>': 'restricted-xml',
  };
  for (const [text, condition] of Object.entries(forbidden)) {
    it(`refuses ${JSON.stringify(text)} as ${condition}, once, and hears nothing more`, () => {
      const [first, ...rest] = afterHeader(`<good/>${text}<late/><late/>`);
      assert.equal(first, 'element <good/>');
      assert.deepEqual(rest, [`error ${condition}`]);
    });
  }

  it('refuses a document type, before the root and after', () => {
    assert.deepEqual(parse(['<!DOCTYPE x [<!ENTITY a "b">]>', HEADER]), ['error restricted-xml']);
    assert.deepEqual(afterHeader('<!DOCTYPE x><late/>'), ['error not-well-formed']);
  });

  it('refuses other encodings, other roots and bytes that are not UTF-8', () => {
    assert.deepEqual(parse(["<?xml version='1.0' encoding='latin1'?>", '<x/>']), [
      'error unsupported-encoding',
    ]);
    assert.deepEqual(parse(["<stream xmlns='jabber:client'>"]), ['error invalid-namespace']);
    assert.deepEqual(parse(['HTTP/1.1 400 Bad Request\r\n\r\n<html>']), ['error not-well-formed']);
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x3c]]) {
      assert.deepEqual(parse([HEADER, '<a>', Buffer.from(bytes), '</a>']).slice(1), [
        'error not-well-formed',
      ]);
    }
  });

  it('lets an element have maxStanzaBytes and not a byte more, in one write and in many', () => {
    const element = (bytes: number) => `<a>${'é'.repeat((bytes - 8) / 2)}x</a>`;
    const maxStanzaBytes = 301;
    for (const cut of [(text: string) => [text], bytesOf]) {
      const chunks = [HEADER, ...cut(`${element(301)}${element(301)}<b/>`)];
      assert.equal(parse(chunks, { maxStanzaBytes }).length, 4);
      assert.deepEqual(parse([HEADER, ...cut(element(303))], { maxStanzaBytes }).slice(1), [
        'error policy-violation',
      ]);
    }
  });

  it('takes the limit that holds when the bytes come', () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 200 });
    let count = 0;
    parser.on('element', () => (count += 1));
    parser.write(HEADER);
    parser.maxStanzaBytes = 2000;
    parser.write(`<a>${'x'.repeat(1000)}</a>`);
    assert.equal(count, 1);
  });

  it('takes 100 nested elements and 256 attributes, and refuses more', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    const wide = (n: number) =>
      `<a ${Array.from({ length: n }, (_, index) => `a${index}=''`).join(' ')}/>`;
    for (const good of [nested(100), wide(256)]) {
      assert.match(parse([HEADER, good])[1] ?? '', /^element/);
    }
    for (const bad of [nested(101), nested(200_000), wide(257)]) {
      assert.deepEqual(parse([HEADER, bad]).slice(1), ['error policy-violation']);
    }
  });

  it('is silent after stop, also about the rest of the chunk at work', () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    const events: string[] = [];
    parser.on('element', (element) => {
      events.push(element.getName());
      parser.stop();
    });
    parser.on('error', () => events.push('error'));
    parser.write(`${HEADER}<proceed/><message/>&foo;`);
    parser.write('<message/>&foo;');
    assert.deepEqual(events, ['proceed']);
  });

  it('never throws, also when nobody listens for the error', () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    parser.write(`${HEADER}&foo;<`);
    parser.write('more');
    assert.equal(parser.listenerCount('error'), 0);
  });

  it("reports a listener's own error as uncaught and goes on", async () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    const names: string[] = [];
    parser.on('element', (element) => {
      names.push(element.getName());
      if (element.getName() === 'bad') throw new Error('a bug of the listener');
    });
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const uncaught = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
    try {
      parser.write(`${HEADER}<bad/><good/>`);
      assert.equal((await uncaught).message, 'a bug of the listener');
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
    assert.deepEqual(names, ['bad', 'good']);
  });

  it("says what was wrong without the server's own words", () => {
    const parser = new StreamParser({ framed: false, maxStanzaBytes: 65_536 });
    let fault: StreamFault | undefined;
    parser.on('error', (error) => (fault = error));
    parser.write(`${HEADER}</secret>`);
    assert.ok(fault instanceof StreamFault);
    assert.doesNotMatch(fault.message, /secret/);
  });
});

describe('StreamParser of frames', () => {
  const framing = "xmlns='urn:ietf:params:xml:ns:xmpp-framing'";
  const framed = (...frames: (Buffer | string)[]) => parse(frames, { framed: true });

  it('takes one document a frame, open as the start and close as the end', () => {
    assert.deepEqual(
      framed(`<open ${framing} id='1'/>`, "<a xmlns='b'>Ж</a>", `<close ${framing}/>`, '<late/>'),
      ['start open 1', 'element <a xmlns="b">Ж</a>', 'end'],
    );
    assert.deepEqual(framed(Buffer.from("<a xmlns='jabber:client'/>")), [
      'element <a xmlns="jabber:client"/>',
    ]);
  });

  it('refuses halves, pairs and what is not allowed in a stream either', () => {
    for (const bad of ['<a>', '<a/><b/>', '<a/>x', '<a></b>', '<p:a/>', '<a>&foo;</a>']) {
      assert.deepEqual(framed(bad, '<late/>').at(-1), 'error not-well-formed', bad);
      assert.ok(!framed(bad, '<late/>').some((event) => event.includes('late')));
    }
    assert.deepEqual(framed('<a><!-- --></a>'), ['error restricted-xml']);
    assert.deepEqual(framed(Buffer.of(0x3c, 0xff)), ['error not-well-formed']);
  });

  it('passes over frames that hold nothing, and nothing else', () => {
    assert.deepEqual(framed('', ' ', '\r\n\t ', '<a/>', ' ', '<b/>'), [
      'element <a/>',
      'element <b/>',
    ]);
    for (const bad of ['\u00a0', '\u0000', ' x', '\ufeff']) {
      assert.deepEqual(framed(bad, '<late/>'), ['error not-well-formed'], JSON.stringify(bad));
    }
    assert.deepEqual(parse([' '.repeat(30)], { framed: true, maxStanzaBytes: 26 }), [
      'error policy-violation',
    ]);
  });

  it('refuses a frame larger than the limit', () => {
    assert.deepEqual(
      parse(['<é/>', `<a>${'é'.repeat(10)}</a>`], { framed: true, maxStanzaBytes: 26 }),
      ['element <é/>', 'error policy-violation'],
    );
  });
});

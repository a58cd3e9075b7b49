import assert from 'node:assert/strict';
import type { Element } from '../../../../../src/xmpp/stanza/xml.ts';
import { StreamParser } from '../../../../../src/xmpp/stream/xml/parser.ts';
import { cpuTime } from '../../../../support/cpuTime.ts';

const HEADER = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

function parse(stanza: string): Element {
  const parser = new StreamParser({ framed: false, maxStanzaBytes: 4 * 1024 * 1024 });
  const elements: Element[] = [];
  parser.on('element', (element) => elements.push(element));
  parser.write(HEADER + stanza);
  const [element] = elements;
  assert.ok(element);
  return element;
}

/** Several of each name, in two namespaces, in so many rounds. */
const children = (rounds: number) =>
  Array.from({ length: rounds }, (_, i) => `<a id='${i}'/> <b id='${i}' xmlns='urn:b'/>`).join('');

describe('ReceivedElement', () => {
  for (const rounds of [1, 100]) {
    it(`finds children by name and namespace, of ${rounds * 2}`, () => {
      const element = parse(`<message>${children(rounds)}</message>`);
      assert.equal(element.getChild('a')?.attrs['id'], '0');
      assert.equal(element.getChild('a', 'jabber:client')?.attrs['id'], '0');
      assert.equal(element.getChild('a', 'urn:b'), undefined);
      assert.equal(element.getChild('c'), undefined);
      const ids = element.getChildren('b', 'urn:b').map(({ attrs }) => attrs['id']);
      assert.deepEqual(
        ids,
        Array.from({ length: rounds }, (_, i) => `${i}`),
      );
      assert.deepEqual(element.getChildren('b', 'jabber:client'), []);
    });

    it(`finds what was appended later, to ${rounds * 2}`, () => {
      const element = parse(`<message>${children(rounds)}</message>`);
      assert.equal(element.getChild('c'), undefined);
      element.append(parse('<c/>'));
      assert.equal(element.getChild('c')?.getName(), 'c');
    });
  }

  it('A32: looking for many things among many children costs little more than for one', () => {
    const element = parse(`<message>${'<x/>'.repeat(500_000)}</message>`);
    const names = Array.from({ length: 200 }, (_, i) => `name${i}`);
    element.getChild('x');
    const ms = cpuTime(() => {
      for (const name of names) element.getChild(name);
    });
    assert.ok(ms < 50, `${ms.toFixed(0)} ms`);
  });
});

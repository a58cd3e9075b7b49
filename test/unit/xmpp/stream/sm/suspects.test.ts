import assert from 'node:assert/strict';
import { userError } from '../../../../../src/base/userError.ts';
import { ConnectionError, lost, timedOut } from '../../../../../src/xmpp/stream/connectionError.ts';
import { parseStreamError } from '../../../../../src/xmpp/stream/streamError.ts';
import { type Culprit, Suspects } from '../../../../../src/xmpp/stream/sm/suspects.ts';
import { xml } from '../../../../../src/xmpp/stanza/xml.ts';

const message = (id: string, body = id) => xml('message', { id }, xml('body', null, body));
const streamError = (condition: string): ConnectionError =>
  parseStreamError(
    xml('error', {}, xml(condition, { xmlns: 'urn:ietf:params:xml:ns:xmpp-streams' })),
    'localhost',
  );
const large = message('large', 'x'.repeat(20_000));
const idOf = (culprit: Culprit | undefined) => culprit?.stanza.attrs['id'];

describe('Suspects', () => {
  let suspects: Suspects;

  beforeEach(() => {
    suspects = new Suspects();
  });

  it('take the largest of what was in flight for too large, wherever it stands', () => {
    const larger = message('larger', '漢'.repeat(8000));
    const inFlight = [message('a'), large, larger, message('b')];
    assert.equal(idOf(suspects.judge(streamError('policy-violation'), inFlight)), 'larger');
    assert.equal(suspects.maxBytes, Buffer.byteLength(larger.toString()) - 1);
    assert.ok(!inFlight.some((stanza) => suspects.has(stanza)));
    assert.equal(idOf(suspects.judge(streamError('policy-violation'), [large])), 'large');
  });

  it('learn of a size also from what is no message', () => {
    const iq = xml('iq', { id: 'set' }, 'x'.repeat(20_000));
    assert.equal(idOf(suspects.judge(streamError('policy-violation'), [iq, message('a')])), 'set');
    assert.equal(suspects.maxBytes, Buffer.byteLength(iq.toString()) - 1);
  });

  it('find out what is no message just so, but for presence, which nothing names', () => {
    const iq = (id: string, text = id) => xml('iq', { id }, text);
    assert.equal(
      suspects.judge(streamError('bad-format'), [xml('presence'), iq('set'), message('a')]),
      undefined,
    );
    assert.equal(idOf(suspects.judge(streamError('bad-format'), [iq('set')])), 'set');
    const told = [1, 2, 3].map(() =>
      suspects.judge(lost('localhost'), [iq('big', 'x'.repeat(20_000)), message('a')]),
    );
    assert.deepEqual(told.map(idOf), [undefined, undefined, 'big']);
  });

  for (const condition of ['policy-violation', 'not-well-formed', 'invalid-xml', 'bad-format']) {
    it(`find out by sending each alone what ends the stream with ${condition}`, () => {
      const all = [message('a'), message('b'), message('c')];
      assert.equal(suspects.judge(streamError(condition), all), undefined);
      assert.ok(all.every((stanza) => suspects.has(stanza)));
      suspects.clear(message('a'));
      assert.ok(!suspects.has(message('a')));
      assert.equal(idOf(suspects.judge(streamError(condition), [message('b')])), 'b');
      assert.ok(!suspects.has(message('b')));
      assert.ok(suspects.has(message('c')));
      assert.equal(suspects.maxBytes, Infinity);
    });
  }

  for (const condition of ['internal-server-error', 'resource-constraint', 'undefined-condition']) {
    it(`take ${condition} for a reason only when it is said thrice of a message alone`, () => {
      const told = [1, 2, 3].map(() => suspects.judge(streamError(condition), [message('a')]));
      assert.deepEqual(told.map(idOf), [undefined, undefined, 'a']);
    });
  }

  it('take the loss of a connection for a reason only of what is large, and only thrice', () => {
    for (const error of [lost('localhost'), timedOut('localhost')]) {
      const told = [1, 2, 3].map(() => suspects.judge(error, [message('a'), large, message('b')]));
      assert.deepEqual(told.map(idOf), [undefined, undefined, 'large']);
      assert.ok(!suspects.has(message('a')));
    }
    suspects.judge(lost('localhost'), [large, message('other', 'x'.repeat(20_000))]);
    assert.ok(suspects.has(large));
  });

  it('blame nothing for what has another reason', () => {
    for (const condition of ['system-shutdown', 'reset', 'conflict', 'see-other-host']) {
      for (let n = 0; n < 5; n++) {
        assert.equal(suspects.judge(streamError(condition), [large]), undefined);
      }
      assert.ok(!suspects.has(large), condition);
    }
    assert.equal(suspects.judge(streamError('policy-violation'), []), undefined);
    const fault = new ConnectionError(
      userError('bad-stream', { domain: 'example.org', condition: 'bad-format' }),
    );
    assert.equal(suspects.judge(fault, [large]), undefined);
  });
});

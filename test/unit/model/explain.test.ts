import assert from 'node:assert/strict';
import { explain } from '../../../src/model/explain.ts';
import { Failure } from '../../../src/model/failure.ts';
import { StanzaError } from '../../../src/xmpp/stanza/stanzaError.ts';
import { ConnectionError } from '../../../src/xmpp/stream/connectionError.ts';
import { tooLarge } from '../../../src/xmpp/transferError.ts';

const what = 'The room could not be entered';

describe('explain', () => {
  it('says what a condition means and what to do', () => {
    const failure = explain(new StanzaError('forbidden', { text: 'Go away' }), what);
    assert.equal(failure.message, `${what}: the server does not allow it; ask its operator.`);
    assert.equal(failure.code, 'forbidden');
  });

  it('names a condition it does not know, and never the other side’s own words', () => {
    const failure = explain(new StanzaError('unexpected-request', { text: 'Click here' }), what);
    assert.equal(failure.message, `${what}: the server says unexpected-request; try again later.`);
  });

  it('leaves sentences as they are, with their code and details', () => {
    const known = new Failure('no-file', 'This message announces no file.');
    assert.equal(explain(known, what), known);
    const transfer = tooLarge(1000);
    assert.deepEqual(
      [explain(transfer, what).message, explain(transfer, what).code],
      [transfer.message, 'too-large'],
    );
    const data = { fingerprint: 'AB' };
    const link = explain(new ConnectionError('bad-certificate', 'No.', { data }), what);
    assert.deepEqual([link.message, link.code, link.data], ['No.', 'bad-certificate', data]);
  });

  it('makes one sentence of anything else', () => {
    assert.equal(explain(new Error('EPIPE.'), what).message, `${what}: EPIPE; try again.`);
    assert.equal(explain('odd', what).message, `${what}: odd; try again.`);
  });
});

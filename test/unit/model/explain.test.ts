import assert from 'node:assert/strict';
import { failure, userError } from '../../../src/base/userError.ts';
import { explain } from '../../../src/model/explain.ts';
import { StanzaError, Unsendable } from '../../../src/xmpp/stanza/stanzaError.ts';
import { timedOut } from '../../../src/xmpp/stream/connectionError.ts';
import { tooLarge } from '../../../src/xmpp/transferError.ts';
import { told } from '../../support/say.ts';

const task = userError('task.change-password');
const what = 'The password was not changed';

describe('explain', () => {
  it('says what a condition means and what to do', () => {
    const error = explain(new StanzaError('forbidden', { text: 'Go away' }), task);
    assert.equal(told(error), `${what}: the server does not allow it; ask its operator.`);
    assert.equal(error.code, 'forbidden');
  });

  it('names a condition it does not know, and never the other side’s own words', () => {
    const error = explain(new StanzaError('unexpected-request', { text: 'Click here' }), task);
    assert.equal(told(error), `${what}: the server says unexpected-request; try again later.`);
    assert.doesNotMatch(JSON.stringify(error.userError), /Click/u);
  });

  it('says why a server does not take something', () => {
    const because = (error: Unsendable) => told(explain(error, task)).slice(what.length);
    assert.equal(
      because(new Unsendable('content')),
      ': your server ends the connection over it; change it, then try again.',
    );
    assert.equal(
      because(new Unsendable('size')),
      ': it is larger than your server takes; shorten it, or send it as a file.',
    );
    assert.equal(
      because(new Unsendable('size', 65_536)),
      ': it is larger than your server takes (at most 65.5 kB); shorten it, or send it as a file.',
    );
  });

  it('leaves as it is what says already what failed', () => {
    for (const known of [failure('no-file.announced'), tooLarge(1000), timedOut('example.org')]) {
      assert.equal(explain(known, task), known);
    }
  });

  it('makes one sentence of anything else', () => {
    assert.equal(told(explain(new Error('EPIPE.'), task)), `${what}: EPIPE; try again.`);
    assert.equal(told(explain('odd', task)), `${what}: odd; try again.`);
    const long = explain(new Error('x'.repeat(5000)), task);
    assert.equal(long.text('detail')?.length, 300);
  });
});

import assert from 'node:assert/strict';
import { receivedOf } from '../../../../src/model/chats/received.ts';
import { memory } from '../../../support/memory.ts';

describe('what is told of the newest message', () => {
  const received = (body: string) =>
    receivedOf({
      ...{ id: '1', sender: 'bob@example.org', outgoing: false, body, time: 0 },
      ...{ delivery: 'sent', subject: 'x' },
    });

  it('is what is shown of it, and no more', () => {
    assert.deepEqual(received('hello'), { id: '1', body: 'hello' });
    const long = `${'a'.repeat(1023)}😀${'b'.repeat(5000)}`;
    assert.equal(received(long).body, long.slice(0, 1024));
  });

  it('A34: of many strangers with long messages, it takes little memory', () => {
    const before = memory();
    const kept = Array.from({ length: 200 }, (_, n) => received(`${'long '.repeat(50_000)}${n}`));
    const grown = memory() - before;
    assert.equal(kept.length, 200);
    assert.ok(grown < 5 * 1024 * 1024, `${grown} bytes`);
  });
});

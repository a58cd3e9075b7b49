import assert from 'node:assert/strict';
import { SerialQueue } from '../../../src/base/serialQueue.ts';

describe('SerialQueue', () => {
  it('does one thing at a time, in order', async () => {
    const queue = new SerialQueue();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      return name;
    };
    assert.deepEqual(await Promise.all([queue.run(work('a')), queue.run(work('b'))]), ['a', 'b']);
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a failure, of which only its caller hears', async () => {
    const queue = new SerialQueue();
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const done = queue.run(() => Promise.resolve('yes'));
    await assert.rejects(failed, /no/u);
    assert.equal(await done, 'yes');
  });
});

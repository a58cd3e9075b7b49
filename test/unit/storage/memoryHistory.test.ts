import assert from 'node:assert/strict';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { describeHistory } from '../../support/historyContract.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };

describe('MemoryHistory', () => {
  describeHistory(() => new MemoryHistory());

  it('lets the oldest go', async () => {
    const history = new MemoryHistory(5);
    for (const id of ['1', '2', '3', '4', '5', '6']) {
      await history.save(key, { id, sender: key.chat, outgoing: false, body: '', time: 0 });
    }
    const kept = await history.load(key, { limit: 9 });
    assert.deepEqual(
      kept.map(({ id }) => id),
      ['2', '3', '4', '5', '6'],
    );
    assert.equal(await history.find(key, '1'), undefined);
  });
});

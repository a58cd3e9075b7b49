import assert from 'node:assert/strict';
import { Retention } from '../../../../src/model/chats/retention.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeLog } from '../../../support/fakeSession.ts';
import { settle } from '../../../support/settle.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };
const DAY_MS = 86_400_000;

describe('Retention', () => {
  let history: MemoryHistory;
  let clock: FakeClock;
  let retention: Retention;
  let days: number;

  beforeEach(async () => {
    history = new MemoryHistory();
    clock = new FakeClock();
    for (const age of [40, 20, 0]) {
      const time = clock.now() - age * DAY_MS;
      await history.save(key, {
        id: String(age),
        sender: key.chat,
        outgoing: false,
        body: '',
        time,
      });
    }
    retention = new Retention({ history, clock, log: new FakeLog(), keepDays: () => days });
  });

  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
    return (await history.load(key, { limit: 9 })).map(({ id }) => id);
  };

  it('forgets what is too old, soon after the start and once a day', async () => {
    days = 30;
    assert.deepEqual(await pass(60_000), ['20', '0']);
    assert.deepEqual(await pass(9 * DAY_MS), ['20', '0']);
    assert.deepEqual(await pass(2 * DAY_MS), ['0']);
  });

  it('keeps everything where that is wanted', async () => {
    days = 0;
    assert.deepEqual(await pass(400 * DAY_MS), ['40', '20', '0']);
  });

  it('ends when disposed, and begins no second round', async () => {
    days = 1;
    retention.dispose();
    assert.deepEqual(await pass(2 * DAY_MS), ['40', '20', '0']);
    assert.equal(clock.pending, 0);
  });
});

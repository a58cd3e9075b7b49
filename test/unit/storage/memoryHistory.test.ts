import assert from 'node:assert/strict';
import type { PageQuery } from '../../../src/model/history.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };
const message = (id: string, body = '') => ({
  id,
  outgoing: false,
  body,
  time: 10 * Number(id),
});

describe('MemoryHistory', () => {
  let history: MemoryHistory;

  beforeEach(async () => {
    history = new MemoryHistory(5);
    for (const id of ['1', '2', '3', '4']) await history.save(key, message(id));
  });

  const ids = async (query: PageQuery) => (await history.load(key, query)).map(({ id }) => id);

  it('gives the newest, or those before one, oldest first', async () => {
    assert.deepEqual(await ids({ limit: 2 }), ['3', '4']);
    assert.deepEqual(await ids({ limit: 2, before: '3' }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 2, before: '1' }), []);
  });

  it('gives those after one, and those around a message or a time', async () => {
    assert.deepEqual(await ids({ limit: 2, after: '1' }), ['2', '3']);
    assert.deepEqual(await ids({ limit: 9, after: '4' }), []);
    assert.deepEqual(await ids({ limit: 9, after: 'gone' }), []);
    assert.deepEqual(await ids({ limit: 1, around: '2' }), ['2']);
    assert.deepEqual(await ids({ limit: 3, around: '2' }), ['1', '2', '3']);
    assert.deepEqual(await ids({ limit: 4, around: '1' }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 9, around: 'gone' }), []);
    assert.deepEqual(await ids({ limit: 1, around: 0 }), ['1']);
    assert.deepEqual(await ids({ limit: 2, around: 25 }), ['2', '3']);
    assert.deepEqual(await ids({ limit: 1, around: 41 }), ['4']);
    assert.deepEqual(await history.load({ ...key, chat: 'eve@x' }, { limit: 1, around: 0 }), []);
  });

  it('replaces in place', async () => {
    await history.save(key, message('2', 'changed'));
    assert.deepEqual(await ids({ limit: 9 }), ['1', '2', '3', '4']);
    assert.equal((await history.find(key, '2'))?.body, 'changed');
  });

  it('lets the oldest go', async () => {
    for (const id of ['5', '6']) await history.save(key, message(id));
    assert.deepEqual(await ids({ limit: 9 }), ['2', '3', '4', '5', '6']);
    assert.equal(await history.find(key, '1'), undefined);
  });

  it('keeps chats and accounts apart', async () => {
    for (const other of [
      { ...key, chat: 'eve@x' },
      { ...key, account: 'you@x' },
    ]) {
      assert.deepEqual(await history.load(other, { limit: 9 }), []);
    }
  });
});

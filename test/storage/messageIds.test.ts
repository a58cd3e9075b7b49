import assert from 'node:assert/strict';
import { Database } from '../../src/storage/sqlite/database.ts';
import { firstId, FreeIds } from '../../src/storage/sqlite/messageIds.ts';
import { inTemporaryFolder } from './open.ts';

const PER_MS = 1024;

describe('the ids of rows', () => {
  const { file } = inTemporaryFolder();
  let database: Database;
  beforeEach(() => {
    database = new Database(file());
    database.run("INSERT INTO chats (id, account, jid) VALUES (1, 'me@example.org', 'bob')");
  });
  afterEach(() => {
    database.close();
  });

  const store = (...ids: readonly number[]) => {
    const sql = `INSERT INTO messages (id, chat, uid, position, sender, outgoing, time, body)
      VALUES (?, 1, ?, ?, 'bob', 0, 0, '')`;
    for (const id of ids) database.run(sql, id, String(id), id);
  };
  const count = (of: number) => Array.from({ length: of }, (_, index) => index);

  it('are those of its time, in whatever order the times come', () => {
    const ids = new FreeIds(database);
    const times = [5000, 3000, 4000, 3000, 5000, 9000];
    const offsets = [0, 0, 0, 1, 1, 0];
    const wanted = times.map((time, at) => firstId(time) + (offsets[at] ?? 0));
    assert.deepEqual(
      times.map((time) => ids.allocate(time)),
      wanted,
    );
  });

  it('are none that a row has, before, within and after a gap', () => {
    store(firstId(1000), firstId(1000) + 1, firstId(2000) + 7);
    const ids = new FreeIds(database);
    const times = [1500, 1000, 1999, 2000, 2001, 999, 2000];
    const wanted = [
      firstId(1500),
      firstId(1000) + 2,
      firstId(1999),
      firstId(2000) + 8,
      firstId(2001),
      firstId(999),
      firstId(2000) + 9,
    ];
    assert.deepEqual(
      times.map((time) => ids.allocate(time)),
      wanted,
    );
  });

  it('go on in the next millisecond where one is full, of rows or of what is allocated', () => {
    store(...count(PER_MS).map((index) => firstId(1000) + index));
    const ids = new FreeIds(database);
    assert.equal(ids.allocate(1000), firstId(1001));
    const allocated = count(PER_MS).map(() => ids.allocate(1001));
    assert.deepEqual(
      allocated,
      count(PER_MS).map((index) => firstId(1001) + index + 1),
    );
    assert.equal(new Set(allocated).size, PER_MS);
  });
});

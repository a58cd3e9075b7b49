import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Addition } from '../../src/model/history.ts';
import { Database } from '../../src/storage/sqlite/database.ts';
import { IdentityIndex } from '../../src/storage/sqlite/identityIndex.ts';
import { writes } from '../../src/storage/sqlite/writes.ts';
import { inTemporaryFolder } from './open.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };
const addition = (id: string, time = 1): Addition => ({
  key,
  message: { id, sender: key.chat, outgoing: false, body: `word ${id}`, time },
});
const MANY = 1200;

describe('what the database does together', () => {
  const { open, file } = inTemporaryFolder();
  const found = async (history = open()) =>
    (await history.search({ text: 'word', limit: 2 * MANY })).found.length;

  it('finds at once what was just added, however much', async () => {
    const history = open();
    const adding = Array.from({ length: MANY }, (_, n) => history.add([addition(String(n), n)]));
    await Promise.all(adding);
    assert.equal(await found(history), MANY);
    await history.add([addition('last')]);
    assert.equal(await found(history), MANY + 1);
  });

  it('finds what was kept and not indexed when its process was killed', async () => {
    const database = new Database(file());
    database.transaction(() =>
      writes(database, new IdentityIndex(database)).add([addition('1'), addition('2')]),
    );
    database.close();
    assert.equal(await found(), 2);
  });

  it('indexes by itself, soon', async () => {
    const history = open();
    await history.add([addition('1')]);
    const other = new DatabaseSync(file());
    const waiting = () => other.prepare('SELECT count(*) AS n FROM pending_fts').get()?.['n'];
    for (let tries = 0; waiting() !== 0; tries += 1) {
      assert.ok(tries < 200, 'not indexed after 2 s');
      await delay(10);
    }
    other.close();
  });

  it('searches what is indexed while another has locked the file', async () => {
    const history = open();
    await history.add([addition('1')]);
    assert.equal(await found(history), 1);
    const other = new Database(file());
    other.transaction(() => writes(other, new IdentityIndex(other)).add([addition('2')]));
    other.exec('BEGIN IMMEDIATE');
    assert.equal(await found(history), 1);
    other.exec('COMMIT');
    other.close();
    assert.equal(await found(history), 2);
  });

  it('fails only the one of many that cannot be kept', async () => {
    const history = open();
    await history.load(key, { limit: 1 });
    const times = [1, 2, NaN, 4];
    const outcomes = await Promise.allSettled(
      times.map((time) => history.add([addition(String(time), time)])),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    const kept = await history.load(key, { limit: 9 });
    assert.deepEqual(
      kept.map(({ id }) => id),
      ['1', '2', '4'],
    );
  });

  it('tells each of many whether its own were new', async () => {
    const history = open();
    await history.add([addition('1')]);
    const adding = [['1', '2'], ['3'], [], ['2', '4']].map((ids) =>
      history.add(ids.map((id) => addition(id))),
    );
    assert.deepEqual(await Promise.all(adding), [[false, true], [true], [], [false, true]]);
  });
});

import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../src/model/history.ts';
import { Database } from '../../src/storage/sqlite/database.ts';
import { troubleOf } from '../../src/storage/sqlite/storageError.ts';
import { IdentityIndex } from '../../src/storage/sqlite/identityIndex.ts';
import { Queue } from '../../src/storage/sqlite/queue.ts';
import { reads } from '../../src/storage/sqlite/reads.ts';
import { writes } from '../../src/storage/sqlite/writes.ts';
import { inTemporaryFolder } from './open.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };
const message = (id: string, body = id): Message => ({
  ...{ id, sender: key.chat, outgoing: false, body, time: 1 },
});

describe('the database', () => {
  const { open, file, told } = inTemporaryFolder();
  const ids = async (history = open()) =>
    (await history.load(key, { limit: 99 })).map(({ id }) => id);
  const kept = async () => (await readdir(path.dirname(file()))).sort();

  it('is there again after a restart, for nobody else to read', async () => {
    const first = open();
    await first.save(key, message('1'));
    for (const name of await kept()) {
      assert.equal((await stat(path.join(path.dirname(file()), name))).mode & 0o777, 0o600, name);
    }
    await first.close();
    await chmod(file(), 0o644);
    assert.deepEqual(await ids(), ['1']);
    assert.equal((await stat(file())).mode & 0o777, 0o600);
    assert.deepEqual(told, []);
  });

  it('may be open in two windows', async () => {
    const [first, second] = [open(), open()];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 === 0 ? first : second).save(key, message(String(n))),
      ),
    );
    assert.equal((await ids(first)).length, 40);
    assert.deepEqual(await ids(first), await ids(second));
  });

  it('F15: locked by another for long, it stops neither reading nor the event loop', async () => {
    const history = open();
    await history.save(key, message('before'));
    const other = new DatabaseSync(file());
    other.exec('BEGIN IMMEDIATE');
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    let isSaved = false;
    const saving = history.save(key, message('after')).then(() => (isSaved = true));
    for (let n = 0; n < 20; n++) {
      assert.deepEqual(await ids(history), ['before']);
      await delay(100);
    }
    lag.disable();
    assert.equal(isSaved, false);
    other.exec('COMMIT');
    await saving;
    other.close();
    assert.deepEqual(await ids(history), ['before', 'after']);
    // Not the maximum: other processes want the processor, too. Whoever waited for the lock would
    // be late by seconds, and have few samples beside it.
    const late = lag.percentile(99) / 1e6;
    assert.ok(late < 100, `stalled for ${late} ms`);
  });

  it('F15: locked from the start, it is opened when the lock is gone', async () => {
    await open().close();
    const other = new DatabaseSync(file());
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const reading = ids();
    await delay(500);
    other.exec('COMMIT');
    other.close();
    assert.deepEqual(await reading, []);
    assert.deepEqual(told, []);
  });

  it('F16: on a full disk, fails what does not fit, keeps the rest, goes on when there is room', async () => {
    const database = new Database(file());
    const names = new IdentityIndex(database);
    const { save } = writes(database, names);
    const queue = new Queue(() => database);
    // Instead of a disk of that size.
    const allow = (pages: number) => {
      database.exec(`PRAGMA max_page_count = ${pages}`);
    };
    const large = 'x'.repeat(100_000);
    const saveAll = () =>
      Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          queue.write(() => {
            save(key, message(String(n), n % 4 === 0 ? String(n) : large));
          }),
        ),
      );
    allow(150);
    const outcomes = await saveAll();
    const saved = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? String(n) : []));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of failures) assert.equal(troubleOf(reason), 'full');
    assert.ok(saved.length > 5 && failures.length > 5, `${saved.length} saved`);
    const all = () =>
      reads(database, names)
        .load(key, { limit: 99 })
        .map(({ id }) => id);
    assert.deepEqual(all(), saved);
    allow(100_000);
    await saveAll();
    assert.equal(all().length, 20);
    database.close();
  });

  const damage: Record<string, () => Promise<void>> = {
    'is not a database': () => writeFile(file(), 'x'.repeat(10_000)),
    'has lost its middle': async () => {
      const content = await readFile(file());
      content.fill(0xaa, 4096);
      await writeFile(file(), content);
    },
    'has a damaged head': async () => {
      const content = await readFile(file());
      content.fill(0xaa, 50, 4000);
      await writeFile(file(), content);
    },
  };
  for (const [what, spoil] of Object.entries(damage)) {
    it(`F17: that ${what} is kept aside, and begun anew`, async () => {
      const first = open();
      await first.save(key, message('lost'));
      await first.close();
      await spoil();
      const spoilt = await readFile(file());
      const history = open();
      await Promise.all(['1', '2', '3'].map((id) => history.save(key, message(id))));
      assert.deepEqual(await ids(history), ['1', '2', '3']);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /was damaged: it is kept as .*\.corrupt-/u);
      const [aside] = (await kept()).filter((name) => /\.corrupt-[\dTZ-]+$/u.test(name));
      assert.ok(aside);
      assert.deepEqual(await readFile(path.join(path.dirname(file()), aside)), spoilt);
    });
  }

  it('F17: that a newer version wrote is kept aside untouched', async () => {
    const first = open();
    await first.save(key, message('newer'));
    await first.close();
    const other = new DatabaseSync(file());
    other.exec('PRAGMA user_version = 1000');
    other.close();
    assert.deepEqual(await ids(), []);
    assert.match(
      told[0] ?? '',
      /was written by a newer Parley: it is kept as .* A new one was begun/u,
    );
    const [aside] = (await kept()).filter((name) => /\.corrupt-[\dTZ-]+$/u.test(name));
    const old = new DatabaseSync(path.join(path.dirname(file()), aside ?? ''));
    assert.deepEqual(old.prepare('SELECT uid FROM messages').all().length, 1);
    old.close();
  });

  it('gives way to memory where it cannot be opened, and says so once', async () => {
    await mkdir(file(), { recursive: true });
    const history = open();
    await history.save(key, message('1'));
    assert.deepEqual(await ids(history), ['1']);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^Messages are kept only until this window closes/u);
  });
});

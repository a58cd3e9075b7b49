import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Addition } from '../../src/model/history.ts';
import { Database } from '../../src/storage/sqlite/database.ts';
import { IdentityIndex } from '../../src/storage/sqlite/identityIndex.ts';
import { writes } from '../../src/storage/sqlite/writes.ts';
import { inTemporaryFolder } from './open.ts';

const chat = 'bob@example.org';
const key = { account: 'me@example.org', chat };

/** A message with an identity of its own, and whatever it is referred to by. */
const addition = (id: string, references?: readonly string[]): Addition => ({
  key,
  message: { id, sender: chat, outgoing: false, body: id, time: 1 },
  identities: [`identity ${id}`],
  ...(references && { references }),
});

describe('the names of messages', () => {
  const { open, file } = inTemporaryFolder();
  const opened: Database[] = [];
  afterEach(() => {
    for (const database of opened.splice(0)) database.close();
  });

  /** A process with the database open, which indexes nothing by itself. */
  const start = () => {
    const database = new Database(file());
    opened.push(database);
    const names = new IdentityIndex(database);
    const { add } = writes(database, names);
    return {
      add: (...additions: Addition[]) => database.transaction(() => add(additions)),
      addAndFail: (added: Addition) => {
        assert.throws(
          () =>
            database.transaction(() => {
              add([added]);
              throw new Error('undone');
            }),
          /undone/u,
        );
      },
      knows: (id: string) => names.find(1, chat, addition(id).identities ?? []) !== undefined,
      merge: () => {
        database.transaction(() => {
          names.flush();
        });
      },
    };
  };

  it('tell what is known before and after they are in the index', () => {
    const process = start();
    assert.deepEqual(process.add(addition('1'), addition('2'), addition('1')), [true, true, false]);
    assert.deepEqual(process.add(addition('2'), addition('3')), [false, true]);
    process.merge();
    assert.deepEqual(process.add(addition('1'), addition('3'), addition('4')), [
      false,
      false,
      true,
    ]);
  });

  it('are known to the next process where the last one was killed before', () => {
    start().add(addition('1'));
    assert.deepEqual(start().add(addition('1')), [false]);
  });

  it('are known when another process gives them meanwhile, or merges them', () => {
    const [one, other] = [start(), start()];
    one.add(addition('1'));
    assert.deepEqual(other.add(addition('1'), addition('2')), [false, true]);
    other.merge();
    assert.deepEqual(one.add(addition('2')), [false]);
  });

  it('are looked up again once another process may have given them', () => {
    const [one, other] = [start(), start()];
    one.add(addition('1'));
    assert.equal(one.knows('2'), false);
    other.add(addition('2'));
    other.merge();
    assert.deepEqual(one.add(addition('2'), addition('3')), [false, true]);
  });

  it('are known once they are merged, also if they were looked up in vain before', () => {
    const process = start();
    process.add(addition('1'));
    assert.equal(process.knows('2'), false);
    process.add(addition('2'));
    process.merge();
    assert.equal(process.knows('2'), true);
    assert.deepEqual(process.add(addition('2')), [false]);
  });

  it('are forgotten with the transaction that is undone', () => {
    const process = start();
    process.addAndFail(addition('1'));
    assert.deepEqual(process.add(addition('1')), [true]);
  });

  it('A13: are compared whole: another message in their place in the index is not taken for theirs', () => {
    const process = start();
    process.add(addition('1'), addition('2'));
    process.merge();
    const other = new DatabaseSync(file());
    other.exec("UPDATE identities SET message = (SELECT id FROM messages WHERE uid = '2')");
    other.close();
    assert.deepEqual(process.add(addition('2')), [false]);
    assert.equal(process.knows('1'), false);
  });

  it('leave the index with their message, but for those that a later one has, too', async () => {
    const history = open();
    const [first, second, third] = [
      addition('1', ['note']),
      addition('2', ['note']),
      addition('3', ['its own']),
    ];
    await history.add([first, { ...second, message: { ...second.message, time: Date.now() } }]);
    await history.add([third]);
    while (await history.removeBefore(1000));
    assert.equal((await history.findReference(key, chat, 'note'))?.id, '2');
    const other = new DatabaseSync(file());
    assert.equal(other.prepare('SELECT count(*) AS n FROM identities').get()?.['n'], 2);
    other.close();
  });

  it('A34: are learned from few copies: thousands of one message take no longer than as many messages', async () => {
    const history = open();
    const copies = Array.from({ length: 2000 }, (_, n) => addition('1', [`reference ${n}`]));
    assert.equal((await history.add(copies)).filter(Boolean).length, 1);
    assert.equal((await history.findReference(key, chat, 'reference 1'))?.id, '1');
    assert.equal(await history.findReference(key, chat, 'reference 1999'), undefined);
    const other = new DatabaseSync(file());
    const count = (sql: string) => Number(other.prepare(sql).get()?.['n']);
    assert.ok(count('SELECT length(names) AS n FROM messages') < 8000);
    await history.search({ text: 'all that is not indexed yet', limit: 1 });
    for (let tries = 0; count('SELECT count(*) AS n FROM pending_names') > 0; tries += 1) {
      assert.ok(tries < 200, 'not in the index after 2 s');
      await delay(10);
    }
    assert.ok(count('SELECT count(*) AS n FROM identities') < 300);
    other.close();
  });

  it('are learned one by one, and known in the next process', () => {
    const process = start();
    process.add(addition('1', ['a']));
    process.merge();
    process.add(addition('1', ['b']));
    const { add, merge } = start();
    merge();
    const named = (reference: string) =>
      add({ ...addition('of ' + reference), identities: [`\n${reference}`] })[0];
    assert.deepEqual([named('a'), named('b'), named('c')], [false, false, true]);
  });

  it('are not those of a later message in the row of one that was removed', async () => {
    const history = open();
    await history.add([addition('1')]);
    while (await history.removeBefore(Date.now()));
    assert.deepEqual(await history.add([addition('2')]), [true]);
    assert.deepEqual(await history.add([addition('1')]), [true]);
  });

  it('are those of the last message that was called so', async () => {
    const history = open();
    const found = async () => (await history.findReference(key, chat, 'note'))?.id;
    await history.add([addition('1', ['note']), addition('2', ['note'])]);
    assert.equal(await found(), '2');
    await history.add([addition('1', ['note'])]);
    assert.equal(await found(), '1');
  });

  it('come into the index by themselves, soon', async () => {
    const history = open();
    await history.add([addition('1')]);
    const other = new DatabaseSync(file());
    const count = (table: string) =>
      other.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
    for (let tries = 0; count('identities') !== 1; tries += 1) {
      assert.ok(tries < 200, 'not in the index after 2 s');
      await delay(10);
    }
    other.close();
    assert.deepEqual(await history.add([addition('1')]), [false]);
  });
});

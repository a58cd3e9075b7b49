import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { readFile, writeFile } from 'node:fs/promises';
import type { Message } from '../../src/model/history.ts';
import { inTemporaryFolder } from './open.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };
const message = (id: string, body = `words of ${id}`): Message => ({
  ...{ id, sender: key.chat, outgoing: false, body, time: Number(id) },
});
const MANY = 300;
/** Was in a chat that was cleared: the archive still has it. */
const cleared = {
  key: { ...key, chat: 'eve@example.org' },
  message: message('1'),
  identities: ['cleared'],
};

/** A copy of one of the others, known by its identity alone. */
const copied = { key, message: message('2000'), identities: ['identity 3'] };

describe('a damaged database', () => {
  const { open, file, told } = inTemporaryFolder();

  const fill = async () => {
    const history = open();
    const file = { name: 'a.txt', url: 'https://x/a.txt' };
    await history.add(
      Array.from({ length: MANY }, (_, n) => ({
        key,
        message: { ...message(String(n)), ...(n === 7 && { file }), reactions: [] },
        identities: [`identity ${n}`],
      })),
      { account: key.account, archive: key.account, position: 'there' },
    );
    await history.add([cleared]);
    await history.clear(cleared.key);
    assert.equal((await history.search({ text: 'words', limit: 999 })).found.length, MANY);
    await history.close();
  };
  const change = (...statements: string[]) => {
    const other = new DatabaseSync(file(), { defensive: false } as object);
    other.exec('PRAGMA foreign_keys = OFF');
    for (const sql of statements) other.exec(sql);
    other.close();
  };
  /** Everything is as it was, and new messages are kept. */
  const assertWhole = async () => {
    const history = open();
    assert.deepEqual(await history.add([cleared, copied]), [false, false]);
    await history.save(key, message('1000'));
    assert.equal((await history.load(key, { limit: 9999 })).length, MANY + 1);
    assert.equal((await history.search({ text: 'words', limit: 999 })).found.length, MANY + 1);
    assert.equal((await history.search({ text: '1000', limit: 9 })).found.length, 1);
    await history.clear(key);
    assert.equal((await history.search({ text: 'words', limit: 999 })).found.length, 0);
    await history.close();
  };
  /** Overwrites the pages of a table or an index. */
  const spoil = async (name: string, what: (page: Buffer) => void) => {
    const other = new DatabaseSync(file());
    const pages = other
      .prepare('SELECT pageno FROM dbstat WHERE name = ?')
      .all(name)
      .map((row) => Number(row['pageno']));
    other.close();
    const content = await readFile(file());
    assert.ok(pages.length > 0, name);
    for (const page of pages) what(content.subarray((page - 1) * 4096, page * 4096));
    await writeFile(file(), content);
  };

  const mended: Record<string, () => unknown> = {
    'a foreign trigger': () => {
      change(
        "CREATE TRIGGER t BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END",
        'CREATE VIEW "a""b" AS SELECT * FROM messages',
        "CREATE UNIQUE INDEX i ON messages (outgoing) WHERE body = ''",
      );
    },
    'a trigger that was changed': () => {
      change(
        'DROP TRIGGER message_removed',
        'CREATE TRIGGER message_removed AFTER DELETE ON messages BEGIN SELECT 1; END',
      );
    },
    'no index of words': () => {
      change('DROP TABLE search');
    },
    'a part of the index of words missing': () => {
      change('DROP TABLE search_data');
    },
    'no list of what is not indexed': () => {
      change('DROP TABLE pending_fts', 'DROP INDEX messages_by_position');
    },
    'no index of names': () => {
      change('DROP TABLE identities');
    },
    'no list of whose names are not indexed': () => {
      change('DROP TABLE pending_names');
    },
    'no seed of the index of names': () => {
      change('DROP TABLE names_seed');
    },
    'a damaged index of words': () => {
      change("UPDATE search_data SET block = x'00112233445566'");
    },
    'an index of words without a beginning': () => {
      change('DELETE FROM search_data WHERE id < 100');
    },
  };
  for (const [what, damage] of Object.entries(mended)) {
    it(`F17: is mended where it has ${what}, which is told once`, async () => {
      await fill();
      await damage();
      await assertWhole();
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /damaged and could be repaired/u);
    });
  }

  const salvaged: Record<string, () => unknown> = {
    'parts of the index of words missing': () => {
      change('DROP TABLE search_docsize', 'DROP TABLE search_config');
    },
    'a damaged index of places': () => spoil('messages_by_position', (page) => page.fill(0xaa)),
    'a damaged index of ids': () =>
      spoil('sqlite_autoindex_messages_1', (page) => page.fill(0xff, 0, 100)),
    'no cursors': () => {
      change('DROP TABLE cursors');
    },
    'a view in place of a table': () => {
      change('ALTER TABLE changes RENAME TO c', 'CREATE VIEW changes AS SELECT * FROM c');
    },
    'a column too many': () => {
      change('ALTER TABLE messages ADD COLUMN mood TEXT', 'ALTER TABLE chats ADD COLUMN mood TEXT');
    },
    'a column too few': () => {
      change('ALTER TABLE chats DROP COLUMN standing', 'ALTER TABLE messages DROP COLUMN error');
    },
    'version 0': () => {
      change('PRAGMA user_version = 0');
    },
    'a negative version': () => {
      change('PRAGMA user_version = -3');
    },
  };
  for (const [what, damage] of Object.entries(salvaged)) {
    it(`F17: is kept aside, and its messages are not lost, where it has ${what}`, async () => {
      await fill();
      await damage();
      await assertWhole();
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /was damaged: it is kept as .*\.corrupt-.* All its messages/u);
    });
  }

  it('F17: is kept aside where some messages cannot be read, and the others are not lost', async () => {
    await fill();
    let pages = 0;
    await spoil('messages', (page) => {
      pages += 1;
      if (pages === 4) page.fill(0xaa);
    });
    const history = open();
    await history.save(key, message('1000'));
    const left = await history.load(key, { limit: 9999 });
    assert.ok(left.length > MANY / 2 && left.length < MANY, `${left.length} of ${MANY}`);
    assert.ok(left.some(({ id }) => id === '0') && left.some(({ id }) => id === `${MANY - 1}`));
    assert.equal((await history.search({ text: 'words', limit: 999 })).found.length, left.length);
    assert.equal(await history.cursor(key.account, key.account), undefined);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /What could be read is in a new one/u);
  });

  const lost: Record<string, () => unknown> = {
    'no table of chats': () => {
      change('DROP TABLE chats');
    },
    'damaged messages': () => spoil('messages', (page) => page.fill(0xaa)),
    'a schema that cannot be read': () => {
      change(
        'PRAGMA writable_schema = ON',
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE modes (' WHERE name = 'modes'",
      );
    },
  };
  for (const [what, damage] of Object.entries(lost)) {
    it(`F17: is kept aside where it has ${what}, which is told once`, async () => {
      await fill();
      await damage();
      const history = open();
      await history.save(key, message('1'));
      assert.deepEqual(
        (await history.load(key, { limit: 9 })).map(({ id }) => id),
        ['1'],
      );
      assert.equal((await history.search({ text: 'words', limit: 9 })).found.length, 1);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /was damaged: it is kept as .*\.corrupt-.* A new one was begun/u);
    });
  }

  it('F17: shows what is left of a message that cannot be read, and all others', async () => {
    await fill();
    change(
      `UPDATE messages SET rest = replace(rest, '"', '#') WHERE uid = '5'`,
      `UPDATE messages SET rest = '[1]' WHERE uid = '6'`,
      `UPDATE messages SET file = replace(file, 'name', 'nbme') WHERE uid = '7'`,
      `UPDATE messages SET delivery = 'senu' WHERE uid = '8'`,
      `UPDATE messages SET names = '[["x"' WHERE uid = '9'`,
      `UPDATE messages SET names = '[[], [1], {}, "x", []]' WHERE uid = '10'`,
      'INSERT INTO pending_names SELECT id FROM messages',
      `INSERT INTO changes VALUES (1, 'm', 'correction', 'c', '{"id"')`,
    );
    const history = open();
    const all = await history.load(key, { limit: 9999 });
    assert.equal(all.length, MANY);
    const damaged = all.filter((one) => one.damaged === true);
    assert.deepEqual(
      damaged.map(({ id }) => id),
      ['5', '6', '7', '8'],
    );
    assert.deepEqual(
      damaged.map(({ body }) => body),
      damaged.map(({ id }) => `words of ${id}`),
    );
    assert.equal((await history.search({ text: 'words', limit: 999 })).found.length, MANY);
    assert.equal((await history.findText(key, 'words', 999)).length, MANY);
    assert.deepEqual(await history.unsentChanges(key.account), []);
    await history.clear(key);
    assert.deepEqual(await history.load(key, { limit: 9 }), []);
    assert.deepEqual(told, []);
  });
});

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../src/model/history.ts';
import type { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { inTemporaryFolder } from './open.ts';

const account = 'me@example.org';
const key = { account, chat: 'bob@example.org' };
const other = { account, chat: 'eve@example.org' };
/** What is told apart from all else, whole and in its words. */
const canary = (n: number) => `zq${n}canary 秘密${n}文字 zq${n}word`;
const CANARIES = [/zq\d+canary/gu, /秘密\d/gu, /zq\d+word/gu, /oldchat@/gu, /identity-\d/gu];

const message = (id: number, time: number, more: Partial<Message> = {}): Message => ({
  ...{ id: `m${id}`, sender: key.chat, outgoing: false, body: canary(id), time },
  ...more,
});

describe('what is deleted', () => {
  const { open, file } = inTemporaryFolder();

  /** What of it is still in any file, byte for byte. */
  async function left(): Promise<string[]> {
    const folder = path.dirname(file());
    const found: string[] = [];
    for (const name of await readdir(folder)) {
      const content = await readFile(path.join(folder, name), 'utf8');
      found.push(...CANARIES.flatMap((each) => content.match(each) ?? []));
    }
    return found;
  }

  /** Messages in some transactions, so that they are in several parts of the index. */
  async function fill(history: SqliteHistory, of = key): Promise<void> {
    for (let first = 0; first < 200; first += 50) {
      const numbers = Array.from({ length: 50 }, (_, n) => first + n);
      await history.add(
        numbers.map((n) => ({ key: of, message: message(n, n), identities: [`identity-${n}`] })),
      );
      assert.equal((await history.search({ text: canary(first), limit: 9 })).found.length, 1);
    }
    await history.save(other, { ...message(-1, 1), body: 'this stays' });
  }

  const actions: Record<string, (history: SqliteHistory) => Promise<unknown>> = {
    'a chat': (history) => history.clear(key),
    'an account': (history) => history.removeAccount(account),
    'what is too old': async (history) => {
      while (await history.removeBefore(1000)) await delay(0);
    },
    'what was taken back or corrected': async (history) => {
      for (let n = 0; n < 200; n++) {
        const said = n % 2 === 0 ? { body: '', retracted: 1 } : { body: 'corrected', edited: 1 };
        await history.save(key, { ...message(n, n), ...said });
      }
      await history.clear(key);
    },
  };
  for (const [what, act] of Object.entries(actions)) {
    it(`A4: is off the disk: ${what}`, async () => {
      const history = open();
      await fill(history);
      const mode = { kind: 'edit', message: '1', aside: canary(1001) } as const;
      await history.saveDraft(key, { draft: canary(1000), mode });
      await history.saveDraft(key, { draft: '' });
      await act(history);
      await history.close();
      assert.deepEqual([...new Set(await left())], []);
    });
  }

  it('A4: is off the disk: what answers quote of what was taken back, corrected or removed', async () => {
    const history = open();
    const original = message(1, 1);
    const ref = { sender: key.chat, id: 'm1' };
    const reply = { message: 'm1', ref, outgoing: false, excerpt: canary(1) };
    await history.add([{ key, message: original }]);
    const own = { sender: key.account, outgoing: true };
    await history.save(key, { id: 'm2', ...own, body: 'yes', time: 2, reply });
    assert.equal((await history.find(key, 'm2'))?.reply?.excerpt, canary(1));
    await history.save(key, { ...original, body: '', retracted: 3 });
    assert.equal((await history.find(key, 'm2'))?.reply?.excerpt, '');
    await history.close();
    assert.deepEqual(await left(), []);
  });

  it('A4: is off the disk: what was to be sent about messages', async () => {
    const history = open();
    const ref = { sender: key.account, id: 'm' };
    const change = { message: 'm', ref, kind: 'correction', id: 'c' } as const;
    await history.saveChange(key, { ...change, content: { body: canary(1) } });
    await history.saveChange(key, { ...change, id: 'd', content: { body: canary(2) } });
    await history.removeChange(key, 'd');
    await history.close();
    assert.deepEqual(await left(), []);
  });

  it('A4: is off the disk within a minute while the history goes on, and what stays is found', async () => {
    const history = open();
    await fill(history);
    await history.clear(key);
    for (let second = 0; (await left()).length > 0; second += 1) {
      assert.ok(second < 60, 'still on the disk after a minute');
      await history.save(other, { ...message(-2, second), body: `goes on ${second}` });
      await delay(1000);
    }
    const ids = async (text: string) =>
      (await history.search({ text, limit: 99 })).found.map(({ message: { id } }) => id);
    assert.deepEqual(await ids('stays'), ['m-1']);
    assert.deepEqual(await ids('goes'), ['m-2']);
    assert.deepEqual(await ids(canary(7)), []);
  }).timeout(90_000);

  it('A4: is off the disk where the last run ended before that', async () => {
    const history = open();
    await fill(history);
    for (let n = 0; n < 10; n++) await history.save(key, { ...message(n, n), body: 'corrected' });
    // As when the process is killed.
    await history.stop();
    const isLeft = async () => (await left()).some((each) => /^zq\dcanary$/u.test(each));
    assert.ok(await isLeft());
    const next = open();
    await next.find(key, 'm');
    await next.close();
    assert.ok(!(await isLeft()));
  });
});

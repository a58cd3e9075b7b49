import assert from 'node:assert/strict';
import type { Message } from '../../../src/model/history.ts';
import { eve, incoming, key, outgoing, type TestedHistory } from './tested.ts';
import { saying } from '../say.ts';

/** What is kept, and read page by page. */
export function describeMessages(tested: TestedHistory): void {
  const { save, ids } = tested;

  it('gives back what was saved, whole', async () => {
    const messages: Message[] = [
      { ...outgoing('1', 17), delivery: 'failed', error: saying('Nobody is there.') },
      { ...incoming('2', 'Да, <b>это</b> \0 👩‍💻', 2 ** 41), sender: 'nick' },
      {
        ...incoming('3', '', -5),
        file: { name: 'a.ts', url: 'https://x/a', size: 12, mediaType: 'text/x-ts' },
      },
      { ...incoming('4'), file: { name: 'b', url: 'https://x/b' } },
      { ...incoming('4a'), file: { name: 'b' }, moreFiles: [{ name: 'c', share: 'two' }] },
      { ...incoming('5'), file: { name: 'c' }, sourceOnly: true },
    ];
    for (const message of messages) await tested.history.save(key, message);
    assert.deepEqual(await tested.history.load(key, { limit: 9 }), messages);
    assert.deepEqual(await tested.history.find(key, '2'), messages[1]);
    assert.equal(await tested.history.find(key, '6'), undefined);
    assert.equal(await tested.history.find(eve, '2'), undefined);
  });

  it('gives with an answer what it answers, as that is now', async () => {
    await save('1');
    const ref = { sender: key.chat, id: '1' };
    const reply = { message: '1', ref, outgoing: false, excerpt: 'as it was' };
    await tested.history.save(key, { ...outgoing('2'), delivery: 'queued', reply });
    const excerpts = async () => {
      const page = await tested.history.load(key, { limit: 1 });
      const found = [...page, await tested.history.find(key, '2')];
      return [
        ...found,
        ...(await tested.history.mark(key, ['2'], ['queued'], { delivery: 'queued' })),
      ].map((message) => message?.reply?.excerpt);
    };
    for (const body of ['said', 'corrected', '']) {
      await tested.history.save(key, incoming('1', body));
      assert.deepEqual(await excerpts(), [body, body, body]);
      assert.equal((await tested.history.unsent(key.account))[0]?.message.reply?.excerpt, body);
    }
    await tested.history.clear(key);
    assert.deepEqual(await excerpts(), ['', '', '']);
  });

  it('gives the newest, and those before, after and around one, oldest first', async () => {
    await save('1', '2', '3', '4', '5');
    assert.deepEqual(await ids({ limit: 2 }), ['4', '5']);
    assert.deepEqual(await ids({ limit: 2, before: '3' }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 2, before: '1' }), []);
    assert.deepEqual(await ids({ limit: 2, after: '2' }), ['3', '4']);
    assert.deepEqual(await ids({ limit: 2, after: '5' }), []);
    assert.deepEqual(await ids({ limit: 2, after: null }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 3, around: '3' }), ['2', '3', '4']);
    assert.deepEqual(await ids({ limit: 4, around: '1' }), ['1', '2']);
    for (const unknown of [{ before: '?' }, { after: '?' }, { around: '?' }]) {
      assert.deepEqual(await ids({ limit: 9, ...unknown }), []);
    }
  });

  it('replaces in place', async () => {
    await save('1', '2', '3');
    await tested.history.save(key, incoming('2', 'changed'));
    assert.deepEqual(await ids(), ['1', '2', '3']);
    assert.equal((await tested.history.find(key, '2'))?.body, 'changed');
    assert.equal((await tested.history.search({ text: 'changed', limit: 9 })).found.length, 1);
  });

  it('keeps chats and accounts apart', async () => {
    await save('1');
    assert.deepEqual(await ids({ limit: 9 }, eve), []);
    assert.deepEqual(await ids({ limit: 9 }, { ...key, account: 'you@x' }), []);
  });

  it('finds the first message since a time', async () => {
    for (const time of [10, 30, 20])
      await tested.history.save(key, incoming(String(time), '', time));
    await tested.history.save(eve, incoming('of another chat', '', 12));
    const since = async (time: number) => (await tested.history.findSince(key, time))?.id;
    const first = async () => Promise.all([0, 11, 20, 31].map(since));
    assert.deepEqual(await first(), ['10', '20', '20', undefined]);
    await tested.history.search({ text: 'index all', limit: 1 });
    assert.deepEqual(await first(), ['10', '20', '20', undefined]);
    await tested.history.save(key, incoming('15', '', 15));
    assert.deepEqual(await first(), ['10', '15', '20', undefined]);
  });
}

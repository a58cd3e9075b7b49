import assert from 'node:assert/strict';
import { BOB, eve, incoming, key, ME, outgoing, type TestedHistory } from './tested.ts';

/** What is unread, and what was typed. */
export function describeReading(tested: TestedHistory): void {
  const { save, stateOf } = tested;

  it('counts what is unread, and keeps drafts', async () => {
    assert.deepEqual(await tested.history.chats(ME), []);
    await save('1', '2');
    await tested.history.save(key, outgoing('mine'));
    await save('3');
    await tested.history.saveDraft(eve, { draft: 'half a thou' });
    assert.deepEqual(await tested.history.chats(ME), [
      { chat: BOB, unread: 3, draft: '', last: incoming('3') },
      { chat: eve.chat, unread: 0, draft: 'half a thou' },
    ]);
    assert.equal(await tested.history.markRead(key, '2'), 1);
    assert.equal(await tested.history.markRead(key, '1'), 1);
    assert.equal(await tested.history.markRead(key), 0);
    await save('4');
    assert.equal((await stateOf(BOB))?.unread, 1);
    assert.equal(await tested.history.markRead(key, '?'), 1);
    assert.equal(await tested.history.markRead({ ...key, chat: 'nobody@x' }), 0);
  });

  it('knows the message at the end of each chat, of a long one the beginning', async () => {
    const last = async () => (await stateOf(BOB))?.last;
    assert.equal(await last(), undefined);
    await save('2');
    await tested.history.add([{ key, message: incoming('1'), before: '2' }]);
    assert.deepEqual(await last(), incoming('2'));
    const file = { name: 'a.ts', url: 'https://up.example/a.ts' };
    await tested.history.save(key, { ...outgoing('mine'), file });
    assert.deepEqual(await last(), { ...outgoing('mine'), file });
    await tested.history.mark(key, ['mine'], ['queued'], { delivery: 'sent' });
    assert.equal((await last())?.delivery, 'sent');
    await tested.history.save(key, incoming('long', 'long '.repeat(1000)));
    assert.ok((await last())?.body.startsWith('long '.repeat(200)));
    await tested.history.clear(key);
    assert.equal(await last(), undefined);
  });

  it('keeps what a draft is for, until it is for nothing else', async () => {
    const edit = { draft: 'b', mode: { kind: 'edit', message: '1', aside: 'a' } } as const;
    const reply = { draft: 'c', mode: { kind: 'reply', message: '2' } } as const;
    for (const draft of [edit, reply, { draft: 'd' }]) {
      await tested.history.saveDraft(eve, draft);
      assert.deepEqual(await stateOf(eve.chat), { chat: eve.chat, unread: 0, ...draft });
    }
  });

  it('keeps whether the user takes part in a chat that begins without them', async () => {
    const message = (id: string) => incoming(id, id, 0, eve);
    const standing = async () => (await stateOf(eve.chat))?.standing;
    await tested.history.add([{ key: eve, message: message('1'), standing: 'request' }]);
    assert.equal(await standing(), 'request');
    await tested.history.add([{ key: eve, message: message('2') }]);
    assert.equal(await standing(), 'request');
    await tested.history.saveStanding(eve, 'ignored');
    assert.equal(await standing(), 'ignored');
    await tested.history.saveStanding(eve);
    assert.equal(await standing(), undefined);
    await tested.history.add([{ key: eve, message: message('3'), standing: 'request' }]);
    assert.equal(await standing(), undefined);
  });

  it('does not count as unread what an archive brings before what was read', async () => {
    await save('5');
    await tested.history.add([{ key, message: incoming('4'), before: '5' }]);
    assert.equal((await stateOf(BOB))?.unread, 1);
    await tested.history.markRead(key);
    await save('9');
    await tested.history.add([{ key, message: incoming('7'), before: '9' }]);
    await tested.history.add([{ key, message: incoming('3'), before: '4' }]);
    assert.equal((await stateOf(BOB))?.unread, 2);
  });
}

import assert from 'node:assert/strict';
import type { Amendment } from '../../../src/model/history.ts';
import { eve, key, ME, outgoing, type TestedHistory } from './tested.ts';
import { saying } from '../say.ts';

/** What is to be sent, and how far it got. */
export function describeOutbox(tested: TestedHistory): void {
  const { save, ids } = tested;

  it('knows what is to be sent, in order', async () => {
    for (const [index, id] of ['1', '2', '3', '4'].entries()) {
      await tested.history.save(index % 2 === 0 ? key : eve, outgoing(id, index));
    }
    await tested.history.mark(key, ['3'], ['queued'], { delivery: 'sent' });
    await tested.history.save({ ...key, account: 'you@x' }, outgoing('5'));
    const unsent = await tested.history.unsent(ME);
    assert.deepEqual(new Set(unsent.map(({ message }) => message.id)), new Set(['1', '2', '4']));
    assert.deepEqual(
      unsent.filter(({ key: { chat } }) => chat === eve.chat).map(({ message }) => message.id),
      ['2', '4'],
    );
  });

  it('marks how far messages got, only from where they may', async () => {
    const sent = { delivery: 'sent' } as const;
    for (const id of ['1', '2', '3']) await tested.history.save(key, outgoing(id));
    await tested.history.save(eve, outgoing('4'));
    await save('theirs');
    assert.deepEqual(
      await tested.history.mark(key, ['1'], ['sent'], { delivery: 'delivered' }),
      [],
    );
    const error = saying('Nobody is there.');
    const failed = await tested.history.mark(key, ['2'], ['queued'], { delivery: 'failed', error });
    assert.deepEqual(failed, [{ ...outgoing('2'), delivery: 'failed', error }]);
    assert.deepEqual(
      await tested.history.mark(key, ['3', '4', '2', 'theirs', '?', '1'], ['queued'], sent),
      [outgoing('3'), outgoing('1')].map((message) => ({ ...message, ...sent })),
    );
    await tested.history.mark(key, ['2'], ['failed'], { delivery: 'queued' });
    assert.deepEqual(await tested.history.find(key, '2'), outgoing('2'));
    assert.deepEqual(await tested.history.mark(key, [], ['queued'], sent), []);
  });

  it('removes what was not sent', async () => {
    for (const id of ['1', '2']) await tested.history.save(key, outgoing(id));
    assert.equal(await tested.history.remove(key, '1', ['failed']), false);
    assert.equal(await tested.history.remove(key, '1', ['queued']), true);
    assert.equal(await tested.history.remove(key, '1', ['queued']), false);
    assert.deepEqual(await ids(), ['2']);
    assert.deepEqual((await tested.history.search({ text: '1', limit: 9 })).found, []);
  });

  it('keeps what is to be sent about messages, each in place of its like', async () => {
    const of = { message: '1', ref: { sender: ME, id: 'o' } };
    const changes: Amendment[] = [
      { ...of, id: 'a', kind: 'correction', content: { body: 'one' } },
      { ...of, id: 'b', kind: 'reactions', emojis: ['👍'] },
      { ...of, id: 'c', kind: 'correction', content: { body: 'two' } },
      { ...of, message: '2', id: 'd', kind: 'retraction' },
    ];
    const unsent = async () => (await tested.history.unsentChanges(ME)).map(({ change }) => change);
    for (const change of changes) await tested.history.saveChange(key, change);
    await tested.history.saveChange(
      { ...key, account: 'you@x' },
      { ...of, id: 'e', kind: 'retraction' },
    );
    assert.deepEqual(await unsent(), changes.slice(1));
    await tested.history.removeChange(key, 'a');
    await tested.history.removeChange(key, 'd');
    await tested.history.clear(key);
    assert.deepEqual(await unsent(), changes.slice(1, 3));
    await tested.history.saveChange(key, { ...of, id: 'f', kind: 'retraction' });
    assert.deepEqual(await tested.history.unsentChanges(ME), [
      { key, change: { ...of, id: 'f', kind: 'retraction' } },
    ]);
    await tested.history.removeAccount(ME);
    assert.deepEqual(await unsent(), []);
  });
}

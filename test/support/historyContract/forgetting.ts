import assert from 'node:assert/strict';
import type { Addition } from '../../../src/model/history.ts';
import { BOB, eve, incoming, key, ME, outgoing, type TestedHistory } from './tested.ts';

/** What goes, and what stays then. */
export function describeForgetting(tested: TestedHistory): void {
  const { save, ids, stateOf } = tested;

  it('clears a chat, but for what is still to be sent', async () => {
    await tested.history.add([{ key, message: incoming('1'), identities: ['one'] }]);
    await tested.history.save(key, outgoing('2'));
    await tested.history.save(eve, incoming('3', '3', 0, eve));
    await tested.history.clear(key);
    assert.deepEqual(await ids(), ['2']);
    assert.deepEqual(await ids({ limit: 9 }, eve), ['3']);
    assert.equal((await stateOf(BOB))?.unread, 0);
    assert.deepEqual((await tested.history.search({ text: '1', limit: 9 })).found, []);
    await save('4');
    assert.equal((await stateOf(BOB))?.unread, 1);
  });

  it('knows copies of what was cleared, and adds none of them', async () => {
    const likeness = { name: 'alike', hasId: true };
    const cleared: readonly Addition[] = [
      { key, message: incoming('1'), identities: ['one'] },
      { key, message: incoming('2'), likeness },
      { key, message: incoming('3'), assigned: 'archive:3' },
      { key, message: incoming('4'), likeness: { name: 'hm', hasId: false } },
    ];
    await tested.history.add(cleared);
    await tested.history.save(key, { ...outgoing('5', 7), delivery: 'sent' });
    assert.equal(await tested.history.clear(eve), undefined);
    assert.equal(await tested.history.clear(key), 7);
    assert.equal((await stateOf(BOB))?.cleared, 7);
    const mine = { ...outgoing('5'), delivery: 'sent' } as const;
    const copies = [
      ...cleared.map((addition) => ({ ...addition, message: incoming(`${addition.message.id}x`) })),
      { key, message: mine },
      { key, message: incoming('5x'), claimedId: '5' },
    ];
    const others = [
      { key, message: incoming('6'), identities: ['six'] },
      { key: eve, message: incoming('1', '1', 0, eve), identities: ['one'] },
    ];
    const isNew = await tested.history.add([...copies, ...others]);
    assert.deepEqual(isNew, [false, false, false, true, false, false, true, true]);
    await tested.history.clear(key);
    assert.deepEqual(await tested.history.add(copies.slice(0, 3)), [false, false, false]);
    const seventh = (id: string) => ({ key: eve, message: incoming(id), identities: ['seven'] });
    const [first, , again] = await Promise.all([
      tested.history.add([seventh('7')]),
      tested.history.clear(eve),
      tested.history.add([seventh('7x')]),
    ]);
    assert.deepEqual([first, again], [[true], [false]], 'at once');
  });

  it('forgets what is older than a time, but for what is still to be sent', async () => {
    for (let n = 0; n < 10; n++) await tested.history.save(key, incoming(String(n), '', n));
    await tested.history.save(key, outgoing('waits', 3));
    while (await tested.history.removeBefore(7)) assert.notEqual((await ids()).length, 0);
    assert.deepEqual(await ids(), ['7', '8', '9', 'waits']);
  });

  it('forgets an account whole', async () => {
    const other = { ...key, account: 'you@x' };
    for (const each of [key, other]) {
      const cursor = { account: each.account, archive: each.account, position: 'a' };
      await tested.history.add(
        [{ key: each, message: incoming('1'), identities: ['one'] }],
        cursor,
      );
    }
    await tested.history.removeAccount(ME);
    assert.deepEqual([await ids(), await tested.history.chats(ME)], [[], []]);
    assert.equal(await tested.history.cursor(ME, ME), undefined);
    assert.equal(await tested.history.findIdentity(key, BOB, 'one'), undefined);
    assert.equal((await tested.history.search({ text: '', limit: 9 })).found.length, 1);
    assert.equal(await tested.history.cursor('you@x', 'you@x'), 'a');
  });
}

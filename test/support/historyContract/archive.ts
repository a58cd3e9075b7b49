import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eve, incoming, key, ME, outgoing, type TestedHistory } from './tested.ts';

/** Where messages stand that an archive brings, and how far it was read. */
export function describeArchive(tested: TestedHistory): void {
  const { save, ids } = tested;

  it('puts what an archive brings before what it is told to', async () => {
    await save('8', '9');
    const page = (before: string, ...names: readonly string[]) =>
      tested.history.add(names.map((id) => ({ key, message: incoming(id), before })));
    await page('8', '4', '5');
    await page('4', '1', '2', '3');
    await page('9', '8.2', '8.4');
    await page('9', '8.6');
    await page('?', '10');
    const all = ['1', '2', '3', '4', '5', '8', '8.2', '8.4', '8.6', '9', '10'];
    assert.deepEqual(await ids(), all);
    assert.deepEqual(await ids({ limit: 3, before: '8.6' }), ['8', '8.2', '8.4']);
  });

  it('puts messages in an order, behind those that they follow', async () => {
    for (const id of ['c', 'x', 'a', 'y', 'b', 'z']) await tested.history.save(key, incoming(id));
    assert.equal(await tested.history.order(key, ['a', 'b', 'gone', 'c', 'a']), true);
    assert.deepEqual(await ids(), ['x', 'a', 'y', 'b', 'c', 'z']);
    assert.equal(await tested.history.order(key, ['a', 'b', 'c']), false);
    assert.equal(await tested.history.order(eve, ['a']), false);
    assert.equal(await tested.history.order(key, ['z', 'y', 'a', 'x']), true);
    assert.deepEqual(await ids(), ['b', 'c', 'z', 'y', 'a', 'x']);
  });

  it('takes along what was written after a message that goes elsewhere, and is in no archive yet', async () => {
    const told = (id: string) => ({ ...outgoing(id), stanzaId: `sid ${id}` });
    await tested.history.save(key, told('old'));
    for (const id of ['a', 'b', 'waits']) await tested.history.save(key, outgoing(id));
    await tested.history.save(key, told('mine'));
    await tested.history.save(key, incoming('in'));
    await tested.history.save(key, outgoing('new'));
    assert.equal(await tested.history.order(key, ['old', 'in', 'b', 'a']), true);
    assert.deepEqual(await ids(), ['old', 'mine', 'in', 'b', 'a', 'waits', 'new']);
    assert.equal(await tested.history.order(key, ['b', 'a', 'waits', 'new']), false);
  });

  it('keeps one copy of each message in order, however copies and places come', async () => {
    const step = fc.record({
      identity: fc.integer({ min: 0, max: 8 }),
      before: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }),
        async (all) => {
          await tested.history.removeAccount(ME);
          const model: string[] = [];
          for (const additions of all) {
            const there = [...model];
            // A place is that of a message which was there before.
            const placed = additions.map(({ identity, before }) => ({
              identity,
              before: there.includes(String(before)) ? before : undefined,
            }));
            const added = await tested.history.add(
              placed.map(({ identity, before }) => ({
                key,
                message: incoming(String(identity)),
                identities: [`identity ${identity}`],
                ...(before !== undefined && { before: String(before) }),
              })),
            );
            const expected = placed.map(({ identity, before }) => {
              const id = String(identity);
              if (model.includes(id)) return false;
              const at = before === undefined ? -1 : model.indexOf(String(before));
              model.splice(at < 0 ? model.length : at, 0, id);
              return true;
            });
            assert.deepEqual(added, expected);
          }
          assert.deepEqual(await ids(), model);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps a cursor together with what was read', async () => {
    assert.equal(await tested.history.cursor(ME, ME), undefined);
    await tested.history.add([{ key, message: incoming('1') }], {
      account: ME,
      archive: ME,
      position: 'a',
    });
    await tested.history.add([], { account: ME, archive: ME, position: 'b' });
    assert.equal(await tested.history.cursor(ME, ME), 'b');
    assert.equal(await tested.history.cursor(ME, 'room@x'), undefined);
  });
}

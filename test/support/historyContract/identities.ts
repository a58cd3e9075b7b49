import assert from 'node:assert/strict';
import type { Addition } from '../../../src/model/history.ts';
import { BOB, eve, incoming, key, ME, outgoing, type TestedHistory } from './tested.ts';

/** Which message is which. */
export function describeIdentities(tested: TestedHistory): void {
  const { ids } = tested;

  it('adds what has an identity once, whatever the order', async () => {
    const copies: Addition[] = [
      { key, message: incoming('live'), identities: ['origin 1'] },
      { key, message: incoming('archived'), identities: ['stanza 1', 'origin 1'] },
      { key, message: incoming('again'), identities: ['stanza 1'] },
    ];
    assert.deepEqual(await tested.history.add(copies.slice(0, 2)), [true, false]);
    assert.deepEqual(await tested.history.add(copies), [false, false, false]);
    assert.deepEqual(await ids(), ['live']);
    assert.equal((await tested.history.findIdentity(key, BOB, 'stanza 1'))?.id, 'live');
    assert.equal(await tested.history.findIdentity(key, ME, 'stanza 1'), undefined);
    assert.equal(await tested.history.findIdentity(eve, BOB, 'stanza 1'), undefined);
  });

  it('takes what is alike for the same, but never what the archive has named twice', async () => {
    const like = (id: string, stanzaId?: string, hasId = true): Addition => ({
      key,
      message: { ...incoming(id), ...(stanzaId !== undefined && { stanzaId }) },
      identities: stanzaId === undefined ? [] : [`sid ${stanzaId}`],
      likeness: { name: hasId ? 'like' : 'like, without id', hasId },
    });
    const add = async (...additions: Addition[]) => tested.history.add(additions);
    assert.deepEqual(await add(like('1'), like('again')), [true, false]);
    const copyOf = async (...asked: Addition[]) =>
      (await tested.history.findCopies(asked)).map((found) => found?.id);
    assert.deepEqual(await copyOf(like('?', 's1')), ['1']);
    assert.deepEqual(await add(like('archived', 's1'), like('2', 's2')), [false, true]);
    assert.equal((await tested.history.find(key, '1'))?.stanzaId, 's1');
    assert.deepEqual(await copyOf(like('?', 's3'), like('?', 's2'), like('1', 's3')), [
      undefined,
      '2',
      '1',
    ]);
    assert.deepEqual(await tested.history.findCopies([]), []);
    assert.deepEqual(await add(like('1', 's1'), like('late'), like('3', 's3')), [
      false,
      false,
      true,
    ]);
    assert.deepEqual(await ids(), ['1', '2', '3']);
    const loose = (id: string, stanzaId?: string) => like(id, stanzaId, false);
    assert.deepEqual(await add(loose('4'), loose('5'), loose('6', 's6')), [true, true, false]);
    assert.deepEqual(await add(loose('7'), loose('8', 's8')), [true, false]);
    assert.deepEqual(await add({ ...like('9', 's9'), key: eve }), [true]);
  });

  it('A34: learns few names of a message from its copies', async () => {
    const copy = (n: number): Addition => ({
      key,
      message: incoming('one'),
      identities: ['origin 1'],
      references: [`reference ${n}`],
    });
    const added = await tested.history.add(Array.from({ length: 300 }, (_, n) => copy(n)));
    assert.equal(added.filter(Boolean).length, 1);
    const found = async (n: number) =>
      (await tested.history.findReference(key, BOB, `reference ${n}`))?.id;
    assert.deepEqual([await found(0), await found(9), await found(299)], ['one', 'one', undefined]);
    // What it has is still the last message that was called so.
    await tested.history.add([{ key, message: incoming('two'), references: ['reference 9'] }]);
    assert.equal(await found(9), 'two');
    await tested.history.add([copy(9)]);
    assert.equal(await found(0), 'one');
  });

  it('learns the id that the archive gives to a message with many names of its own', async () => {
    const files = Array.from({ length: 150 }, (_, n) => `file ${n}`);
    const live = { key, message: incoming('live'), identities: ['origin 1'], references: files };
    const archived = { key, message: incoming('archived'), identities: ['stanza 1', 'origin 1'] };
    assert.deepEqual(await tested.history.add([live, archived]), [true, false]);
    assert.equal((await tested.history.findIdentity(key, BOB, 'stanza 1'))?.id, 'live');
    assert.equal((await tested.history.findReference(key, BOB, 'file 149'))?.id, 'live');
  });

  it('never takes the message of another sender, or chat, for the same', async () => {
    const identities = ['same'];
    const added = await tested.history.add([
      { key, message: incoming('his'), identities },
      { key, message: outgoing('mine'), identities },
      { key, message: { ...incoming('nick'), sender: 'nick' }, identities },
      { key: eve, message: incoming('hers', 'hers', 0, eve), identities },
      { key, message: incoming('his, again'), identities },
    ]);
    assert.deepEqual(added, [true, true, true, true, false]);
    assert.deepEqual(await ids(), ['his', 'mine', 'nick']);
  });

  it('finds what others refer to: by an identity, or else the newest with that reference', async () => {
    const add = (id: string, identities: string[], ...references: string[]) =>
      tested.history.add([{ key, message: incoming(id), identities, references }]);
    assert.deepEqual(await add('1', ['origin 1'], 'a'), [true]);
    assert.deepEqual(await add('2', [], 'a'), [true]);
    assert.deepEqual(await add('1', [], 'b', 'origin 1'), [false]);
    assert.deepEqual(await add('3', [], 'c'), [true]);
    assert.deepEqual(await add('4', ['origin:c'], 'c', 'd'), [true]);
    const found = async (reference: string, sender = BOB, of = key) =>
      (await tested.history.findReference(of, sender, reference))?.id;
    assert.deepEqual(
      [await found('origin 1'), await found('a'), await found('b')],
      ['1', '2', '1'],
    );
    assert.deepEqual([await found('c'), await found('d')], ['4', '4']);
    assert.equal(await found('a', ME), undefined);
    assert.equal(await found('a', BOB, eve), undefined);
    assert.equal(await tested.history.findIdentity(key, BOB, 'a'), undefined);
    await tested.history.clear(key);
    assert.equal(await found('a'), undefined);
  });
}

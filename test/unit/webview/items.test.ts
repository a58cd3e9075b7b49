import assert from 'node:assert/strict';
import { Items } from '../../../webview/items.ts';

interface Item {
  readonly id: string;
  readonly text?: string;
}

function items(...ids: string[]): Items<Item> {
  const list = new Items<Item>();
  list.apply({ kind: 'snapshot', items: ids.map((id) => ({ id })) });
  return list;
}

const ids = (list: Items<Item>) => list.all.map(({ id }) => id).join('');

describe('Items', () => {
  it('puts a new item last, or before the one named', () => {
    const list = items('c');
    list.apply({ kind: 'upsert', items: [{ id: 'd' }] });
    list.apply({ kind: 'upsert', items: [{ id: 'a' }, { id: 'b' }], before: 'c' });
    list.apply({ kind: 'upsert', items: [{ id: 'e' }], before: 'unknown' });
    assert.equal(ids(list), 'abcde');
  });

  it('changes a known item in place, however often it hears of it', () => {
    const list = items('a', 'b');
    for (let i = 0; i < 2; i++) {
      list.apply({ kind: 'upsert', items: [{ id: 'a', text: 'new' }], before: 'b' });
    }
    assert.deepEqual(list.all, [{ id: 'a', text: 'new' }, { id: 'b' }]);
    assert.equal(list.get('a')?.text, 'new');
  });

  it('keeps one item when a change names it twice', () => {
    const list = items();
    list.apply({ kind: 'upsert', items: [{ id: 'a' }, { id: 'a', text: 'last' }] });
    assert.deepEqual(list.all, [{ id: 'a', text: 'last' }]);
  });

  it('removes, and forgets everything at a second snapshot', () => {
    const list = items('a', 'b', 'c');
    list.apply({ kind: 'remove', ids: ['b', 'unknown'] });
    assert.equal(ids(list), 'ac');
    list.apply({ kind: 'snapshot', items: [{ id: 'z' }] });
    assert.equal(ids(list), 'z');
    assert.equal(list.get('a'), undefined);
  });
});

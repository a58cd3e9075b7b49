import assert from 'node:assert/strict';
import { compareNames } from '../../../../src/base/compareNames.ts';
import { NameOrder } from '../../../../src/ui/contacts/nameOrder.ts';

describe('NameOrder', () => {
  it('orders as the language does, also names that come later, and no more those that went', () => {
    const order = new NameOrder();
    for (const names of [
      ['zoe', 'Ärger', 'Ada', 'bob'],
      ['zoe', 'Ärger', 'Ada', 'bob'],
      ['bob', 'Émile', 'zoe', 'aaron', 'emil'],
    ]) {
      order.rank(names);
      const compare = (a: string, b: string) => order.rankOf(a) - order.rankOf(b);
      assert.deepEqual(names.toSorted(compare), names.toSorted(compareNames));
    }
    assert.throws(() => order.rankOf('Ada'), RangeError);
  });
});

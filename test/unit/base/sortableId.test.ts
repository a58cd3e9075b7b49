import assert from 'node:assert/strict';
import { sortableId } from '../../../src/base/sortableId.ts';

describe('sortableId', () => {
  it('makes UUIDs of version 7, each greater than the last, however many at once', () => {
    const before = Date.now();
    const ids = Array.from({ length: 20_000 }, sortableId);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    }
    assert.deepEqual(ids.toSorted(), ids);
    assert.equal(new Set(ids).size, ids.length);
    const made = parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
    assert.ok(made >= before && made <= Date.now() + 10, String(made - before));
  });
});

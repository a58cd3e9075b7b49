import assert from 'node:assert/strict';
import { Database } from '../../src/storage/sqlite/database.ts';
import { NameHash } from '../../src/storage/sqlite/nameHash.ts';
import { inTemporaryFolder } from './open.ts';

describe('the hash of a name', () => {
  const { file } = inTemporaryFolder();
  const opened: Database[] = [];
  afterEach(() => {
    for (const database of opened.splice(0)) database.close();
  });
  const hashOf = (of = file()) => {
    const database = new Database(of);
    opened.push(database);
    return new NameHash(database);
  };

  it('is the same in each process, and another in each database', () => {
    const ofOne = hashOf().of(1, 'bob@example.org', 'origin:1');
    assert.equal(hashOf().of(1, 'bob@example.org', 'origin:1'), ofOne);
    assert.notEqual(hashOf(`${file()}2`).of(1, 'bob@example.org', 'origin:1'), ofOne);
  });

  it('is an integer that fits a number, and hardly ever that of another name', () => {
    const hash = hashOf();
    const hashes = new Set<number>();
    const names = Array.from({ length: 20_000 }, (_, n) => ['', `n${n}`, `origin:${n}`]).flat();
    const distinct = new Set(names);
    for (const name of distinct) {
      for (const sender of ['', 'bob', 'bo']) {
        for (const chat of [1, 2]) hashes.add(hash.of(chat, sender, name));
      }
    }
    hashes.add(hash.of(1, 'bo', 'bn1'));
    assert.equal(hashes.size, distinct.size * 6 + 1);
    assert.ok([...hashes].every((one) => Number.isSafeInteger(one) && one >= 0));
  });

  it('has bits that are set as often as not', () => {
    const hash = hashOf();
    const set = Array.from({ length: 53 }, () => 0);
    const all = 10_000;
    for (let n = 0; n < all; n += 1) {
      let left = hash.of(1, 'bob@example.org', `sid:me@example.org:${n}`);
      for (let bit = 0; bit < 53; bit += 1) {
        set[bit] = (set[bit] ?? 0) + (left % 2);
        left = Math.floor(left / 2);
      }
    }
    for (const [bit, count] of set.entries()) {
      assert.ok(Math.abs(count - all / 2) < all / 20, `bit ${bit}: ${count} of ${all}`);
    }
  });
});

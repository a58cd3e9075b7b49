import assert from 'node:assert/strict';
import { ownText } from '../../../src/base/ownText.ts';
import { memory } from '../../support/memory.ts';

const TEXTS = 100;
const LENGTH = 100_000;

/** Parts of large texts, each of which is made for it. */
function parts(of: (text: string) => string): string[] {
  return Array.from({ length: TEXTS }, (_, n) => of(`${n} ж ${'x'.repeat(LENGTH)}`.slice(1, 200)));
}

/** How many bytes the parts of large texts keep in memory. */
function kept(of: (text: string) => string): number {
  const before = memory();
  const all = parts(of);
  const bytes = memory() - before;
  assert.equal(all.length, TEXTS);
  return bytes;
}

describe('ownText', () => {
  it('is the same text', () => {
    for (const text of ['', 'x', 'twelve chars', 'thirteen chars', 'жук 🐞 '.repeat(9)]) {
      assert.equal(ownText(text), text);
    }
  });

  it('keeps nothing else of the text that it was a part of', () => {
    assert.ok(kept((text) => text) > TEXTS * LENGTH);
    const bytes = kept(ownText);
    assert.ok(bytes < TEXTS * 2000, `${bytes}`);
  });
});

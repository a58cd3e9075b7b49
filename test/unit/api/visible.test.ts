import assert from 'node:assert/strict';
import { makeVisible } from '../../../src/api/visible.ts';

describe('makeVisible', () => {
  it('A41: shows what reorders text and what controls a terminal', () => {
    assert.equal(makeVisible('cod\u202egpj.exe'), 'cod[U+202E]gpj.exe');
    assert.equal(
      makeVisible('a\u2066b\u2069c\u0000d\u001b[1m'),
      'a[U+2066]b[U+2069]c[U+0000]d[U+001B][1m',
    );
  });

  it('leaves lines, tabs, marks of a direction and all scripts alone', () => {
    const text = 'a\tb\nc \u200e\u200f שלום مرحبا 👩‍💻';
    assert.equal(makeVisible(text), text);
  });
});

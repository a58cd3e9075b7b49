import assert from 'node:assert/strict';
import { beginningOf, excerptOf } from '../../../src/host/excerpt.ts';

describe('an excerpt', () => {
  it('is the text on one line where it is short', () => {
    assert.equal(excerptOf('  one\n\ttwo  ', 'two'), 'one two');
  });

  it('begins a few words before what was found, and is cut', () => {
    const text = `${'many words '.repeat(50)}before the Größe after ${'and more '.repeat(50)}`;
    const excerpt = excerptOf(text, 'GRÖSSE größ');
    assert.match(excerpt, /^…(?:many |words )+before the Größe after and/u);
    assert.equal(excerpt.length, 200);
    assert.ok(excerpt.indexOf('Größe') <= 41);
  });

  it('begins at the beginning where nothing was asked for, or nothing is found', () => {
    const text = 'word '.repeat(100);
    assert.equal(excerptOf(text, ''), text.slice(0, 200));
    assert.equal(excerptOf(text, 'other'), text.slice(0, 200));
  });

  it('never ends with half a character', () => {
    assert.equal(beginningOf(`a${'😀'.repeat(200)}`).length, 199);
    assert.match(excerptOf(`${'x '.repeat(60)}found${'😀'.repeat(200)}`, 'found'), /😀$/u);
  });
});

import assert from 'node:assert/strict';
import { cpuTime } from '../../support/cpuTime.ts';
import { makeVisible, shown } from '../../../src/api/visible.ts';

describe('makeVisible', () => {
  it('A41: shows what has no form of its own, in any name', () => {
    assert.equal(makeVisible('ada\u200e'), 'ada[U+200E]');
    assert.equal(makeVisible('a\u200bd\u200da\u00ad'), 'a[U+200B]d[U+200D]a[U+00AD]');
    assert.equal(
      makeVisible('\u115f\u3164\u2800\ufeff\u2063'),
      '[U+115F][U+3164][U+2800][U+FEFF][U+2063]',
    );
    assert.equal(makeVisible('a\u{e0061}\u{e0062}'), 'a[U+E0061][U+E0062]');
    assert.equal(makeVisible('a\ufe0f\ufe0f'), 'a[2 × U+FE0F]');
    assert.equal(makeVisible('a\u2028b'), 'a[U+2028]b');
  });

  it('A41: shows how many marks are heaped upon a letter', () => {
    const six = '\u0301'.repeat(6);
    assert.equal(makeVisible(`x${six}y`), `x${six}y`);
    assert.equal(makeVisible(`x${'\u0301'.repeat(60)}y`), `x${six}[+54 marks]y`);
  });

  it('leaves what scripts and emoji are made with', () => {
    const texts = [
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '1\ufe0f\u20e3 ♥\ufe0f 👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏼 🏳\ufe0f\u200d🌈 🏳\ufe0f\u200d⚧\ufe0f',
      'می\u200cخواهم क\u094d\u200dष 葛\u{e0100} ภาษา\u200bไทย שָׁל֣וֹם ẹ́',
    ];
    for (const text of texts) assert.equal(makeVisible(text), text);
  });

  it('A42: takes time in proportion', () => {
    for (const piece of [
      '\u0301',
      '\u202e',
      '\u202e\u2066',
      'अ\u200d',
      '\u200d',
      `a${'\u0301'.repeat(6)}`,
    ]) {
      const text = piece.repeat(Math.ceil(65_536 / piece.length));
      const ms = cpuTime(() => makeVisible(text), 100);
      assert.ok(ms <= 100, `${ms} ms for ${JSON.stringify(piece)}`);
    }
  });

  it('A41: is done to all that is shown of an object, and to nothing else', () => {
    const other = { id: 'a\u202e' };
    const item = {
      label: 'a\u202e',
      description: 'b\u202e',
      detail: 'c',
      found: other,
      id: 'd\u202e',
    };
    const visible = { ...item, label: 'a[U+202E]', description: 'b[U+202E]' };
    assert.deepEqual(shown([item]), [visible]);
    const same = [{ label: 'a' }];
    assert.equal(shown(same), same);
  });

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

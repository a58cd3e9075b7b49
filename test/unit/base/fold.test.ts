import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold, FoldedText } from '../../../src/base/fold.ts';
import { cpuTime } from '../../support/cpuTime.ts';

const MARKS = '\u0301\u0323\u0E38\u0E48\u094D\u093C\u064E\u3099';

describe('folding a text', () => {
  it('is the same for what is canonically equivalent, however it is written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, (one) => {
        assert.equal(fold(one.normalize('NFD')), fold(one));
        assert.equal(fold(one.normalize('NFC')), fold(one));
        assert.equal(fold(fold(one)), fold(one));
      }),
      { numRuns: 1000, seed: 11 },
    );
  });

  it('is the same for quotation marks that are curled and such that are not', () => {
    assert.equal(fold('Don’t say “no”'), fold(`don't say "no"`));
  });

  it('is the same for letters that have no parts, however their case and strokes are written', () => {
    for (const [one, other] of [
      ['Straße', 'STRASSE'],
      ['ẞ', 'ss'],
      ['Łódź', 'lodz'],
      ['SMØRREBRØD', 'smorrebrod'],
      ['Ǿ', 'o'],
      ['Đorđe', 'dorde'],
      ['Ægir', 'aegir'],
      ['Ǽ', 'ae'],
      ['Œuvre', 'oeuvre'],
      ['がんばって', 'ガンバッテ'],
      ['ゝゞゔ', 'ヽヾヴ'],
    ] as const) {
      assert.equal(fold(one), fold(other), one);
    }
  });

  it('knows of each place where it was', () => {
    for (const text of [
      'é',
      'e\u0301x',
      '한글x'.normalize('NFD'),
      'プログラム'.normalize('NFD'),
      '😀İx',
      'ßœの',
    ]) {
      const long = `${text.repeat(900)}Nadel${text.repeat(900)}`;
      const folded = new FoldedText(long);
      assert.equal(folded.folded, fold(long));
      const at = folded.placeOf(folded.folded.indexOf('nadel'));
      assert.equal(at, long.indexOf('Nadel'), text);
    }
  });

  it('knows what a folded part stands for: whole letters, with their marks', () => {
    const rangeOf = (text: string, asked: string) => {
      const long = `${'é'.repeat(2000)}${text}x`;
      const folded = new FoldedText(long);
      const at = folded.folded.indexOf(fold(asked), 2000);
      return long.slice(...folded.rangeOf(at, at + fold(asked).length));
    };
    assert.equal(rangeOf('Ab cafe\u0301 d', 'b CAFÉ'), 'b cafe\u0301');
    assert.equal(rangeOf('aﬁn', 'f'), 'ﬁ');
    assert.equal(rangeOf('Maßen', 'asse'), 'aße');
    assert.equal(rangeOf('한글'.normalize('NFD'), '한'), '한'.normalize('NFD'));
    assert.equal(rangeOf('😀 İst', 'ist'), 'İst');
  });

  it('takes time in proportion to the length, whatever the text', () => {
    for (const unit of [
      MARKS,
      '\u0301',
      '\u0323\u0301',
      'a',
      'é',
      '한'.normalize('NFD'),
      '\u1100',
      '😀\u200D',
    ]) {
      const text = `a${unit.repeat(262_144 / unit.length)}`;
      const ms = cpuTime(() => {
        fold(text);
        const folded = new FoldedText(text);
        folded.placeOf(folded.folded.length - 1);
      });
      assert.ok(ms < 1000, `${ms} ms for ${JSON.stringify(unit)}`);
    }
  });
});

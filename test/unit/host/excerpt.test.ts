import assert from 'node:assert/strict';
import { beginningOf, excerptOf } from '../../../src/host/excerpt.ts';
import { cpuTime } from '../../support/cpuTime.ts';

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

  it('A3: shows the place where the search finds it, however it is written', () => {
    const before = 'viele Wörter davor '.repeat(30);
    const cases = [
      ['明天下午三点开会，请大家准时参加。', '准时'],
      ['プログラム'.normalize('NFD'), 'ログ'],
      ['cafe\u0301 au lait', 'CAFÉ'],
      ['מילה שָׁלוֹם', 'שלום'],
      ['İSTANBUL', 'istanbul'],
      ['party 🎉🎉', '🎉'],
    ] as const;
    for (const [text, asked] of cases) {
      const excerpt = excerptOf(before + text, asked);
      assert.ok(excerpt.startsWith('…') && excerpt.endsWith(text), excerpt);
    }
    // In the middle of a word it is not what was found.
    assert.match(excerptOf(`${'unart '.repeat(40)}Art`, 'art'), /Art$/u);
  });

  it('A3: looks at what is near, however long the text is', () => {
    for (const text of [
      '\u0301\u0323'.repeat(131_072),
      'ab '.repeat(87_000),
      '开'.repeat(262_144),
    ]) {
      const ms = cpuTime(() => {
        assert.ok(excerptOf(`a${text} needle`, 'needle 开').length <= 201);
      });
      assert.ok(ms < 500, `${ms} ms`);
    }
  });

  it('begins and ends between graphemes', () => {
    const family = '👨‍👩‍👧‍👦';
    assert.equal(beginningOf(`${'a'.repeat(196)}${family}b`), 'a'.repeat(196));
    const excerpt = excerptOf(`${family.repeat(30)}needle${family.repeat(30)}`, 'needle');
    assert.match(excerpt, new RegExp(`^…(?:${family})+needle(?:${family})+$`, 'u'));
  });

  it('never ends with half a character', () => {
    assert.equal(beginningOf(`a${'😀'.repeat(200)}`).length, 199);
    assert.match(excerptOf(`${'x '.repeat(60)}found${'😀'.repeat(200)}`, 'found'), /😀$/u);
  });
});

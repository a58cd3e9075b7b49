import assert from 'node:assert/strict';
import fc from 'fast-check';
import { safeFileName } from '../../../src/base/fileName.ts';

describe('safeFileName', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['answer.ts', 'answer.ts'],
    ['../../x', 'x'],
    ['..%2f..%5Cx.txt', 'x.txt'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Windows\\x.dll', 'x.dll'],
    ['a\u0000b.txt', 'a_b.txt'],
    ['CON.txt', '_CON.txt'],
    ['nul', '_nul'],
    ['a.', 'a'],
    ['x:ads', 'x_ads'],
    ['..', 'file'],
    ['', 'file'],
    ['.bashrc', 'bashrc'],
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['  many   spaces .md ', 'many spaces .md'],
    ['aux .txt', '_aux .txt'],
    ['Aux  . tar.gz', '_Aux . tar.gz'],
    ['CONIN$', '_CONIN$'],
    ['conout$.log', '_conout$.log'],
    ['COM¹', '_COM¹'],
    ['lpt³ .a', '_lpt³ .a'],
    ['com0', '_com0'],
    ['auxiliary.txt', 'auxiliary.txt'],
    ['. . .', 'file'],
    ['....', 'file'],
    ['\u2028.\u3000', 'file'],
    ['x.exe. . ', 'x.exe'],
    ['-rf', '_rf'],
    ['a\u200b\u00ad\ufeffb', 'a___b'],
    ['\u3164', '_'],
    ['a\u034fb\u{e0061}', 'a_b_'],
    ['\u200d', 'file'],
    ['\ufe0f\u200c.png', 'png'],
    ['setup.exe\u200d', 'setup.exe'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['葛\u{e0100}\ufe0f.txt', '葛\u{e0100}\ufe0f.txt'],
    [`a${'\u0301'.repeat(60)}.txt`, `á${'\u0301'.repeat(6)}.txt`],
    ['\u0301\u0301\u0301', 'file'],
    ['\u0301 \u0302.txt', 'txt'],
    ['हिन्दी.txt', 'हिन्दी.txt'],
    ['\ud800x', '_x'],
    ['👩\u200d💻.txt', '👩\u200d💻.txt'],
    ['a'.repeat(199) + ' bcd', 'a'.repeat(199)],
  ];
  for (const [name, expected] of cases) {
    it(`A43: makes ${JSON.stringify(expected)} of ${JSON.stringify(name)}`, () => {
      assert.equal(safeFileName(name), expected);
    });
  }

  it('A43: keeps the extension of a name that is too long', () => {
    const safe = safeFileName(`${'ä'.repeat(300)}.tar`);
    assert.ok(Buffer.byteLength(safe) <= 200);
    assert.ok(safe.endsWith('ä.tar'));
  });

  it('A43: never leaves a path, a control, or nothing, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const safe = safeFileName(name);
        assert.match(safe, /^[^\\/:*?"<>|\p{Cc}]+$/u);
        assert.ok(!/^[\s.-]|[\s.]$/u.test(safe) && Buffer.byteLength(safe) <= 200);
      }),
    );
  });
});

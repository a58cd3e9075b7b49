import assert from 'node:assert/strict';
import { isNamedIn, placesOf } from '../../../src/base/mention.ts';
import { cpuTime } from '../../support/cpuTime.ts';

const named = (name: string, ...texts: readonly string[]) => {
  for (const text of texts) assert.ok(isNamedIn(text, [name]), `${name} in ${text}`);
};
const notNamed = (name: string, ...texts: readonly string[]) => {
  for (const text of texts) assert.equal(isNamedIn(text, [name]), false, `${name} in ${text}`);
};

describe('a name in a text', () => {
  it('is a word, not a part of one, nor of an address', () => {
    notNamed('kaffee', 'kaffeekanne', 'Eiskaffee', 'kaffee2', '2kaffee', 'kaffee\u0301');
    named('kaffee', 'kaffee', 'Kaffee!', '(kaffee)', 'kaffee: ja', 'der Kaffee\nist', 'kaffee_');
    named('guus.', 'hey guus.', 'guus.: hey', '@guus.', 'guus...');
    notNamed('guus.', 'guus', 'guus.im', 'guus,');
    named('Guus', '@guus', 'hi @guus!', 'GUUS', 'cc:guus', 'guus’s', "guus's", 'guus @home');
    notNamed('Guus', 'me@guus.im', 'guus@example.org', '<guus@example.org>', 'mail guus@im, now');
    notNamed('guus', `room@rooms.example.org/guus`, 'xmpp:room@rooms.example.org/guus');
  });

  it('has a place wherever it is a word, whatever is special in it', () => {
    assert.deepEqual(placesOf('Ada', 'Adam, ada: @ADA ada2'), [
      [6, 9],
      [12, 15],
    ]);
    assert.deepEqual(placesOf('a.b-c|[d]', 'x a.b-c|[d]!'), [[2, 11]]);
    assert.deepEqual(placesOf('é{2}', 'É{2} éé'), [[0, 4]]);
    assert.deepEqual(placesOf('', 'a'), []);
  });

  it('is not in what is only quoted, linked, or code', () => {
    notNamed('guus', '> guus: hi', '>> guus', ' > guus', '> a\n> guus');
    notNamed('guus', 'https://example.org/guus', 'see https://guus.im.', 'mailto:guus');
    notNamed('guus', '`guus`', 'run `cd guus` now', '```\nguus\n```', '```sh\nguus', '*`guus`*');
    named('guus', '> hi\nguus', 'https://example.org/ guus', 'run `ls` guus', 'a > guus');
    named('guus', '```\nx\n```\nguus', 'it`s guus isn`t it', '` guus `', '`guus');
  });

  it('is the same in any case and encoding, but another with another accent', () => {
    named('Zoë', 'ZOË', 'zoe\u0308', 'hi Zoe\u0308!');
    named('Straße', 'STRASSE', 'strasse');
    named('ΟΔΥΣΣΕΥΣ', 'οδυσσευς', 'Οδυσσεύς'.normalize('NFD').replace('\u0301', ''));
    notNamed('Zoë', 'zoe');
    // So are names written by those, such as gateways, who want nobody to be disturbed.
    notNamed('guus', 'gu\u200Bus', 'g\u2060uus');
  });

  it('ends where another script begins, in those without spaces between words', () => {
    named('guus', 'guusさん、', 'hey,guus님', 'สวัสดีguus');
    named('太郎', '太郎さん', 'hi太郎', '「太郎」');
    notNamed('山', '山田さん', '山2');
    notNamed('さん', 'たさんか');
  });

  it('is any of several, as far as they are names', () => {
    assert.ok(isNamedIn('the release is out', ['guus', 'release']));
    assert.ok(isNamedIn('a b-c d', ['b-c']));
    assert.ok(isNamedIn('good morning all', [' good morning ']));
    for (const name of ['', ' ', '\n']) notNamed(name, 'x y', '', ' ');
    const names = Array.from({ length: 60 }, (_, index) => `name${index}`);
    assert.ok(isNamedIn('name49', names));
    assert.equal(isNamedIn('name50', names), false);
    notNamed('x'.repeat(1024), 'x'.repeat(1024));
  });

  it('A32: is found in time that grows as the text does', () => {
    const length = 128 * 1024;
    const texts = [
      'a',
      '`',
      '` ',
      '> ',
      '@',
      'a@',
      'https://',
      '\n',
      '```\n',
      '\u0301',
      '山',
      '(',
      'aa ',
    ];
    const names = Array.from({ length: 10 }, (_, index) => 'a'.repeat(index + 1));
    const used = cpuTime(() => {
      for (const text of texts) {
        isNamedIn(text.repeat(length / text.length), [...names, '山', '@', '`']);
      }
    }, 3_000);
    assert.ok(used < 3_000, `${used} ms`);
  });
});

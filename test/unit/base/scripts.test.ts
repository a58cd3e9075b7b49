import assert from 'node:assert/strict';
import { mixesScripts } from '../../../src/base/scripts.ts';

describe('mixesScripts', () => {
  it('A41: finds words of letters that are of no one language', () => {
    for (const address of [
      'раypal@example.org',
      'ada@exаmple.org',
      'павeл@пример.рф',
      'αlpha@example.org',
      'αлфа@example.org',
      '\u0430da安@example.org',
      'ａда@example.org',
      'ada.lovelаce@example.org',
      'שלוםпривет@example.org',
    ]) {
      assert.equal(mixesScripts(address), true, address);
    }
  });

  it('A41: finds none in what people write', () => {
    for (const address of [
      '',
      'ada.lovelace-2@example.org',
      'зоя@example.org',
      'павел.ivanov@пример.рф',
      'zürich@example.org',
      'ægir@dæmi.is',
      'γιώργος@παράδειγμα.gr',
      '山田たろうカー@例え.jp',
      '王小明123@例子.cn',
      'abc株式会社@例え.jp',
      '김철수@예.kr',
      'محمد٢@مثال.eg',
      'अदा@उदाहरण.in',
      'iphoneไทย@example.org',
      '🙂@example.org',
      'a1-β2@example.org',
    ]) {
      assert.equal(mixesScripts(address), false, address);
    }
  });

  it('takes little time for any address', () => {
    assert.equal(mixesScripts(`${'ж'.repeat(1000)}@${'漢'.repeat(300)}.org`), false);
  });
});

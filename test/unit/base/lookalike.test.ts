import assert from 'node:assert/strict';
import { Lookalikes } from '../../../src/base/lookalike.ts';

const ADA = 'ada.lovelace@example.org';

describe('Lookalikes', () => {
  const lookalikes = new Lookalikes([ADA, 'mill@example.org', 'павел@пример.рф']);

  it('A41: finds whom an address could be taken for', () => {
    for (const address of [
      'аda.lovelace@example.org',
      'ada.lovelace@ехаmple.org',
      'ada.love1ace@example.org',
      'ada.loveIace@example.org',
      'ada.lovelacé@example.org',
      'ada.lov\u200belace@example.org',
      'ada.lovelace@example.0rg',
      'ɑdа.ɩovelace@example.org',
      'ada.lovelace@exɑmple.org',
      'аdа.lоvеlасе@ехаmрlе.оrg',
      'αdα.lονεlαcε@exαmple.org',
      '𝒶𝒹𝒶.lovelace@example.org',
      'ａｄａ.ｌｏｖｅｌａｃｅ@example.org',
      'ada.lovelace@example.օrg',
      'ada.lovelace@exampӏe.org',
      'ada.ⅼovelace@example.org',
      'аda.lov\u0435lac\u0065\u0301@example.org',
    ]) {
      assert.equal(lookalikes.find(address), ADA, address);
    }
    assert.equal(lookalikes.find('rnill@example.org'), 'mill@example.org');
    assert.equal(lookalikes.find('пaвeл@пример.рф'), 'павел@пример.рф');
  });

  it('A41: takes nobody for themselves, nor for somebody else', () => {
    for (const address of [ADA, 'павел@пример.рф', 'ada@example.org', 'grace@example.org', '']) {
      assert.equal(lookalikes.find(address), undefined, address);
    }
  });
});

import assert from 'node:assert/strict';
import { collectTexts, readBundles } from '../../scripts/l10n.mjs';

/** The placeholders of a text, however often it has them. */
function placeholders(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/\{\w+\}/gu), ([name]) => name))].toSorted();
}

const texts = [...(await collectTexts()).keys()].toSorted();
const bundles = await readBundles();

describe('translations', () => {
  it('there are some, of the texts that the code has', () => {
    assert.ok(texts.length > 300, String(texts.length));
    assert.ok(bundles.has('es'));
  });

  for (const [language, bundle] of bundles) {
    it(`${language} has each text, and none that is gone: npm run l10n`, () => {
      assert.deepEqual(Object.keys(bundle), texts);
      assert.deepEqual(
        texts.filter((key) => bundle[key]?.trim() === ''),
        [],
      );
    });

    it(`${language} names what the English text names`, () => {
      for (const [key, text] of Object.entries(bundle))
        assert.deepEqual(placeholders(text), placeholders(key), text);
    });
  }
});

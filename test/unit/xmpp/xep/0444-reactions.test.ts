import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isReaction } from '../../../../src/xmpp/xep/0444-reactions.ts';

/** What the picker is made from, and what is newer than it offers. */
const known = createRequire(import.meta.url).resolve('unicode-emoji-json/data-by-emoji.json');
const emojis = Object.keys(JSON.parse(readFileSync(known, 'utf8')) as object);

describe('isReaction', () => {
  it('is each emoji of Unicode, with and without variation selectors', () => {
    assert.ok(emojis.length > 1800);
    const refused = emojis.flatMap((emoji) =>
      [emoji, emoji.replaceAll('\uFE0F', ''), emoji.replaceAll('\uFE0F', '\uFE0E')].filter(
        (variant) => !isReaction(variant),
      ),
    );
    assert.deepEqual(refused, []);
  });

  it('is no word, digit, single letter of a flag, or several emoji', () => {
    const others = ['', 'a', '5', '#', '*', '5\uFE0F', '🇩', '🇩🇪🇫', '👍👍', '👍a', 'a👍', '👍 👍'];
    assert.deepEqual(others.filter(isReaction), []);
    for (const joined of ['\u200D', '👍\u200D', '\u200D👍', '\uFE0F', '\u20E3', 'ℹℹ']) {
      assert.equal(isReaction(joined), false, JSON.stringify(joined));
    }
  });
});

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { type Emoji, findEmoji } from '../../../../webview/typing/findEmoji.ts';
import { inSkinTones } from '../../../../webview/view/skinTones.ts';

interface Known {
  readonly emoji: string;
  readonly label: string;
  readonly version: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone: unknown }[];
}

const NEWEST = 15;
const HAND: Emoji = ['👋', 'waving hand', 'hello'];
const BULB: Emoji = ['💡', 'light bulb', 'idea'];

describe('emoji in skin tones', () => {
  it('are those that Unicode recommends', () => {
    const data = createRequire(import.meta.url)('emojibase-data/de/data.json') as readonly Known[];
    const known = data.filter(({ version }) => version <= NEWEST);
    const one = known.filter(({ emoji }) => emoji.match(/\p{Emoji_Modifier_Base}/gu)?.length === 1);
    const made = inSkinTones(known.map(({ emoji, label }): Emoji => [emoji, label, '']));
    const recommended = one.flatMap(({ skins = [] }) =>
      skins.filter(({ tone }) => typeof tone === 'number').map(({ emoji }) => emoji),
    );
    assert.ok(recommended.length > 1000);
    assert.deepEqual(made.map(([emoji]) => emoji).sort(), recommended.sort());
  });

  it('replace the variation selector, and have a name', () => {
    const [first] = inSkinTones([['🕵️‍♂️', 'man detective', 'sleuth']]);
    assert.deepEqual(first?.slice(0, 2), ['🕵🏻‍♂️', 'man detective: light skin tone']);
  });

  it('are found only by their tone, behind all others, and among the recent ones', () => {
    const all = [HAND, BULB, ...inSkinTones([HAND, BULB])];
    const find = (query: string, ...recent: string[]) =>
      findEmoji(all, query, recent).map(([emoji]) => emoji);
    assert.deepEqual(find('waving'), ['👋']);
    assert.deepEqual(find('waving dark'), ['👋🏿', '👋🏾']);
    assert.deepEqual(find('WAV medium-light'), ['👋🏼']);
    assert.deepEqual(find('wav medium light'), ['👋🏼']);
    assert.deepEqual(find('light'), ['💡', '👋🏻', '👋🏼']);
    assert.deepEqual(find('bulb dark'), []);
    assert.deepEqual(find('', '👋🏽'), ['👋🏽', '👋', '💡']);
  });
});

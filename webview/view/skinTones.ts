import { fold } from '../../src/base/fold.ts';
import { t } from '../../src/base/l10n.ts';
import type { Emoji } from '../typing/findEmoji.ts';

/** What takes a skin tone, in place of a variation selector (UTS #51 §2.4); no font has a family in one. */
const BASE = /(?!👪)\p{Emoji_Modifier_Base}\ufe0f?/gu;

/** The emoji of one person, or of a part of one, in each skin tone. Groups would have one for each person. */
export function inSkinTones(all: readonly Emoji[]): readonly Emoji[] {
  // Who types only “dark” means that one first.
  const tones = [
    ['🏻', t('light skin tone')],
    ['🏽', t('medium skin tone')],
    ['🏿', t('dark skin tone')],
    ['🏼', t('medium-light skin tone')],
    ['🏾', t('medium-dark skin tone')],
  ] as const;
  const named = tones.map(([sign, tone]) => [sign, tone, toneWords(tone)] as const);
  return all
    .filter(([emoji]) => emoji.match(BASE)?.length === 1)
    .flatMap(([emoji, name, words]) =>
      named.map(([sign, tone, asked]): Emoji => {
        const toned = emoji.replace(BASE, (base) => base.replace('\ufe0f', '') + sign);
        return [toned, `${name}: ${tone}`, `${words} ${asked}`, asked];
      }),
    );
}

/** The words of a tone, with those that a hyphen joins also one by one. */
function toneWords(tone: string): string {
  return fold(`${tone} ${tone.replaceAll('-', ' ')}`);
}

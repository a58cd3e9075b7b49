import { spokenSentences } from '../../src/api/say.ts';
import type { Emoji } from '../typing/findEmoji.ts';
import { inSkinTones } from './skinTones.ts';

/** Their names in the languages that Parley speaks besides English. */
const TRANSLATIONS = {
  de: () => import('parley:emoji-de'),
  es: () => import('parley:emoji-es'),
};

let loaded: readonly Emoji[] | undefined;

/** Loads all emoji, once for the whole page, with names in its language; English ones are found as well. Those in skin tones are last. */
export async function loadEmoji(): Promise<readonly Emoji[]> {
  if (!loaded) {
    const all = await load();
    loaded = [...all, ...inSkinTones(all)];
  }
  return loaded;
}

async function load(): Promise<readonly Emoji[]> {
  const [language = ''] = spokenSentences().language.split('-');
  const [all, names] = await Promise.all([
    import('parley:emoji'),
    isTranslated(language) ? TRANSLATIONS[language]() : undefined,
  ]);
  if (!names) return all.default;
  return all.default.map(([emoji, name, words], at) => {
    const [translated = name, more = ''] = names.default[at] ?? [];
    return [emoji, translated, `${more} ${name} ${words}`];
  });
}

function isTranslated(language: string): language is keyof typeof TRANSLATIONS {
  return Object.hasOwn(TRANSLATIONS, language);
}

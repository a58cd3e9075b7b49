/**
 * Characters that most typefaces draw like another one, and that one: Cyrillic and Greek letters,
 * digits and others, the common ones of Unicode UTS #39 (confusables).
 */
const DRAWN_LIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm' },
  ...{ н: 'h', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x' },
  ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y' },
  ...{ ɑ: 'a', ɡ: 'g', ı: 'i', ⅼ: 'l', 0: 'o', 1: 'l', '|': 'l' },
};
const MARKS = /\p{M}|\p{Cf}/gu;
const OTHER_THAN_ASCII_LETTERS = /[^a-z]/gu;

/** What `text` looks like: equal for two texts that a reader could take for each other. */
export function skeleton(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(OTHER_THAN_ASCII_LETTERS, (character) => DRAWN_LIKE[character] ?? character)
    .replace(/rn/gu, 'm')
    .replace(/vv/gu, 'w')
    .replace(/i/gu, 'l');
}

/** Finds the known address that another one could be taken for, and is not. */
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

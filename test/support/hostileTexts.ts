/** What hostile texts are made of; each is repeated until it is as long as wanted. */
const PIECES: Readonly<Record<string, string>> = {
  'marks of two classes': '\u0323\u0301',
  joiners: '\u200d',
  overrides: '\u202e',
  isolates: '\u2066',
  'families of emoji': '👨‍👩‍👧‍👦',
  flags: '🇪🇸',
  'letters in one word': 'a',
  ideographs: '漢',
  jamo: '\u1112\u1161\u11ab',
  'decomposed letters': 'e\u0301',
  'ligatures that expand': '\ufdfa',
  'letters that expand in lower case': 'İ',
  digits: '1',
  spaces: ' ',
  'ideographic spaces': '\u3000',
  tabs: '\t',
  'new lines': '\n',
  'carriage returns': '\r',
  quotations: '> ',
  'quotations of their own': '\n> a',
  brackets: '[',
  'pairs of brackets': '](',
  parentheses: '(',
  angles: '<',
  ampersands: '&',
  backticks: '`',
  fences: '```\n',
  stars: '*',
  'styled words': '*a* _b_ ~c~ ',
  addresses: 'https://a.co/b ',
  'one address': 'https://',
  mail: 'mailto:a@b.c ',
  domains: 'a.co ',
  'at signs': '@',
  slashes: '/',
  dots: '.',
  hyphens: '-',
  'percent signs': '%2f',
  icons: '$(bug)',
  'surrogate pairs': '😀',
  'tag characters': '\u{e0061}',
  'variation selectors': '\ufe0f',
};

/** By name, each of at least `length` UTF-16 code units. */
export function hostileTexts(length: number): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [name, piece] of Object.entries(PIECES)) {
    all.set(name, `a${piece.repeat(Math.ceil(length / piece.length))}`);
  }
  const half = Math.ceil(length / 2);
  all.set('marks out of order', `a${'\u0301'.repeat(half)}${'\u0323'.repeat(half)}`);
  all.set('spaces before a letter', `a${' '.repeat(length)}b`);
  all.set('dots before a sign', `a${'.'.repeat(length)}!`);
  return all;
}

/** A small generator of random numbers (Mulberry32), since a document needs hundreds of them. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 on and below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const NS_XML = 'http://www.w3.org/XML/1998/namespace';
const NS_XMLNS = 'http://www.w3.org/2000/xmlns/';
/** Declares the prefixes that the names below have. */
const PREFIXES = `xmlns:stream='${NS_STREAMS}' xmlns:p='urn:p' xmlns:q='urn:q'`;
const ROOT = `<stream:stream xmlns='jabber:client' ${PREFIXES} id='1'>`;

const PROLOGS = [
  ...([
    "<?xml version='1.0'?>",
    '<?xml version="1.0" encoding="UTF-8"?>',
    '\ufeff',
    ' \n',
  ] as const),
  '\ufeff<?xml version = "1.1" standalone=\'yes\' ?>\r\n',
] as const;
const BAD_PROLOGS = [
  ...([' <?xml version="1.0"?>', "<?xml version='2.0'?>", "<?xml encoding='utf-8'?>"] as const),
  ...(["<?xml version='1.0' encoding='l1'?>", "<?xml version='1.0'encoding='utf-8'?>"] as const),
  ...(['<?xml?>', '<?xmlx?>', '<!DOCTYPE a [<!ENTITY b "">]>', '<!-- -->', '&#32;'] as const),
  ...(['<![CDATA[]]>', '\ufeff\ufeff', "<?XML version='1.0'?>", 'x'] as const),
] as const;
const NAMES = [
  ...(['message', 'body', 'a', 'b', 'x', 'p:a', 'p:b', 'q:a', 'stream:features'] as const),
  ...([
    'é',
    'Ж-1',
    '_.-·',
    '名前',
    '𐐀b',
    'p:名',
    'constructor',
    '__proto',
    'a'.repeat(60),
  ] as const),
] as const;
const BAD_NAMES = [
  ...(['-a', '1', ':a', 'a:', 'p:a:b', 'p:1', 'r:a', 'xmlns:a', '·', '\u037e', '×', 'a×'] as const),
  ...(['', ' a', 'xml', '\u2029', 'a\u{f0000}', 'xmlns', 'p:·'] as const),
] as const;
const ATTRIBUTES = [
  ...([...NAMES, 'id', 'to', 'type', 'xml:lang', 'xml:a', 'p:to', 'q:to', 'xmlns'] as const),
  ...(['xmlns', 'xmlns:p', 'xmlns:q', 'xmlns:r'] as const),
] as const;
const BAD_ATTRIBUTES = [...BAD_NAMES, 'xmlns:xml', 'xmlns:xmlns', 'xmlns:', 'xmlns:a:b'] as const;
const URIS = ['urn:p', 'urn:q', 'jabber:client', 'é', NS_STREAMS, 'a&amp;b'] as const;
const BAD_URIS = ['', NS_XML, NS_XMLNS, ' urn:p', 'a\tb', 'urn:p&#32;'] as const;
const TEXTS = [
  ...([
    'x',
    'text of some length',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '&amp;',
    '&lt;',
    '&gt;',
  ] as const),
  ...(['&apos;', '&quot;', '&#65;', '&#x1F642;', '&#013;', '&#xA;', '🙂', 'Привет', 'é'] as const),
  ...([
    ']',
    ']]',
    '>',
    ']]&gt;',
    '\u0085',
    '\u2028',
    '\ufffd',
    '\ud7ff',
    '\u007f',
    '\u{1ffff}',
  ] as const),
] as const;
const SECTIONS = ['<&>', '', ']', ']]', ']]]', 'a]b', '\r\n', '&#0;', '<!-- -->', 'é'] as const;
const BAD_TEXTS = [
  ...([
    '&#0;',
    '&#xFFFE;',
    '&foo;',
    '&;',
    '& ',
    '&amp',
    '<',
    '<!-- c -->',
    '<!--',
    '<?pi x?>',
  ] as const),
  ...([
    '<?xml version="1.0"?>',
    '<!DOCTYPE a>',
    '\u0001',
    '\ufffe',
    '\uffff',
    ']]>',
    '\0',
  ] as const),
  ...(['<![cdata[x]]>', '<![CDATA[', '<![CDATA', '&#xD800;', '&#1114112;', '&#X41;'] as const),
  ...([
    '&#99999999999999999999;',
    '&#;',
    '&#x;',
    '</a>',
    '<a',
    '<>',
    '</>',
    '< a/>',
    '<?',
  ] as const),
] as const;
const SPACES = [' ', ' ', ' ', '\n', '\t ', '\r\n'] as const;
/** What mutations put in. */
const SPLINTERS = [
  ...(['<', '>', '/', '&', ';', '"', "'", '=', ' ', ':', ']', '!', '?', '-', '\r', '\n'] as const),
  ...([
    'x',
    'é',
    '🙂',
    ']]>',
    '<![CDATA[',
    '&#',
    'xmlns',
    'p:',
    '\0',
    '<a>',
    '</a>',
    '/>',
  ] as const),
] as const;

/** How rare what is wrong is. */
const BAD = 250;

/** What a stream or a document may say, mostly well-formed, sometimes not. */
export function buildDocument(dice: Dice, options: { stream: boolean }): string {
  const prolog = dice.once(15) ? dice.pick(BAD_PROLOGS) : dice.once(3) ? dice.pick(PROLOGS) : '';
  if (!options.stream) {
    return `${prolog}<iq ${PREFIXES}>${element(dice, 4)}</iq>${dice.once(9) ? '\r\n ' : ''}`;
  }
  let text = prolog + ROOT;
  for (let count = dice.below(5); count > 0; count -= 1) {
    text += element(dice, 4) + (dice.once(4) ? dice.pick(SPACES) : '');
  }
  return dice.once(4) ? `${text}</stream:stream>` : text;
}

/** A document with some harm done to it, and never longer than twice as long. */
export function mutate(text: string, dice: Dice): string {
  const from = dice.below(text.length + 1);
  const to = Math.min(from + dice.below(dice.once(3) ? 30 : 3), text.length);
  const part = text.slice(from, to);
  switch (dice.below(6)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, from);
    case 2:
      return text.slice(0, to) + part + text.slice(to);
    case 3:
      return text.slice(0, from) + dice.pick(SPLINTERS) + text.slice(to);
    case 4: {
      const target = dice.below(text.length + 1);
      return text.slice(0, target) + part + text.slice(target);
    }
    default:
      return text.slice(0, from) + dice.pick(SPLINTERS) + text.slice(from);
  }
}

function element(dice: Dice, depth: number): string {
  const name = dice.once(BAD) ? dice.pick(BAD_NAMES) : dice.pick(NAMES);
  let tag = `<${name}`;
  const used = new Set<string>();
  for (let count = dice.below(4); count > 0; count -= 1) {
    const attribute = dice.once(BAD) ? dice.pick(BAD_ATTRIBUTES) : dice.pick(ATTRIBUTES);
    if (used.has(attribute) && !dice.once(BAD)) continue;
    used.add(attribute);
    const gap = dice.once(BAD) ? '' : dice.pick(SPACES);
    tag += `${gap}${attribute}${equals(dice)}${value(dice, attribute)}`;
  }
  if (dice.once(5)) tag += dice.pick(SPACES);
  if (dice.once(3)) return `${tag}/>`;
  let content = '';
  for (let count = dice.below(depth); count > 0; count -= 1) {
    content += dice.once(2) && depth > 1 ? element(dice, depth - 1) : characters(dice);
  }
  return `${tag}>${content}</${name}${dice.once(10) ? dice.pick(SPACES) : ''}>`;
}

function equals(dice: Dice): string {
  if (dice.once(BAD)) return dice.pick(['', ' ', '==']);
  return dice.once(12) ? `${dice.pick(SPACES)}=${dice.pick(SPACES)}` : '=';
}

function value(dice: Dice, attribute: string): string {
  const quote = dice.pick(["'", '"']);
  if (attribute.startsWith('xmlns')) {
    return quote + (dice.once(BAD / 5) ? dice.pick(BAD_URIS) : dice.pick(URIS)) + quote;
  }
  let text = '';
  for (let count = dice.below(3); count > 0; count -= 1) {
    text += (dice.once(BAD) ? dice.pick(BAD_TEXTS) : dice.pick(TEXTS)).replace(quote, '');
  }
  return dice.once(BAD) ? text : quote + text + quote;
}

function characters(dice: Dice): string {
  if (dice.once(BAD)) return dice.pick(BAD_TEXTS);
  return dice.once(8) ? `<![CDATA[${dice.pick(SECTIONS)}]]>` : dice.pick(TEXTS);
}

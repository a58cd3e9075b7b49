import { isAscii } from './ascii.ts';

/**
 * Folding of texts for search: ignores case, accents and other optional marks, invisible
 * characters, and differences in encoding.
 */

/**
 * Normalising sorts a run of marks, which is quadratic; no language has more than 30, nor has the
 * Stream-Safe Text Format (Unicode UAX #15 §13).
 */
const HEAPED_MARKS = /(\p{M}{30})\p{M}+/gu;
/**
 * Marks of scripts that are written with and without them: vowel signs of Arabic and Hebrew are
 * removed, those of Thai and Devanagari are not, nor are the voicing marks of kana. Also invisible
 * characters, such as joiners, the Arabic tatweel, and the skin tone of an emoji.
 */
const IGNORED =
  /(?![\u3099\u309A])(?=\p{M})[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}]|\p{Default_Ignorable_Code_Point}|\u0640|\p{Emoji_Modifier}/gu;
/**
 * Characters without a decomposition that are equivalent in search: letters whose case depends on
 * the language, or on their position, or expands to two letters (Unicode's full case folding);
 * letters with a stroke and ligatures, which many keyboards lack, as in Unicode's collation for
 * searching (UTS #10 §8); and quotation marks, which many keyboards curl.
 */
const SAME: Readonly<Record<string, string>> = {
  ...{ ı: 'i', ς: 'σ', ß: 'ss' },
  ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', æ: 'ae', œ: 'oe' },
  ...{ '‘': "'", '’': "'", '‛': "'", '“': '"', '”': '"', '„': '"', '‟': '"' },
};
const HAS_SAME = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');
/** Hiragana is folded to katakana: a search matches whichever the keyboard produces. */
const HIRAGANA = /[\u3041-\u3096\u309D\u309E]/gu;
const KATAKANA_AFTER = 0x60;

/** `text` folded for comparison, in time linear in its length. The length may differ. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .replace(HEAPED_MARKS, '$1')
    .normalize('NFKD')
    .replace(IGNORED, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(HAS_SAME, (letter) => SAME[letter] ?? letter)
    .replace(HIRAGANA, (letter) => String.fromCharCode(letter.charCodeAt(0) + KATAKANA_AFTER));
}

/**
 * `text` folded for comparison of names: in Unicode's full case folding and NFC, so that accents and
 * invisible characters distinguish names. In time linear in its length, which may differ.
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .replace(HEAPED_MARKS, '$1')
    .toLowerCase()
    .replace(/[ßς]/gu, (letter) => SAME[letter] ?? letter)
    .normalize('NFC');
}

/** Approximate number of UTF-16 code units folded at once, to map positions back to the text. */
const BLOCK = 1024;
/** A unit of folding: a letter and its marks, or a Hangul syllable in its parts. */
const PIECE =
  /[\u1100-\u115F\uA960-\uA97C][\u1160-\u11A7\uD7B0-\uD7C6]*[\u11A8-\u11FF\uD7CB-\uD7FB]*|[^]\p{M}*/gu;

/** The start of a block: in the text, and in the folded text. */
interface Block {
  readonly at: number;
  readonly foldedAt: number;
}

/** A letter with its marks: its position in the text, and its end in the folded text. */
interface Piece {
  readonly at: number;
  readonly end: number;
  readonly foldedEnd: number;
}

/** A folded text, with a mapping of positions back to the original. */
export class FoldedText {
  readonly #text: string;
  readonly #blocks: Block[] = [];
  /** The pieces of the last block used: positions are mostly requested in order. */
  #lastPieces: { readonly of: Block; readonly pieces: readonly Piece[] } | undefined;
  readonly folded: string;

  constructor(text: string) {
    this.#text = text;
    const parts: string[] = [];
    let foldedAt = 0;
    for (let at = 0; at < text.length;) {
      const end = pieceEnd(text, at + BLOCK);
      const part = fold(text.slice(at, end));
      this.#blocks.push({ at, foldedAt });
      parts.push(part);
      foldedAt += part.length;
      at = end;
    }
    this.folded = parts.join('');
  }

  /** Maps a position of {@link folded} to a letter's start in the text, in UTF-16 code units. */
  placeOf(foldedAt: number): number {
    return this.#pieceAt(foldedAt)?.at ?? this.#text.length;
  }

  /** The range of the text that a range of {@link folded} maps to: whole letters. */
  rangeOf(from: number, to: number): readonly [start: number, end: number] {
    const last = this.#pieceAt(to - 1);
    return [this.placeOf(from), last?.end ?? this.#text.length];
  }

  #pieceAt(foldedAt: number): Piece | undefined {
    const block = this.#blocks.findLast((each) => each.foldedAt <= foldedAt);
    if (!block) return undefined;
    if (this.#lastPieces?.of !== block) {
      this.#lastPieces = { of: block, pieces: piecesOf(this.#text, block) };
    }
    return this.#lastPieces.pieces.find(({ foldedEnd }) => foldedEnd > foldedAt);
  }
}

/** The letters of a block, with the end of each in the folded text. */
function piecesOf(text: string, block: Block): Piece[] {
  let foldedEnd = block.foldedAt;
  const end = pieceEnd(text, block.at + BLOCK);
  return [...text.slice(block.at, end).matchAll(PIECE)].map(({ 0: piece, index }) => {
    foldedEnd += fold(piece).length;
    const at = block.at + index;
    return { at, end: at + piece.length, foldedEnd };
  });
}

/** The first position at or after `at` where a piece ends. */
function pieceEnd(text: string, at: number): number {
  const goesOn = /[\p{M}\u1160-\u11FF\uD7B0-\uD7FB]+/uy;
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const from = isLow ? at + 1 : at;
  goesOn.lastIndex = from;
  return Math.min(from + (goesOn.exec(text)?.[0].length ?? 0), text.length);
}

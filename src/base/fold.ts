import { isAscii } from './ascii.ts';

/**
 * How texts are compared where somebody searches: without regard to case, to accents and other marks that
 * may be left out, to invisible characters, and to the way in which the same is encoded.
 */

/**
 * Normalising sorts a run of marks, which is quadratic; more than 30 are in no language, nor
 * in the Stream-Safe Text Format (Unicode UAX #15 §13).
 */
const HEAPED_MARKS = /(\p{M}{30})\p{M}+/gu;
/**
 * Marks of scripts that are written with and without them, so that vowel signs of Arabic and Hebrew go and those
 * of Thai and Devanagari stay; but for the voicing marks of kana. Also what is not seen, such as joiners,
 * the Arabic letter stretcher, and the skin colour of an emoji.
 */
const IGNORED =
  /(?![\u3099\u309A])(?=\p{M})[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}]|\p{Default_Ignorable_Code_Point}|\u0640|\p{Emoji_Modifier}/gu;
/**
 * What has no decomposition, and is the same to who searches: letters whose case depends on the language, or
 * on where they stand, or takes two letters (Unicode's full case folding); letters with a stroke and those
 * written as one, which many keyboards lack, as Unicode's collation for searching has them (UTS #10 §8); and
 * quotation marks, which many keyboards curl.
 */
const SAME: Readonly<Record<string, string>> = {
  ...{ ı: 'i', ς: 'σ', ß: 'ss' },
  ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', æ: 'ae', œ: 'oe' },
  ...{ '‘': "'", '’': "'", '‛': "'", '“': '"', '”': '"', '„': '"', '‟': '"' },
};
const HAS_SAME = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');
/** Japanese is searched for in the syllabary that the keyboard gives: each has its like in katakana. */
const HIRAGANA = /[\u3041-\u3096\u309D\u309E]/gu;
const KATAKANA_AFTER = 0x60;

/** `text` as it is compared, in time linear in its length. The length may differ. */
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

/** About so many UTF-16 code units are folded at once, to find a place in the folded text again. */
const BLOCK = 1024;
/** What is folded as one: a letter and its marks, or a syllable of Hangul in its parts. */
const PIECE =
  /[\u1100-\u115F\uA960-\uA97C][\u1160-\u11A7\uD7B0-\uD7C6]*[\u11A8-\u11FF\uD7CB-\uD7FB]*|[^]\p{M}*/gu;

/** Where a block begins: in the text, and in what is folded. */
interface Block {
  readonly at: number;
  readonly foldedAt: number;
}

/** A letter with its marks: where it is in the text, and where it ends in what is folded. */
interface Piece {
  readonly at: number;
  readonly end: number;
  readonly foldedEnd: number;
}

/** A text folded, and where its places are in the text itself. */
export class FoldedText {
  readonly #text: string;
  readonly #blocks: Block[] = [];
  /** Of the block that was asked for last: places are mostly asked for in their order. */
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

  /** Where in the text a place of {@link folded} is, in UTF-16 code units: the beginning of a letter. */
  placeOf(foldedAt: number): number {
    return this.#pieceAt(foldedAt)?.at ?? this.#text.length;
  }

  /** What of the text a part of {@link folded} stands for, `from` up to `to`: whole letters. */
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

/** The letters of a block, with where each ends in what is folded. */
function piecesOf(text: string, block: Block): Piece[] {
  let foldedEnd = block.foldedAt;
  const end = pieceEnd(text, block.at + BLOCK);
  return [...text.slice(block.at, end).matchAll(PIECE)].map(({ 0: piece, index }) => {
    foldedEnd += fold(piece).length;
    const at = block.at + index;
    return { at, end: at + piece.length, foldedEnd };
  });
}

/** The first place at or after `at` where a piece ends. */
function pieceEnd(text: string, at: number): number {
  const goesOn = /[\p{M}\u1160-\u11FF\uD7B0-\uD7FB]+/uy;
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const from = isLow ? at + 1 : at;
  goesOn.lastIndex = from;
  return Math.min(from + (goesOn.exec(text)?.[0].length ?? 0), text.length);
}

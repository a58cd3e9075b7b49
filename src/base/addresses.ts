/**
 * Finds URLs in text, for display and for export: both find the same ones.
 */

/** The schemes of links: RFC 9110 §4.2, RFC 6068, RFC 5122 and RFC 5870. */
const SCHEME = String.raw`(?:https?:\/\/|mailto:|xmpp:|geo:)`;
/**
 * Characters that end a link: white space, controls, invisible characters, and what delimits a link
 * in a sentence of any script (quotation marks, wide brackets and punctuation).
 */
const STOP = String.raw`\s<>"\x60\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff“”„‟«»‹›\u3001\u3002\u3008-\u3011\u3014-\u301f\ufe10-\ufe19\ufe30-\ufe6b\uff01\uff02\uff07\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1c\uff1e\uff1f\uff3b\uff3d\uff5b-\uff64`;
/** Letters of scripts that write without spaces, or whose suffixes directly follow a link. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
/** Where the sentence continues after a link in Latin letters: words, and no more of a link. */
const SENTENCE = String.raw`(?<=[^${UNSPACED}\w]\w+)[${UNSPACED}][${UNSPACED}\w]*[.,;:!?'*_~…)\]}]{0,8}(?:[${STOP}]|$|${SCHEME})`;
/** Emoji directly after a link belong to the sentence. */
const EMOJI = String.raw`(?<=\w)(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u200d|\ufe0f){1,16}(?:[${STOP}]|$)`;
/** In scripts other than Latin, a link may begin directly after a letter. */
const CANDIDATE = new RegExp(
  String.raw`(?<![\p{Script=Latin}0-9])${SCHEME}[^${STOP}]+?(?=[${STOP}]|$|${SENTENCE}|${EMOJI}|[,;|]https?:\/\/)`,
  'giu',
);
/** Punctuation that belongs to the sentence if it ends a link. */
const PUNCTUATION = /[.,;:!?'*_~]|(?!\p{ASCII})\p{P}/u;
/** Maximum length of a link, in UTF-16 code units; longer ones are not useful to click. */
const MAX_LENGTH = 2048;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** A link as written, and its position. */
export interface WrittenAddress {
  readonly text: string;
  readonly index: number;
}

/**
 * The links in a text, in time linear in its length; not validated.
 */
export function* addressesIn(text: string): Generator<WrittenAddress> {
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    const address = trimEnd(found);
    if (address.length <= MAX_LENGTH) yield { text: address, index };
  }
}

/** Strips what belongs to the sentence: punctuation, and brackets not opened in the link. */
function trimEnd(text: string): string {
  const depth: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (const character of text) {
    const opening = CLOSING[character];
    if (character in depth) depth[character] = (depth[character] ?? 0) + 1;
    else if (opening) depth[opening] = (depth[opening] ?? 0) - 1;
  }
  let end = text.length;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    const opening = CLOSING[last];
    if (opening === undefined) {
      if (!PUNCTUATION.test(last)) break;
    } else {
      const balance = depth[opening] ?? 0;
      if (balance >= 0) break;
      depth[opening] = balance + 1;
    }
  }
  return text.slice(0, end);
}

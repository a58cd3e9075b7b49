/**
 * Where addresses stand in a text, wherever it is shown or written: the same ones in a chat tab and in
 * an export.
 */

/** Which links there are: RFC 9110 §4.2, RFC 6068, RFC 5122 and RFC 5870. */
const SCHEME = String.raw`(?:https?:\/\/|mailto:|xmpp:|geo:)`;
/**
 * What no address holds as it is: white space, controls, what is not seen, and what sets off a link in
 * a sentence of any script (quotation marks, wide brackets and punctuation).
 */
const STOP = String.raw`\s<>"\x60\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff“”„‟«»‹›\u3001\u3002\u3008-\u3011\u3014-\u301f\ufe10-\ufe19\ufe30-\ufe6b\uff01\uff02\uff07\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1c\uff1e\uff1f\uff3b\uff3d\uff5b-\uff64`;
/** Letters of scripts that write without blanks, or whose endings go on right after a link. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
/** Where the sentence goes on after an address in Latin letters: words, and then no more of an address. */
const SENTENCE = String.raw`(?<=[^${UNSPACED}\w]\w+)[${UNSPACED}][${UNSPACED}\w]*[.,;:!?'*_~…)\]}]{0,8}(?:[${STOP}]|$|${SCHEME})`;
/** Emoji that are set right behind an address belong to the sentence. */
const EMOJI = String.raw`(?<=\w)(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u200d|\ufe0f){1,16}(?:[${STOP}]|$)`;
/** In other scripts than Latin, a link may begin right after a letter. */
const CANDIDATE = new RegExp(
  String.raw`(?<![\p{Script=Latin}0-9])${SCHEME}[^${STOP}]+?(?=[${STOP}]|$|${SENTENCE}|${EMOJI}|[,;|]https?:\/\/)`,
  'giu',
);
/** What belongs to the sentence when it stands at the end of a link. */
const PUNCTUATION = /[.,;:!?'*_~]|(?!\p{ASCII})\p{P}/u;
/** Longer ones are none that anyone wants to click. */
const MAX_LENGTH = 2048;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** An address as it is written, and where. */
export interface WrittenAddress {
  readonly text: string;
  readonly index: number;
}

/**
 * The addresses in a text, one by one, in time linear in its length. Whether each can be parsed is not
 * looked at.
 */
export function* addressesIn(text: string): Generator<WrittenAddress> {
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    const address = trimEnd(found);
    if (address.length <= MAX_LENGTH) yield { text: address, index };
  }
}

/** Drops what belongs to the sentence: punctuation, and brackets that were not opened inside. */
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

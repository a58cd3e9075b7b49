/**
 * Characters that reorder the text around them (Unicode UAX #9 §2: embeddings, overrides and
 * isolates) and controls other than tab and line feed. A name that hides behind them could pass
 * for another one, so they are shown.
 */
const DECEPTIVE = /[\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}/gu;

/** The code point of a deceptive character, in brackets, such as `[U+202E]`. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** `text` with every deceptive character made visible. */
export function makeVisible(text: string): string {
  return text.replace(DECEPTIVE, nameOf);
}

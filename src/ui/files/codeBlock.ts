import type { CodePiece } from './codePiece.ts';

/** A line that would end the block. */
const FENCE = /^```$/gmu;

/** The piece as a block of code (XEP-0393 §5.1.2) whose fence says where it is: `src/parse.ts:12-20`. */
export function codeBlock({ file, language, first, last, code }: CodePiece): string {
  const lines = first === last ? String(first) : `${first}-${last}`;
  const place = file === undefined ? language : `${file}:${lines}`;
  return `\`\`\`${place.replaceAll(/\s+/gu, ' ')}\n${code.replaceAll(FENCE, ' ```')}\n\`\`\``;
}

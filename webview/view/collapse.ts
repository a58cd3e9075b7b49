/** Long messages are collapsed initially: their first lines, and a button for the rest. */
import { beginningOf } from '../../src/base/graphemes.ts';
import type { Block } from './styling.ts';

/** Number of lines that a collapsed message shows. */
export const FOLDED_LINES = 40;
/** Approximate number of characters in a line of the widest message (90ch, see message.css). */
const LINE_LENGTH = 110;

/** The number of lines that the blocks take on a wide screen. */
export function countLines(blocks: readonly Block[]): number {
  let lines = 0;
  for (const block of blocks) {
    if (block.kind === 'quote') lines += countLines(block.blocks);
    else if (block.kind === 'code') lines += block.code.split('\n').length;
    else for (const line of block.text.split('\n')) lines += linesOf(line);
  }
  return lines;
}

/** The first {@link FOLDED_LINES} of the blocks. Truncated code is complete in `code`. */
export function fold(blocks: readonly Block[]): Block[] {
  return take(blocks, { lines: FOLDED_LINES });
}

function take(blocks: readonly Block[], left: { lines: number }): Block[] {
  const taken: Block[] = [];
  for (const block of blocks) {
    if (left.lines <= 0) break;
    if (block.kind === 'quote') {
      taken.push({ kind: 'quote', blocks: take(block.blocks, left) });
    } else if (block.kind === 'code') {
      const lines = block.code.split('\n').slice(0, left.lines);
      left.lines -= lines.length;
      taken.push({ ...block, shown: lines.join('\n') });
    } else {
      taken.push({ ...block, text: takeText(block.text, left) });
    }
  }
  return taken;
}

function takeText(text: string, left: { lines: number }): string {
  const taken: string[] = [];
  for (const line of text.split('\n')) {
    if (left.lines <= 0) break;
    taken.push(beginningOf(line, left.lines * LINE_LENGTH));
    left.lines -= linesOf(line);
  }
  return taken.join('\n');
}

function linesOf(line: string): number {
  return Math.max(1, Math.ceil(line.length / LINE_LENGTH));
}

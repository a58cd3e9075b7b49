import type { RowHeader } from './grouping.ts';

/* As the style sheets make them with VS Code's own font size, in CSS px. */
const LINE = 18;
const PADDING = 4;
const GROUP = 28;
const DIVIDER = 30;
const ASIDE = 24;
/** Approximate number of characters in a line (90ch, see message.css). */
const LINE_LENGTH = 100;
/** Maximum number of lines; longer messages are collapsed. */
const MAX_LINES = 41;

/** Estimates a message's height before rendering, in CSS px: close enough for scrolling. */
export function estimateHeight(body: string, { asides, day, group, news }: RowHeader): number {
  const lines = body
    .split('\n', MAX_LINES)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0);
  return (
    PADDING +
    LINE * Math.min(lines, MAX_LINES) +
    (group ? GROUP : 0) +
    (day ? DIVIDER : 0) +
    (news > 0 ? DIVIDER : 0) +
    ASIDE * asides.length
  );
}

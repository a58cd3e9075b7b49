/**
 * Message styling (XEP-0393 1.1.1): parses blocks first, then the spans inside a block. Nothing is
 * lost: what is not styled remains text. Takes time linear in the length of the message.
 */

/** A block: a part of a message made of whole lines (§5.1). */
export type Block =
  /** Lines with spans; without any where `isPlain`. */
  | { readonly kind: 'text'; readonly text: string; readonly isPlain?: true }
  /** Preformatted text; `info` is the info string of the fence, by convention its language. */
  | { readonly kind: 'code'; readonly info: string; readonly code: string; readonly shown?: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] };

export type SpanKind = 'strong' | 'emphasis' | 'strike' | 'code';

/** A piece of a line (§5.2). A styled one includes its directive, which is shown as well. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: SpanKind; readonly directive: string; readonly children: readonly Span[] };

const FENCE = '```';
/** Maximum depth of quotations; the marks of deeper ones stay text. */
const MAX_DEPTH = 8;
/** Limits per message; more could only serve to block the page, and stay text. */
const MAX_BLOCKS = 200;
export const MAX_SPANS = 200;

const DIRECTIVES: Readonly<Record<string, SpanKind>> = {
  '*': 'strong',
  _: 'emphasis',
  '~': 'strike',
  '`': 'code',
};
const DIRECTIVE = /[*_~`]/g;
const WHITE_SPACE = /[\p{White_Space}\p{Z}]/u;

export function parseBlocks(body: string): Block[] {
  return blocksOf(body.split('\n'), 0, { blocks: MAX_BLOCKS });
}

function blocksOf(lines: readonly string[], depth: number, left: { blocks: number }): Block[] {
  const found: Block[] = [];
  let text: string[] = [];
  const endText = () => {
    if (text.length > 0) found.push({ kind: 'text', text: text.join('\n') });
    text = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const quoted = depth < MAX_DEPTH && line.startsWith('>');
    if (left.blocks === 0 || !(quoted || line.startsWith(FENCE))) {
      text.push(line);
      at++;
      continue;
    }
    left.blocks--;
    endText();
    let end = at + 1;
    if (quoted) {
      while (lines[end]?.startsWith('>')) end++;
      const inner = lines.slice(at, end).map(unquote);
      found.push({ kind: 'quote', blocks: blocksOf(inner, depth + 1, left) });
      at = end;
    } else {
      while (end < lines.length && lines[end] !== FENCE) end++;
      const code = lines.slice(at + 1, end).join('\n');
      found.push({ kind: 'code', info: line.slice(FENCE.length).trim(), code });
      at = end + 1;
    }
  }
  endText();
  return found;
}

/** The line without its mark and the first white space after it (§5.1.3). */
function unquote(line: string): string {
  return line.slice(WHITE_SPACE.test(line.charAt(1)) ? 2 : 1);
}

/** The spans of each line of `text`, of which at most `limit` are styled. */
export function parseSpans(text: string, limit: number): Span[] {
  if (text.search(DIRECTIVE) < 0) return [{ kind: 'text', text }];
  const parser = new SpanParser(text, limit);
  const spans: Span[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (start > 0) spans.push({ kind: 'text', text: '\n' });
    spans.push(...parser.spans(start, start + line.length));
    start += line.length + 1;
  }
  return mergeTexts(spans);
}

/** Parses from left to right, so that the closing directives are scanned only once. */
class SpanParser {
  readonly #text: string;
  /** Positions where each directive may close a span, ascending, and the number consumed. */
  readonly #closers: Readonly<Record<string, { readonly at: number[]; used: number }>>;
  #left: number;

  constructor(text: string, limit: number) {
    this.#text = text;
    this.#left = limit;
    this.#closers = Object.fromEntries(
      Object.keys(DIRECTIVES).map((directive) => [directive, { at: [], used: 0 }]),
    );
    for (const { 0: directive, index } of text.matchAll(DIRECTIVE)) {
      if (!this.#isSpace(index - 1)) this.#closers[directive]?.at.push(index);
    }
  }

  /** The spans between two positions: a line, or the inside of a span. */
  spans(start: number, end: number): Span[] {
    const found: Span[] = [];
    let plain = start;
    for (let at = start; at < end; at++) {
      const directive = this.#text.charAt(at);
      const kind = DIRECTIVES[directive];
      if (!kind || this.#left === 0) continue;
      if ((at > start && !this.#isSpace(at - 1)) || this.#isSpace(at + 1)) continue;
      const close = this.#closer(directive, at + 1);
      if (close === undefined || close >= end) continue;
      if (close === at + 1) {
        // Empty spans do not count: both directives stay text.
        at = close;
        continue;
      }
      this.#left--;
      if (at > plain) found.push({ kind: 'text', text: this.#text.slice(plain, at) });
      const children: Span[] =
        kind === 'code'
          ? [{ kind: 'text', text: this.#text.slice(at + 1, close) }]
          : this.spans(at + 1, close);
      found.push({ kind, directive, children });
      at = close;
      plain = close + 1;
    }
    if (end > plain) found.push({ kind: 'text', text: this.#text.slice(plain, end) });
    return found;
  }

  /** The first position at or after `from` where `directive` may close. */
  #closer(directive: string, from: number): number | undefined {
    const closers = this.#closers[directive];
    if (!closers) return undefined;
    while ((closers.at[closers.used] ?? Infinity) < from) closers.used++;
    return closers.at[closers.used];
  }

  #isSpace(at: number): boolean {
    return WHITE_SPACE.test(this.#text.charAt(at));
  }
}

/** Merges adjacent texts. */
function mergeTexts(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  let run: string[] = [];
  const endRun = () => {
    if (run.length > 0) merged.push({ kind: 'text', text: run.join('') });
    run = [];
  };
  for (const span of spans) {
    if (span.kind === 'text') {
      run.push(span.text);
    } else {
      endRun();
      merged.push(span);
    }
  }
  endRun();
  return merged;
}

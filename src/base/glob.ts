/** What a glob pattern asks of the next part of a path. */
type Token =
  | { readonly kind: 'char'; readonly char: string }
  /** `?`: any character but a slash. */
  | { readonly kind: 'any' }
  /** `[a-z]`, `[!a-z]`: one of these characters, or none of them; never a slash. */
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean }
  /** `*`: any number of characters but slashes. */
  | { readonly kind: 'star' }
  /** A segment `**` with its slash: any number of whole folders. */
  | { readonly kind: 'folders' }
  /** A last segment `**`: all that is below. */
  | { readonly kind: 'below' };

interface Range {
  readonly from: string;
  readonly to: string;
}

/**
 * A glob pattern, as in `.gitignore` (gitignore(5)) and `files.exclude`: `?`, `*`, `[a-z]`, `\` before what
 * is meant literally, and `**` as a whole segment. It takes a time proportional to its length and the
 * path's, however it is made: patterns come from the workspace, and a regular expression made of
 * one would not. Classes by name, such as `[[:alpha:]]`, are not known.
 */
export class Glob {
  readonly #tokens: readonly Token[];

  constructor(pattern: string) {
    this.#tokens = parse(pattern);
  }

  /** Whether the whole path, with `/` between its segments, is of the pattern. */
  matches(path: string): boolean {
    // Which numbers of characters of the path the tokens so far can take.
    let reached = new Set([0]);
    for (const token of this.#tokens) {
      reached = step(token, path, reached);
      if (reached.size === 0) return false;
    }
    return reached.has(path.length);
  }
}

function step(token: Token, path: string, reached: ReadonlySet<number>): Set<number> {
  const next = new Set<number>();
  switch (token.kind) {
    case 'star':
    case 'folders': {
      const from = Math.min(...reached);
      const isStar = token.kind === 'star';
      let open = false;
      for (let at = from; at <= path.length; at++) {
        if (isStar && at > from && path[at - 1] === '/') open = false;
        if (reached.has(at)) open = true;
        if (isStar ? open : reached.has(at) || (at > from && path[at - 1] === '/')) next.add(at);
      }
      return next;
    }
    case 'below':
      for (const at of reached) if (at < path.length) next.add(path.length);
      return next;
    default:
      for (const at of reached) {
        const char = path[at];
        if (char !== undefined && takes(token, char)) next.add(at + 1);
      }
      return next;
  }
}

function takes(token: Extract<Token, { kind: 'char' | 'any' | 'set' }>, char: string): boolean {
  if (token.kind === 'char') return token.char === char;
  if (char === '/') return false;
  if (token.kind === 'any') return true;
  return token.ranges.some(({ from, to }) => from <= char && char <= to) !== token.negated;
}

function parse(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const isSegment = at === 0 || pattern[at - 1] === '/';
    const char = pattern[at] ?? '';
    if (isSegment && pattern.startsWith('**/', at)) {
      tokens.push({ kind: 'folders' });
      at += 3;
    } else if (isSegment && pattern.slice(at) === '**') {
      tokens.push({ kind: 'below' });
      at += 2;
    } else if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
      at++;
    } else if (char === '[') {
      const set = parseSet(pattern, at);
      // Without an end it matches nothing, as in git.
      if (!set) return [{ kind: 'set', ranges: [], negated: false }];
      tokens.push(set.token);
      at = set.end;
    } else {
      const isEscaped = char === '\\' && at + 1 < pattern.length;
      if (isEscaped) at++;
      tokens.push(char === '?' ? { kind: 'any' } : { kind: 'char', char: pattern[at] ?? '' });
      at++;
    }
  }
  return tokens;
}

/** @returns a set of characters, and where it ends; `undefined` if it does not */
function parseSet(
  pattern: string,
  start: number,
): { readonly token: Token; readonly end: number } | undefined {
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  const ranges: Range[] = [];
  const first = at;
  const next = () => {
    if (pattern[at] === '\\') at++;
    return pattern[at++];
  };
  while (pattern[at] !== ']' || at === first) {
    const from = next();
    if (from === undefined) return undefined;
    const isRange = pattern[at] === '-' && pattern[at + 1] !== ']' && at + 1 < pattern.length;
    if (isRange) at++;
    ranges.push({ from, to: (isRange ? next() : undefined) ?? from });
  }
  return { token: { kind: 'set', ranges, negated }, end: at + 1 };
}

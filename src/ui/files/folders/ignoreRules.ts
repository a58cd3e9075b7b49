import { Glob } from '../../../base/glob.ts';

interface Rule {
  readonly glob: Glob;
  /** Whether it takes back what rules before it ignore. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** Whether it is compared with the name alone, in whatever folder below. */
  readonly byName: boolean;
}

/** The rules of one `.gitignore` (gitignore(5)). */
export class IgnoreRules {
  readonly #rules: readonly Rule[];

  constructor(text: string) {
    this.#rules = text
      .replace(/^\uFEFF/u, '')
      .split('\n')
      .flatMap(parseRule);
  }

  /**
   * @param path below the folder of the `.gitignore`, with `/` between its segments
   * @returns what its last fitting rule says; `undefined` if none fits
   */
  ignores(path: string, isFolder: boolean): boolean | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const fits = ({ glob, foldersOnly, byName }: Rule) =>
      (isFolder || !foldersOnly) && glob.matches(byName ? name : path);
    const rule = this.#rules.findLast(fits);
    return rule && !rule.negated;
  }
}

function parseRule(line: string): readonly Rule[] {
  if (line.startsWith('#')) return [];
  let pattern = withoutTrailingSpaces(line.replace(/\r$/u, ''));
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const byName = !pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return [];
  return [{ glob: new Glob(pattern), negated, foldersOnly, byName }];
}

/** Removes spaces at the end; one after a backslash belongs to the name. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  const isEscaped = backslashes % 2 === 1 && end < line.length;
  return line.slice(0, isEscaped ? end + 1 : end);
}

import { Glob } from '../../../base/glob.ts';
import { isRecord } from '../../../base/isRecord.ts';

/** Most patterns that braces of one may stand for. */
const MAX_ALTERNATIVES = 100;

/** `files.exclude`: what the explorer does not show. */
export class ExcludeSetting {
  readonly #rules: readonly { readonly globs: readonly Glob[]; readonly sibling?: string }[];

  /** @param value of the setting: pattern → whether, or `{ when }`, the name of a file beside it */
  constructor(value: unknown) {
    this.#rules = Object.entries(isRecord(value) ? value : {}).flatMap(([pattern, rule]) => {
      const sibling = isRecord(rule) && typeof rule.when === 'string' ? rule.when : undefined;
      if (rule !== true && sibling === undefined) return [];
      const globs = expandBraces(pattern).map((one) => new Glob(one));
      return [{ globs, ...(sibling !== undefined && { sibling }) }];
    });
  }

  /**
   * @param path below the workspace folder, with `/` between its segments
   * @param names of all that is in the same folder
   */
  excludes(path: string, names: ReadonlySet<string>): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const basename = name.replace(/(?<=.)\.[^.]*$/u, '');
    return this.#rules.some(
      ({ globs, sibling }) =>
        (sibling === undefined || names.has(sibling.replace('$(basename)', () => basename))) &&
        globs.some((glob) => glob.matches(path)),
    );
  }
}

/** `*.{js,ts}` → `*.js`, `*.ts`; a pattern with too many alternatives is left as it is. */
function expandBraces(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (;;) {
    const expanded = patterns.flatMap((one) => {
      const braces = /\{([^{}]*)\}/u.exec(one);
      if (!braces) return [one];
      const [before, after] = [
        one.slice(0, braces.index),
        one.slice(braces.index + braces[0].length),
      ];
      return (braces[1] ?? '').split(',').map((part) => before + part + after);
    });
    if (expanded.length > MAX_ALTERNATIVES) return [pattern];
    if (expanded.every((one, index) => one === patterns[index])) return expanded;
    patterns = expanded;
  }
}

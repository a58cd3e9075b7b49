import { formatList, plural } from '../src/base/l10n.ts';

/**
 * Names in a sentence, such as `Ada, Grace and 3 others`.
 *
 * @param most how many are named: others are counted, unless that would be a single one
 */
export function namesIn(names: readonly string[], most: number): string {
  const shown = names.length > most + 1 ? names.slice(0, most) : names;
  const others = names.length - shown.length;
  return formatList(
    others > 0 ? [...shown, plural(others, ['{count} other', '{count} others'])] : shown,
  );
}

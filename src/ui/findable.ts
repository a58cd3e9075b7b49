import type { QuickPickItem } from 'vscode';
import { fold } from '../base/fold.ts';
import { formatNumber, t } from '../base/l10n.ts';
import { lazy } from '../base/lazy.ts';

/** Maximum number of rows at once: with thousands, the editor's picker is slow. */
const MAX_SHOWN = 200;

/** What a picker finds by what is typed. */
export interface Findable<T> {
  /** The folded text that it is found by. */
  readonly found: () => string;
  /** Its row, made when it is shown. */
  readonly row: () => T;
}

/** @param text any part of which finds it */
export function findable<T>(text: () => string, row: () => T): Findable<T> {
  return { found: lazy(() => fold(text())), row };
}

/**
 * The rows of those that contain each of the typed words, first of those that begin with them; some
 * of them, and a row that counts the rest.
 */
export function filterRows<T extends QuickPickItem>(
  all: readonly Findable<T>[],
  typed: string,
): readonly (T | QuickPickItem)[] {
  const wanted = fold(typed).trim();
  const words = wanted.split(/\s+/u);
  const contains = ({ found }: Findable<T>) => words.every((word) => found().includes(word));
  const begins = ({ found }: Findable<T>) => found().startsWith(wanted);
  const sorted = () => {
    const matching = all.filter(contains);
    return [...matching.filter(begins), ...matching.filter((one) => !begins(one))];
  };
  const found = wanted === '' ? all : sorted();
  const rows = found.slice(0, MAX_SHOWN).map(({ row }) => ({ ...row(), alwaysShow: true }));
  const others = found.length - rows.length;
  if (others === 0) return rows;
  const more = t('… {count} more: type to find them', { count: formatNumber(others) });
  return [...rows, { label: '', description: more, alwaysShow: true }];
}

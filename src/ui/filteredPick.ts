import type * as vscode from 'vscode';
import { editor } from './editor.ts';

/**
 * For so long after the rows have changed, in ms, the editor may report a row as chosen by its index
 * among the rows before: what is typed decides then.
 */
const SETTLING_MS = 200;

interface FilteredPickOptions<T> extends Pick<vscode.QuickPickOptions, 'ignoreFocusOut'> {
  readonly title: string;
  readonly placeholder?: string | undefined;
  /** What is in the input at first. */
  readonly value?: string;
  /** What is shown for what is typed, such as by `filterRows`: the editor is to filter none of it. */
  readonly rows: (typed: string) => readonly T[];
}

/** A picker that is open, and the row that is chosen in the end; `undefined` after Esc. */
export interface FilteredPick<T extends vscode.QuickPickItem> {
  readonly pick: vscode.QuickPick<T>;
  readonly chosen: Promise<T | undefined>;
}

/** Opens a picker whose rows depend on what is typed, as there are too many for the editor. */
export function openFilteredPick<T extends vscode.QuickPickItem>(
  options: FilteredPickOptions<T>,
): FilteredPick<T> {
  const { title, placeholder, value = '', ignoreFocusOut = false, rows } = options;
  const pick = editor.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = ignoreFocusOut;
  pick.value = value;
  pick.items = rows(value);
  let changedAt = -Infinity;
  pick.onDidChangeValue((typed) => {
    pick.items = rows(typed);
    changedAt = performance.now();
  });
  const chosen = new Promise<T | undefined>((resolve) => {
    let row: T | undefined;
    pick.onDidAccept(() => {
      const isSettled = performance.now() - changedAt > SETTLING_MS;
      [row] = isSettled ? pick.selectedItems : pick.items;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(row);
    });
  });
  pick.show();
  return { pick, chosen };
}

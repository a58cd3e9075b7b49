import type * as vscode from 'vscode';
import { editor } from '../editor.ts';

/** A choice of which one holds at present. */
interface PresentChoice<T> extends Pick<vscode.QuickPickOptions, 'ignoreFocusOut' | 'placeHolder'> {
  readonly title: string;
  readonly items: readonly T[];
  /** The item to begin at; absent: the first one. */
  readonly present: T | undefined;
}

/** Lets the user pick an item, beginning at the present one. @returns `undefined` after Esc */
export function pickPresent<T extends vscode.QuickPickItem>({
  title,
  items,
  present,
  ...options
}: PresentChoice<T>): Promise<T | undefined> {
  const pick = editor.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = options.placeHolder;
  pick.ignoreFocusOut = options.ignoreFocusOut ?? false;
  pick.items = items;
  const active = pick.items.filter((_, at) => items[at] === present);
  if (active.length > 0) pick.activeItems = active;
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

import * as vscode from 'vscode';
import { DisposableStore, onDispose } from '../../base/lifecycle.ts';

/** By column; the editor has focus commands for these columns only. */
const FOCUS_GROUP = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

/** The tabs of an editor group, by index. */
interface Group {
  readonly column: number;
  readonly shown: number;
  readonly hidden: readonly number[];
}

/** The tabs that the editor hands over only when shown, and the number handed over at once. */
export interface TabsAtStart {
  readonly visible: number;
  readonly groups: readonly Group[];
}

/** The positions of the tabs of this view type, hidden and visible. */
export function tabsAtStart(viewType: string): TabsAtStart {
  const isOurs = ofType(viewType);
  const { all } = vscode.window.tabGroups;
  const groups = all.map(({ viewColumn: column, tabs }) => ({
    column,
    shown: tabs.findIndex(({ isActive }) => isActive),
    hidden: tabs.flatMap((tab, at) => (!tab.isActive && isOurs(tab) ? [at] : [])),
  }));
  return {
    visible: all.filter(({ activeTab }) => activeTab && isOurs(activeTab)).length,
    groups: groups.filter(({ hidden, column }) => {
      return hidden.length > 0 && FOCUS_GROUP[column - 1] !== undefined;
    }),
  };
}

function ofType(viewType: string): (tab: vscode.Tab) => boolean {
  return ({ input }) =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType);
}

/** Waits until the editor has this tab in front. @returns false if it has not in time */
export function isActiveTab(
  viewType: string,
  panel: vscode.WebviewPanel,
  timeoutMs: number,
): Promise<boolean> {
  const isOurs = ofType(viewType);
  const isInFront = () => {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return activeTab !== undefined && isOurs(activeTab) && activeTab.label === panel.title;
  };
  if (isInFront()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    const end = (inFront: boolean) => {
      owned.dispose();
      resolve(inFront);
    };
    const late = setTimeout(end, timeoutMs, false);
    owned.add(
      onDispose(() => {
        clearTimeout(late);
      }),
    );
    const look = () => {
      if (isInFront()) end(true);
    };
    owned.add(vscode.window.tabGroups.onDidChangeTabs(look));
    owned.add(vscode.window.tabGroups.onDidChangeTabGroups(look));
  });
}

/**
 * Shows each hidden tab briefly, then restores all groups.
 * @param handedOver resolves when the next tab, which is shown now, was handed over
 */
export async function showEach(
  groups: readonly Group[],
  handedOver: () => Promise<void>,
): Promise<void> {
  const { viewColumn } = vscode.window.tabGroups.activeTabGroup;
  for (const { column, shown, hidden } of groups) {
    await focusGroup(column);
    for (const at of hidden) {
      await showTab(at);
      await handedOver();
    }
    if (shown >= 0) await showTab(shown);
  }
  await focusGroup(viewColumn);
}

async function focusGroup(column: number): Promise<void> {
  const name = FOCUS_GROUP[column - 1];
  if (name === undefined) return;
  await vscode.commands.executeCommand(`workbench.action.focus${name}EditorGroup`);
}

/** Shows a tab of the focused group. */
async function showTab(index: number): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', index);
}

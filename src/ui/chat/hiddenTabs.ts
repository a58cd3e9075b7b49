import * as vscode from 'vscode';

/** In the order of columns; the editor has commands for so many. */
const FOCUS_GROUP = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

/** The tabs of a group, by their places. */
interface Group {
  readonly column: number;
  readonly shown: number;
  readonly hidden: readonly number[];
}

/** What the editor does not hand over before it shows, and how many it hands over at once. */
export interface TabsAtStart {
  readonly visible: number;
  readonly groups: readonly Group[];
}

/** Where tabs of this view type are, hidden and not. */
export function tabsAtStart(viewType: string): TabsAtStart {
  const isOurs = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType);
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

/**
 * Shows each hidden tab for a moment; then all groups are as they were.
 * @param handedOver resolves when the tab that shows now, the next one, was handed over
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

/** Shows a tab of the group that has the focus. */
async function showTab(index: number): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', index);
}

import * as vscode from 'vscode';
import { withoutIcons } from '../plain.ts';
import type { ViewState } from '../state.ts';

interface Item extends vscode.QuickPickItem {
  readonly name: string;
}

interface GroupsQuestion {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  /** Groups there are already. */
  readonly known: readonly string[];
  readonly chosen: readonly string[];
}

/** The names of an account's groups, in order. */
export function groupsIn(state: ViewState, account: string): readonly string[] {
  const own = state.contacts.filter((owned) => owned.account.id === account);
  const names = new Set(own.flatMap(({ contact }) => contact.groups));
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** Asks for any number of groups; a new one is typed. Result: `undefined` after Esc. */
export async function pickGroups(question: GroupsQuestion): Promise<readonly string[] | undefined> {
  const { title, step, totalSteps, known, chosen } = question;
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = title;
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.placeholder = 'Check any number of groups, or type the name of a new one';
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.items = known.map((name) => ({ label: withoutIcons(name), name }));
  pick.selectedItems = pick.items.filter(({ name }) => chosen.includes(name));
  const newGroup = () => {
    const typed = pick.value.trim();
    return typed === '' || known.includes(typed) ? undefined : typed;
  };
  pick.onDidChangeValue(() => {
    const group = newGroup();
    pick.title = group === undefined ? title : `${title}: Enter adds the new group “${group}”`;
  });
  return new Promise((resolve) => {
    let answer: readonly string[] | undefined;
    pick.onDidAccept(() => {
      const group = newGroup();
      answer = [
        ...pick.selectedItems.map(({ name }) => name),
        ...(group === undefined ? [] : [group]),
      ];
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}

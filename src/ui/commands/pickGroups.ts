import type * as vscode from 'vscode';
import { compareNames } from '../../base/compareNames.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { withoutIcons } from '../plain.ts';
import { groupName } from '../contacts/groupName.ts';
import type { ViewState } from '../state.ts';

interface Item extends vscode.QuickPickItem {
  readonly name: string;
}

interface GroupsQuestion {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  /** Existing groups. */
  readonly known: readonly string[];
  readonly chosen: readonly string[];
}

/** The names of an account's groups, sorted. */
export function groupsIn(state: ViewState, account: string): readonly string[] {
  const own = state.contacts.filter((owned) => owned.account.id === account);
  const names = new Set(own.flatMap(({ contact }) => contact.groups));
  return [...names].sort(compareNames);
}

/**
 * Asks for any number of groups; new and existing ones can be typed.
 * @returns those chosen before first, in their order, if still chosen; `undefined` after Esc
 */
export async function pickGroups(question: GroupsQuestion): Promise<readonly string[] | undefined> {
  const { title, step, totalSteps, known, chosen } = question;
  const pick = editor.createQuickPick<Item>();
  pick.title = title;
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.placeholder = t('Check any number of groups, or type the name of a new one');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.items = known.map((name) => ({ label: withoutIcons(groupName(name)), name }));
  pick.selectedItems = pick.items.filter(({ name }) => chosen.includes(name));
  const typedGroup = () => {
    const typed = pick.value.trim();
    if (typed === '') return undefined;
    return [typed, ...known].find((name) => name.trim() === typed && known.includes(name)) ?? typed;
  };
  pick.onDidChangeValue(() => {
    const group = typedGroup();
    if (group === undefined) pick.title = title;
    else {
      const names = { title, group: groupName(group) };
      pick.title = known.includes(group)
        ? t('{title}: Enter adds the group “{group}”', names)
        : t('{title}: Enter adds the new group “{group}”', names);
    }
  });
  return new Promise((resolve) => {
    let answer: readonly string[] | undefined;
    pick.onDidAccept(() => {
      const selected = pick.selectedItems.map(({ name }) => name);
      const group = typedGroup();
      const wanted = new Set(group === undefined ? selected : [...selected, group]);
      answer = [...new Set([...chosen.filter((name) => wanted.has(name)), ...wanted])];
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}

import type * as vscode from 'vscode';
import { shownAddress } from '../../base/jidEscaping.ts';
import { plural, t } from '../../base/l10n.ts';
import type { ContactChange } from '../contacts/contactsFile.ts';
import { resemblanceTo, warning } from '../contacts/doubts.ts';
import { groupName } from '../contacts/groupName.ts';
import { editor } from '../editor.ts';
import { withoutIcons } from '../plain.ts';
import type { OwnedContact } from '../state.ts';

interface Item extends vscode.QuickPickItem {
  readonly change: ContactChange;
}

/** What the user chose of the changes of their contacts. */
export interface ChosenChanges {
  readonly changes: readonly ContactChange[];
  /** Whether the new ones are asked to show their presence. */
  readonly subscribe: boolean;
}

/**
 * Shows changes, from which the user chooses: new contacts are checked at first, but for those that
 * could be mistaken for another one, and changes of known ones are not.
 * @param known the contacts of the account
 * @returns `undefined` after Esc, or if nothing was chosen
 */
export async function pickChanges(
  title: string,
  changes: readonly ContactChange[],
  known: readonly OwnedContact[],
): Promise<ChosenChanges | undefined> {
  const resemblance = resemblanceTo(known);
  const items = changes.map((change) => itemOf(change, resemblance(change.address)));
  const added = changes.filter((change) => !change.known).length;
  const chosen = await editor.showQuickPickMany(items, {
    title: t('{title}: {added} new, {changed} changed', {
      title,
      added,
      changed: changes.length - added,
    }),
    placeHolder: t('Nothing is sent before you press OK'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen || chosen.length === 0) return undefined;
  const picked = chosen.map(({ change }) => change);
  const fresh = picked.filter((change) => !change.known).length;
  const subscribe = fresh > 0 ? await askSubscribe(title, fresh) : false;
  return subscribe === undefined ? undefined : { changes: picked, subscribe };
}

async function askSubscribe(title: string, count: number): Promise<boolean | undefined> {
  const items = [
    { label: t('Ask them to show you when they are online'), subscribe: true },
    { label: t('Add them without asking'), subscribe: false },
  ];
  const placeHolder = plural(count, [
    '{count} new contact, who may learn that you have added them',
    '{count} new contacts, who may learn that you have added them',
  ]);
  return (await editor.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))
    ?.subscribe;
}

function itemOf(change: ContactChange, resembles: string | undefined): Item {
  const { address, groups, known, name } = change;
  const doubts = known ? '' : warning(address, resembles);
  const shown = name === '' ? shownAddress(address) : name;
  const before = known && known.givenName !== name ? `${known.name} → ` : '';
  const into = groups.filter((group) => !known?.groups.includes(group)).map(groupName);
  const parts = [
    `${doubts}${shownAddress(address)}`,
    ...(into.length > 0 ? [into.join(', ')] : []),
  ];
  return {
    label: withoutIcons(`${before}${shown}`),
    description: withoutIcons(parts.join(' · ')),
    picked: !known && doubts === '',
    change,
  };
}

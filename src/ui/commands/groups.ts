import { RequestError } from '../../api/channel.ts';
import { makeVisible } from '../../api/visible.ts';
import { compareNames } from '../../base/compareNames.ts';
import { formatNumber, plural, t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { groupName } from '../contacts/groupName.ts';
import type { GroupNode } from '../contacts/treeNode.ts';
import { editor } from '../editor.ts';
import { plain, withoutIcons } from '../plain.ts';
import type { ViewState } from '../state.ts';
import type { CommandContext } from './command.ts';
import { askUntilDone } from './inputBox.ts';

/** Maximum length of a typed name, in UTF-16 code units. */
const MAX_LENGTH = 256;

/** `XMPP: Rename Group…`: in all accounts that have it. */
export async function renameGroup(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const group = await chosenGroup(state, argument, t('Rename which group?'));
  if (group === undefined) return;
  // An input box has a single line.
  const value = group.replace(/[\r\n]/gu, ' ');
  const step = {
    title: t('Rename Group'),
    prompt: t('New name of the group {group}', { group: groupName(group) }),
    value,
    validate: (text: string) => {
      if (text.trim() === '') return t('A group needs a name');
      return text !== value && text.trim().length > MAX_LENGTH
        ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_LENGTH) })
        : undefined;
    },
    caution: (text: string) =>
      text.trim() !== group && membersOf(state, text.trim()).length > 0
        ? t('There is a group of this name: the contacts of both will be in it')
        : undefined,
  };
  await askUntilDone(step, async (name) => {
    if (name === value.trim() || name === group) return;
    for (const account of accountsWith(state, group)) {
      await api.request('renameGroup', { account, group, name });
    }
  });
}

/** `XMPP: Delete Group…`: in all accounts that have it, after confirmation; its contacts stay. */
export async function deleteGroup(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const group = await chosenGroup(state, argument, t('Delete which group?'));
  if (group === undefined) return;
  const { length } = membersOf(state, group);
  const remove = t('Delete');
  const chosen = await editor.showWarningMessage(
    plain(t('Delete the group {group}?', { group: groupName(group) })),
    {
      modal: true,
      detail: plural(length, [
        'The contact in it stays in your contacts.',
        'The {count} contacts in it stay in your contacts.',
      ]),
    },
    remove,
  );
  if (chosen !== remove) return;
  for (const account of accountsWith(state, group)) {
    await api.request('deleteGroup', { account, group });
  }
}

/** @returns `undefined` after Esc. @throws RequestError if there are no groups */
async function chosenGroup(
  state: ViewState,
  argument: unknown,
  title: string,
): Promise<string | undefined> {
  if (isGroup(argument)) return argument.name;
  const names = new Set(inRoster(state).flatMap(({ contact }) => contact.groups));
  if (names.size === 0) throw new RequestError(userError('no-group'));
  const items = [...names].sort(compareNames).map((name) => ({
    label: withoutIcons(makeVisible(groupName(name))),
    description: formatNumber(membersOf(state, name).length),
    name,
  }));
  return (await editor.showQuickPick(items, { title }))?.name;
}

function isGroup(argument: unknown): argument is GroupNode {
  const node = argument as Partial<GroupNode> | null | undefined;
  return node?.kind === 'group' && node.section === 'group' && typeof node.name === 'string';
}

function inRoster(state: ViewState) {
  return state.contacts.filter(({ contact }) => contact.inRoster);
}

function membersOf(state: ViewState, group: string) {
  return inRoster(state).filter(({ contact }) => contact.groups.includes(group));
}

/** The ids of the accounts that have contacts in a group. */
function accountsWith(state: ViewState, group: string): ReadonlySet<string> {
  return new Set(membersOf(state, group).map(({ account }) => account.id));
}

import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import type { ArchivePreferencesView } from '../../api/views.ts';
import { parseTypedJid, shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { withoutIcons } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';
import { pickPresent } from './pickPresent.ts';

interface Item extends vscode.QuickPickItem {
  /** The rule for all without an exception, if the item is one. */
  readonly rule?: Rule;
  /** The new preferences if this is picked; `undefined` to leave them unchanged. */
  readonly change?: () => Promise<ArchivePreferencesView | undefined>;
}

type Rule = ArchivePreferencesView['default'];

const rules = (): readonly (readonly [rule: Rule, label: string, detail: string])[] => [
  [
    'always',
    t({ message: 'Everybody', comment: ['whose messages are kept'] }),
    t('All your messages can be read on all your devices, also later'),
  ],
  ['roster', t('Only my contacts'), t('Nothing is kept of strangers')],
  [
    'never',
    t({ message: 'Nobody', comment: ['whose messages are kept'] }),
    t('What a device misses while it is offline may be lost'),
  ],
];

/** `XMPP: Archive Preferences…` (XEP-0441): whose messages the server archives; applied at once. */
export async function archivePreferences({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Archive preferences of which account?'));
  if (!account) return;
  const of = { account: account.id };
  let preferences = await api.request('getArchivePreferences', of);
  for (;;) {
    const items = itemsOf(preferences);
    const chosen = await pickPresent({
      title: t('Archive Preferences of {account}', { account: account.jid }),
      items,
      present: items.find(({ rule }) => rule === preferences.default),
      ignoreFocusOut: true,
      placeHolder: t('Whose messages does your server keep?'),
    });
    if (!chosen) return;
    const wanted = await chosen.change?.();
    if (wanted) preferences = await api.request('setArchivePreferences', { ...of, ...wanted });
  }
}

function itemsOf(preferences: ArchivePreferencesView): Item[] {
  const exceptions = (['always', 'never'] as const).flatMap((list) =>
    preferences[list].map((jid) => ({
      label: `${list === 'always' ? '$(archive)' : '$(circle-slash)'} ${withoutIcons(shownAddress(jid))}`,
      description: list === 'always' ? t('always') : t('never'),
      change: () => askException(preferences, jid),
    })),
  );
  return [
    ...rules().map(([rule, label, detail]) => ({
      label: `${rule === preferences.default ? '$(check)' : '$(blank)'} ${label}`,
      ...(rule === preferences.default && { description: t('now') }),
      detail,
      rule,
      change: () => Promise.resolve({ ...preferences, default: rule }),
    })),
    { label: t('Exceptions'), kind: vscode.QuickPickItemKind.Separator },
    ...exceptions,
    { label: `$(add) ${t('Add an exception…')}`, change: () => addException(preferences) },
  ];
}

async function addException(
  preferences: ArchivePreferencesView,
): Promise<ArchivePreferencesView | undefined> {
  const typed = await askInput({
    title: t('Archive Preferences'),
    prompt: t('Whose messages are kept by a rule of their own?'),
    placeholder: t('name@server.org'),
    validate: (text) =>
      parseTypedJid(text) ? undefined : t('A JID looks like name@server.org: check it.'),
  });
  const jid = typed === undefined ? undefined : parseTypedJid(typed);
  return jid && askException(preferences, jid.full);
}

/** Asks for the rule of one address. */
async function askException(
  preferences: ArchivePreferencesView,
  jid: string,
): Promise<ArchivePreferencesView | undefined> {
  const without = {
    ...preferences,
    always: preferences.always.filter((other) => other !== jid),
    never: preferences.never.filter((other) => other !== jid),
  };
  const items = [
    {
      label: `$(archive) ${t('Always keep')}`,
      wanted: { ...without, always: [...without.always, jid] },
    },
    {
      label: `$(circle-slash) ${t('Never keep')}`,
      wanted: { ...without, never: [...without.never, jid] },
    },
    { label: `$(clear-all) ${t('No exception')}`, wanted: without },
  ];
  const title = t('Messages with {address}', { address: withoutIcons(shownAddress(jid)) });
  return (await editor.showQuickPick(items, { title, ignoreFocusOut: true }))?.wanted;
}

import * as vscode from 'vscode';
import { parseTypedJid } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { pickAccount } from '../pickAccount.ts';
import { candidatesOf, chooseBlock } from './block.ts';
import { blockedItems } from './blockedItems.ts';

interface Item extends vscode.QuickPickItem {
  readonly run: () => Promise<void>;
}

/** `XMPP: Blocked Addresses…`: lists them, and changes the list until Escape. */
export async function blockList(context: CommandContext): Promise<void> {
  const { api, state } = context;
  const account = await pickAccount(state, t('Blocked addresses of which account?'));
  if (!account) return;
  const of = { account: account.id };
  for (;;) {
    const blocked = await api.request('getBlocked', of);
    const listed = blockedItems(blocked, state.contactsOf(account.id)).map((item): Item => ({
      ...item,
      run: async () => {
        await api.request('unblock', { ...of, address: item.address });
      },
    }));
    const changes: Item[] = [
      {
        label: `$(add) ${t('Block an address or a server…')}`,
        run: () => blockTyped(context, account.id),
      },
      ...(blocked.length > 1
        ? [
            {
              label: `$(clear-all) ${t('Unblock all…')}`,
              run: () => unblockAll(context, account.id),
            },
          ]
        : []),
    ];
    const separator = {
      label: blocked.length === 0 ? t('Nobody is blocked') : t('Choose one to unblock it'),
      kind: vscode.QuickPickItemKind.Separator,
      run: () => Promise.resolve(),
    };
    const chosen = await editor.showQuickPick([...changes, separator, ...listed], {
      title: t('Blocked Addresses of {account}', { account: account.jid }),
      ignoreFocusOut: true,
    });
    if (!chosen) return;
    await chosen.run();
  }
}

async function blockTyped(context: CommandContext, account: string): Promise<void> {
  const typed = await askInput({
    title: t('Block an Address'),
    prompt: t('An address, a whole server, or room@server.org/nick for one nick in a room'),
    placeholder: t('name@server.org'),
    validate: (text) =>
      parseTypedJid(text) ? undefined : t('A JID looks like name@server.org: check it.'),
  });
  const jid = typed === undefined ? undefined : parseTypedJid(typed);
  if (jid) await chooseBlock(context, account, candidatesOf({ account, chat: jid.full }), 'both');
}

async function unblockAll({ api }: CommandContext, account: string): Promise<void> {
  const unblock = t('Unblock All');
  const chosen = await editor.showWarningMessage(
    plain(t('Unblock all addresses?')),
    { modal: true, detail: t('Everybody on the list can write to you again.') },
    unblock,
  );
  if (chosen === unblock) await api.request('unblockAll', { account });
}

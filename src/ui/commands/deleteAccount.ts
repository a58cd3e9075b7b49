import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { isNotified } from '../notifications/notifications.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Delete Account from Server…`: irreversible, so the user must type the address. */
export async function deleteAccount({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Delete which account from its server?'));
  if (!account) return;
  const { id, jid } = account;
  const typed = await askInput({
    title: t('XMPP: Delete Account from Server'),
    prompt: t(
      'This deletes {address}, its contacts and its messages for good, on the server and here. Type the address to confirm',
      { address: jid },
    ),
    placeholder: jid,
    validate: (text) =>
      text.trim() === jid || parseTypedJid(text)?.full === id
        ? undefined
        : t('Type {address}', { address: jid }),
  });
  if (typed === undefined) return;
  const location = vscode.ProgressLocation.Notification;
  await editor.withProgress(
    { location, title: t('Deleting {address}…', { address: plain(jid) }) },
    () => api.request('deleteAccount', { account: id }),
  );
  if (isNotified('account')) {
    void editor.showInformationMessage(
      t('{address} was deleted from its server.', { address: plain(jid) }),
    );
  }
}

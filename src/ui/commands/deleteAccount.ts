import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { isNotified } from '../notifications/notifications.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Delete Account from Server…`: irreversible, so the user must type the address. */
export async function deleteAccount({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, 'Delete which account from its server?');
  if (!account) return;
  const { id, jid } = account;
  const typed = await askInput({
    title: 'XMPP: Delete Account from Server',
    prompt: `This deletes ${jid}, its contacts and its messages for good, on the server and here. Type the address to confirm`,
    placeholder: jid,
    validate: (text) =>
      text.trim() === jid || parseTypedJid(text)?.full === id ? undefined : `Type ${jid}`,
  });
  if (typed === undefined) return;
  const location = vscode.ProgressLocation.Notification;
  await editor.withProgress({ location, title: `Deleting ${plain(jid)}…` }, () =>
    api.request('deleteAccount', { account: id }),
  );
  if (isNotified('account')) {
    void editor.showInformationMessage(`${plain(jid)} was deleted from its server.`);
  }
}

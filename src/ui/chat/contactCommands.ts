import * as vscode from 'vscode';
import type { ContactCommand } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';

/** The editor's commands that the tab of a contact or stranger may run, by id. */
const CONTACT: Readonly<Record<ContactCommand, string>> = {
  accept: 'parley.acceptChat',
  add: 'parley.addContact',
  block: 'parley.blockContact',
  details: 'parley.contactDetails',
  ignore: 'parley.ignoreChat',
  unblock: 'parley.unblockContact',
};

/** Runs a command on the contact of a chat. */
export async function runContactCommand(of: OfChat, command: ContactCommand): Promise<void> {
  await vscode.commands.executeCommand(CONTACT[command], of);
}

import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { fileOfDocument, fileOfUri, type LocalFile } from '../documentFile.ts';
import { sendFile } from '../sendFile.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';

/** `XMPP: Send Current File to Contact…`: what the active editor shows, to whoever is chosen. */
export async function sendCurrentFile(context: CommandContext, argument?: unknown): Promise<void> {
  const file = await currentFile(context, argument);
  const of =
    chatOfArgument(argument) ?? (await pickContact(context.state, `Send ${file.name} to…`));
  if (!of) return;
  const name = context.state.contact(of.account, of.chat)?.name ?? of.chat;
  await sendFile(context.api, of, name, file);
}

/** The file that the command was called on, else the active tab's, else the last text editor's. */
async function currentFile(context: CommandContext, argument: unknown): Promise<LocalFile> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = argument instanceof vscode.Uri ? argument : uriOfTab(input);
  const document = uri
    ? vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString())
    : context.lastDocument();
  if (document) return fileOfDocument(document);
  if (uri) return fileOfUri(uri);
  throw new RequestError({
    code: 'no-file',
    message: 'No file is open: open the file you want to send in an editor, then try again.',
  });
}

function uriOfTab(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)
    return input.uri;
  if (input instanceof vscode.TabInputNotebook) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { documentSource, type FileSource, uriSource } from '../documentFile.ts';
import { sendFiles } from '../sendFile.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';

/**
 * `XMPP: Send Current File to Contact…`: what the active editor shows, to whoever is chosen. Menus
 * say what they were opened on, and the explorer also what is selected.
 */
export async function sendCurrentFile(
  context: CommandContext,
  argument?: unknown,
  selected?: unknown,
): Promise<void> {
  const sources = chosenUris(argument, selected)?.map(uriSource) ?? [currentFile(context)];
  const what = sources.length === 1 ? sources[0]?.name : `${sources.length} files`;
  const of = chatOfArgument(argument) ?? (await pickContact(context.state, `Send ${what} to…`));
  if (!of) return;
  const name = context.state.contact(of.account, of.chat)?.name ?? of.chat;
  await sendFiles(context.api, of, name, sources);
}

/** The files that a menu was opened on. */
function chosenUris(argument: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  const uris = (Array.isArray(selected) ? selected : []).filter(
    (one: unknown) => one instanceof vscode.Uri,
  );
  return uris.length > 0 ? uris : [argument];
}

/** The active tab's file, else the last text editor's. */
function currentFile(context: CommandContext): FileSource {
  const uri = uriOfTab(vscode.window.tabGroups.activeTabGroup.activeTab?.input);
  if (uri) return uriSource(uri);
  const document = context.lastDocument();
  if (document) return documentSource(document);
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

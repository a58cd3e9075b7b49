import * as vscode from 'vscode';
import { shownAddress } from '../../base/jidEscaping.ts';
import { currentFile } from '../files/currentFile.ts';
import { uriSource } from '../files/documentFile.ts';
import { sendFiles } from '../files/sendFile.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickChat } from './pickContact.ts';

/**
 * `XMPP: Send Current File to Contact…`: sends the file of the active editor to a chosen contact.
 * Menus pass the file that they were opened on, and the explorer also the selection.
 */
export function sendCurrentFile(
  context: CommandContext,
  argument?: unknown,
  selected?: unknown,
): Promise<void> {
  return send(context, false, argument, selected);
}

/** `XMPP: Send Current File By…`: the same, in a way that the user chooses. */
export function sendCurrentFileBy(
  context: CommandContext,
  argument?: unknown,
  selected?: unknown,
): Promise<void> {
  return send(context, true, argument, selected);
}

async function send(
  context: CommandContext,
  asksWay: boolean,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const uris = chosenUris(argument, selected) ?? [currentFile(context.lastDocument())];
  const sources = uris.map(uriSource);
  const what = sources.length === 1 ? sources[0]?.name : `${sources.length} files`;
  const of = chatOfArgument(argument) ?? (await pickChat(context.state, `Send ${what} to…`));
  if (!of) return;
  const { account, chat } = of;
  const { name } = context.state.room(account, chat) ??
    context.state.contact(account, chat) ?? { name: shownAddress(chat) };
  await sendFiles(context.api, of, name, sources, { asksWay });
}

/** The files that a menu was opened on. */
function chosenUris(argument: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  const uris = (Array.isArray(selected) ? selected : []).filter(
    (one: unknown) => one instanceof vscode.Uri,
  );
  return uris.length > 0 ? uris : [argument];
}

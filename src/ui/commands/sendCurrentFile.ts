import * as vscode from 'vscode';
import { currentFile } from '../files/currentFile.ts';
import { uriSource } from '../files/documentFile.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument } from './pickContact.ts';
import { sendToChosen } from './sendToChosen.ts';

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
  await sendToChosen(context, uris.map(uriSource), { to: chatOfArgument(argument), asksWay });
}

/** The files that a menu was opened on. */
function chosenUris(argument: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  const uris = (Array.isArray(selected) ? selected : []).filter(
    (one: unknown) => one instanceof vscode.Uri,
  );
  return uris.length > 0 ? uris : [argument];
}

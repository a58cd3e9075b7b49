import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import { kindOf, userError } from '../../base/userError.ts';
import { plain } from '../plain.ts';
import type { ViewState } from '../state.ts';

/** What commands work with. */
export interface CommandContext {
  readonly api: Api;
  readonly state: ViewState;
  readonly log: Log;
  /** Opens a chat tab, or brings the open one to the front; at a message, by its id, if one is given. */
  readonly openChat: (of: OfChat, message?: string) => void;
  /** Lets the user choose a date in the active chat tab. Result: false where no chat is active. */
  readonly jumpToDate: () => boolean;
  readonly showLog: () => void;
  /** Lets the user search all messages. */
  readonly searchMessages: () => void;
  /** When the accounts of the last time are known again. */
  readonly joined: Promise<void>;
  /** The text document that was edited last, also while a chat tab has the focus. */
  readonly lastDocument: () => vscode.TextDocument | undefined;
  /** A folder of our own, for what the editor can only show from a file. */
  readonly storage: vscode.Uri;
}

export type CommandHandler = (context: CommandContext, ...args: unknown[]) => Promise<void> | void;

/** A button under an error and what it does. */
const REMEDIES: Readonly<Record<string, { readonly label: string; readonly command: string }>> = {
  offline: { label: 'Retry Now', command: 'parley.reconnect' },
  'chosen-offline': { label: 'Set Presence…', command: 'parley.setPresence' },
  'needs-user': { label: 'Sign In…', command: 'parley.signIn' },
  'no-account': { label: 'Sign In…', command: 'parley.signIn' },
  internal: { label: 'Show Output', command: 'parley.showLog' },
};

/** Registers the record of commands; the border where their errors are caught and shown. */
export function registerCommands(
  commands: Readonly<Record<string, CommandHandler>>,
  context: CommandContext,
): Disposable {
  const owned = new DisposableStore();
  for (const [id, handler] of Object.entries(commands)) {
    const run = async (...args: unknown[]) => {
      try {
        await handler(context, ...args);
      } catch (error) {
        await showError(context.log, id, error);
      }
    };
    owned.add(vscode.commands.registerCommand(id, run));
  }
  return owned;
}

/** The border for what the user asked for: one sentence, and a button that helps where one can. */
export async function showError(log: Log, id: string, error: unknown): Promise<void> {
  log.error(`${id}: ${describeError(error)}`);
  const told = error instanceof RequestError ? error.userError : userError('internal');
  const remedy = REMEDIES[kindOf(told)];
  const chosen = await editor.showErrorMessage(plain(say(told)), ...(remedy ? [remedy.label] : []));
  if (remedy && chosen) await vscode.commands.executeCommand(remedy.command);
}

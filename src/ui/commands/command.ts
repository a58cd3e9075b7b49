import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { type Api, shownError } from '../../api/channel.ts';
import type { PanelCommand } from '../../api/panel.ts';
import type { OfAccount, OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import { kindOf } from '../../base/userError.ts';
import type { OpenIn } from '../chat/choosePlace.ts';
import type { ReceivedFiles } from '../files/receivedFile.ts';
import { plain } from '../plain.ts';
import type { ViewState } from '../state.ts';

/** Dependencies of the commands. */
export interface CommandContext {
  readonly api: Api;
  readonly state: ViewState;
  readonly log: Log;
  /** Opens a chat or brings it to the front; at a message, if its id is given. */
  readonly openChat: (of: OfChat, message?: string) => void;
  /** The same, and adds a text to its draft, with the cursor behind or before it. */
  readonly writeInChat: (of: OfChat, text: string, cursor?: 'before') => void;
  /** Opens a chat in this place, or moves it there. */
  readonly openChatIn: (of: OfChat, place: OpenIn) => void;
  /** Closes a chat in this window. */
  readonly closeChat: (of: OfChat) => void;
  /** The chat whose tab is active, or else that of the view. */
  readonly activeChat: () => OfChat | undefined;
  /** The chat of the view, if that is visible. */
  readonly chatInView: () => OfChat | undefined;
  /** Opens the picker of all chats; while it is open, goes on to its next row. */
  readonly goToChat: () => void;
  /** Has the page of the active chat do something. @returns false if no chat is active */
  readonly tellActiveChat: (command: PanelCommand) => boolean;
  readonly showLog: () => void;
  /** Opens the search over all messages. */
  readonly searchMessages: () => void;
  /** Opens the user search of an account or brings it to the front. */
  readonly findUsers: (of: OfAccount) => Promise<void>;
  /** Opens the user's profile of an account or brings it to the front. */
  readonly editProfile: (of: OfAccount) => void;
  /** The same, at the user's own address. */
  readonly showAddress: (of: OfAccount) => void;
  /** Opens the details of somebody or brings them to the front. */
  readonly showDetails: (of: OfChat) => void;
  /** What can be done with received and offered files. */
  readonly received: Pick<ReceivedFiles, 'accept' | 'reveal' | 'save'>;
  /** Resolves once the stored accounts are loaded. */
  readonly joined: Promise<void>;
  /** The text document edited last, also while a chat tab has the focus. */
  readonly lastDocument: () => vscode.TextDocument | undefined;
  /** A private folder, for content that the editor can only show from a file. */
  readonly storage: vscode.Uri;
}

export type CommandHandler = (context: CommandContext, ...args: unknown[]) => Promise<void> | void;

/** The button under an error message, and its command. */
const REMEDIES: Readonly<
  Record<string, { readonly label: () => string; readonly command: string }>
> = {
  offline: { label: () => t('Retry Now'), command: 'parley.reconnect' },
  'chosen-offline': { label: () => t('Set Presence…'), command: 'parley.setPresence' },
  'needs-user': { label: () => t('Sign In…'), command: 'parley.signIn' },
  blocked: { label: () => t('Unblock…'), command: 'parley.unblockContact' },
  'no-account': { label: () => t('Sign In…'), command: 'parley.signIn' },
  'page-not-read': {
    label: () => t('Reload Window'),
    command: 'workbench.action.reloadWindow',
  },
  internal: { label: () => t('Show Output'), command: 'parley.showLog' },
};

/**
 * Registers the commands of these names; the boundary where their errors are caught and shown.
 * @param loading what they do, which may be loaded only now
 */
export function registerCommands(
  names: readonly string[],
  loading: Promise<Readonly<Record<string, CommandHandler>>>,
  context: CommandContext,
): Disposable {
  const owned = new DisposableStore();
  for (const id of names) {
    const run = async (...args: unknown[]) => {
      try {
        const commands = await loading;
        await commands[id]?.(context, ...args);
      } catch (error) {
        await showError(context.log, id, error);
      }
    };
    owned.add(vscode.commands.registerCommand(id, run));
  }
  return owned;
}

/** The error boundary of user actions: shows one sentence, and a button if something can help. */
export async function showError(log: Log, id: string, error: unknown): Promise<void> {
  log.error(`${id}: ${describeError(error)}`);
  const shown = shownError(error);
  const remedy = REMEDIES[kindOf(shown)];
  const chosen = await editor.showErrorMessage(
    plain(say(shown)),
    ...(remedy ? [remedy.label()] : []),
  );
  if (remedy && chosen) await vscode.commands.executeCommand(remedy.command);
}

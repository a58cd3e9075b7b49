import * as vscode from 'vscode';
import { SHOW_ARCHIVED } from '../../settings.ts';

/** `XMPP: Show Archived Chats` and `XMPP: Hide Archived Chats`: stored as a user setting. */
export async function showArchived(show: boolean): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update(SHOW_ARCHIVED, show, Global);
}

import * as vscode from 'vscode';
import { SHOW_OFFLINE } from '../settings.ts';

/** `XMPP: Show Offline Contacts` and `XMPP: Hide Offline Contacts`: stored as a user setting. */
export async function showOffline(show: boolean): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update(SHOW_OFFLINE, show, Global);
}

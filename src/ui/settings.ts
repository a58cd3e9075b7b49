import * as vscode from 'vscode';
import type { Jid } from '../base/jid.ts';

/** Settings of scope `application`: a workspace cannot change them. */
function connection(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.connection');
}

/** The path of a file with certificate authorities the user trusts besides the usual; may be empty. */
export function caFile(): string {
  return connection().get<string>('caFile', '');
}

/** How to reach this account's or domain's server, when the user says so by hand; not checked here. */
export function server({ bare, domain }: Jid): unknown {
  const servers = connection().get<Readonly<Record<string, unknown>>>('servers', {});
  const key = [bare, domain].find((name) => Object.hasOwn(servers, name));
  return key === undefined ? undefined : servers[key];
}

export const SHOW_OFFLINE = 'parley.contacts.showOffline';

/** Whether contacts who are offline and have nothing new to be read are shown. */
export function showOffline(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SHOW_OFFLINE, true);
}

function privacy(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.privacy');
}

/** Whether contacts may know what the user has read. */
export function sendDisplayed(): boolean {
  return privacy().get<boolean>('sendDisplayed', true);
}

/** Whether contacts may know what the user does in a chat, such as typing. */
export function sendChatStates(): boolean {
  return privacy().get<boolean>('sendChatStates', true);
}

/** For how many days messages are kept on this machine; 0 for ever. */
export function keepDays(): number {
  return vscode.workspace.getConfiguration('parley.history').get<number>('keepDays', 0);
}

/** Whether everybody who asks may see the user's presence. */
export function acceptRequests(): boolean {
  return vscode.workspace.getConfiguration('parley.contacts').get<boolean>('acceptRequests', false);
}

/** After how many minutes of idleness own presence is away, and extended away; 0 for never. */
export function idleMinutes(): { readonly away: number; readonly xa: number } {
  const presence = vscode.workspace.getConfiguration('parley.presence');
  return { away: presence.get('awayAfter', 5), xa: presence.get('extendedAwayAfter', 15) };
}

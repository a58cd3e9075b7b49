import * as vscode from 'vscode';
import type { Jid } from '../base/jid.ts';

/** Settings of scope `application`: a workspace cannot change them. */
function connection(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.connection');
}

/** The path of a file with certificate authorities the user trusts besides the usual; may be empty. */
export function caFileSetting(): string {
  return connection().get<string>('caFile', '');
}

/** How to reach this account's or domain's server, when the user says so by hand; not checked here. */
export function serverSetting({ bare, domain }: Jid): unknown {
  const servers = connection().get<Readonly<Record<string, unknown>>>('servers', {});
  const key = [bare, domain].find((name) => Object.hasOwn(servers, name));
  return key === undefined ? undefined : servers[key];
}

export const SHOW_OFFLINE = 'parley.contacts.showOffline';

/** Whether contacts who are offline and have nothing new to be read are shown. */
export function showOfflineSetting(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SHOW_OFFLINE, true);
}

/** For how many days messages are kept on this machine; 0 for ever. */
export function keepDaysSetting(): number {
  return vscode.workspace.getConfiguration('parley.history').get<number>('keepDays', 0);
}

/** Whether everybody who asks may see the user's presence. */
export function acceptRequestsSetting(): boolean {
  return vscode.workspace.getConfiguration('parley.contacts').get<boolean>('acceptRequests', false);
}

import * as vscode from 'vscode';

/** Settings of scope `application`: a workspace cannot change them. */
function connection(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.connection');
}

/** The path of a file with certificate authorities the user trusts besides the usual; may be empty. */
export function caFileSetting(): string {
  return connection().get<string>('caFile', '');
}

/** How to reach the server of this bare JID, when the user says so by hand; not checked here. */
export function serverSetting(jid: string): unknown {
  const servers = connection().get<Readonly<Record<string, unknown>>>('servers', {});
  return Object.hasOwn(servers, jid) ? servers[jid] : undefined;
}

export const SHOW_OFFLINE = 'parley.contacts.showOffline';

/** Whether contacts who are offline and have nothing new to be read are shown. */
export function showOfflineSetting(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SHOW_OFFLINE, true);
}

/** Whether everybody who asks may see the user's presence. */
export function acceptRequestsSetting(): boolean {
  return vscode.workspace.getConfiguration('parley.contacts').get<boolean>('acceptRequests', false);
}

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

/** After how many minutes of idleness own presence is away, and extended away; 0 for never. */
export function idleMinutes(): { readonly away: number; readonly xa: number } {
  const presence = vscode.workspace.getConfiguration('parley.presence');
  return { away: presence.get('awayAfter', 5), xa: presence.get('extendedAwayAfter', 15) };
}

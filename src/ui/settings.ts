import * as vscode from 'vscode';
import type { ChatPlace } from '../api/panel.ts';
import type { Jid } from '../base/jid.ts';

/** Settings of scope `application`: a workspace cannot change them. */
function connection(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.connection');
}

/** The path of a file with additional certificate authorities to trust; may be empty. */
export function caFile(): string {
  return connection().get<string>('caFile', '');
}

/** The address of this account's or domain's server, if set by the user; not validated here. */
export function server({ bare, domain }: Jid): unknown {
  const servers = connection().get<Readonly<Record<string, unknown>>>('servers', {});
  const key = [bare, domain].find((name) => Object.hasOwn(servers, name));
  return key === undefined ? undefined : servers[key];
}

export const SHOW_OFFLINE = 'parley.contacts.showOffline';

/** Whether contacts who are offline and have no unread messages are shown. */
export function showOffline(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SHOW_OFFLINE, true);
}

export const SHOW_ARCHIVED = 'parley.chats.showArchived';

/** Whether archived chats are listed, after all others. */
export function showArchived(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SHOW_ARCHIVED, false);
}

/** Where a chat opens that is open nowhere. */
export function openIn(): ChatPlace {
  const chosen = vscode.workspace.getConfiguration('parley.chat').get<string>('openIn', 'tab');
  return chosen === 'view' ? 'view' : 'tab';
}

export const STRANGERS = 'parley.contacts.strangers';

/** Whether those who are not in the contacts are shown as requests when they write. */
export function showStrangers(): boolean {
  return vscode.workspace.getConfiguration().get<string>(STRANGERS, 'requests') !== 'hidden';
}

function privacy(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.privacy');
}

/** Whether to send displayed markers. */
export function sendDisplayed(): boolean {
  return privacy().get<boolean>('sendDisplayed', true);
}

/** Whether to send chat states, such as typing. */
export function sendChatStates(): boolean {
  return privacy().get<boolean>('sendChatStates', true);
}

/** Whether pictures are sent without place, time and camera. */
export function removesMetadata(): boolean {
  return privacy().get<boolean>('removeMetadata', true);
}

/** The number of days for which messages are stored on this machine; 0 for unlimited. */
export function keepDays(): number {
  return vscode.workspace.getConfiguration('parley.history').get<number>('keepDays', 0);
}

function files(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.files');
}

/** Whose offered files are accepted without asking. */
export function acceptFilesFrom(): 'nobody' | 'contacts' {
  return files().get<unknown>('acceptFrom') === 'contacts' ? 'contacts' : 'nobody';
}

/** The maximum size of those, in bytes. */
export function acceptFilesUpTo(): number {
  return files().get<number>('acceptUpTo', 10) * 1_000_000;
}

/** Whether peers may connect to this machine for files, which tells them its addresses. */
export function directConnections(): boolean {
  return files().get<unknown>('directConnections') === true;
}

/** Whether pictures of contacts are shown without being asked for. */
export function showsPictures(): boolean {
  return files().get<unknown>('showPictures') === 'contacts';
}

/** The maximum size of a file saved from a server, in bytes. */
export function saveFilesUpTo(): number {
  return files().get<number>('saveUpTo', 10_000) * 1_000_000;
}

const ACTIVITY_SETTINGS = ['auto', 'on', 'off'] as const;

/** Whether comings and goings are shown in rooms. */
export function showActivity(): (typeof ACTIVITY_SETTINGS)[number] {
  const chosen = vscode.workspace.getConfiguration('parley.rooms').get<unknown>('showActivity');
  return ACTIVITY_SETTINGS.find((known) => known === chosen) ?? 'auto';
}

/** Calls the listener whenever any setting of ours has changed. */
export function onDidChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('parley')) listener();
  });
}

function notifications(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('parley.notifications');
}

const DESKTOP_SETTINGS = ['auto', 'on', 'off'] as const;

/** Whether the desktop notifies while no window has the focus; `auto` where the editor runs on it. */
export function desktopNotifications(): (typeof DESKTOP_SETTINGS)[number] {
  const chosen = notifications().get<unknown>('desktop');
  return DESKTOP_SETTINGS.find((known) => known === chosen) ?? 'auto';
}

/** Whether notifications of the desktop may be heard. */
export function notificationSound(): boolean {
  return notifications().get<boolean>('sound', true);
}

const CONTENT_SETTINGS = ['all', 'name', 'nothing'] as const;

/** What notifications of the desktop tell; of a setting that we do not know, the least. */
export function notificationContent(): (typeof CONTENT_SETTINGS)[number] {
  const chosen = notifications().get<unknown>('content');
  return CONTENT_SETTINGS.find((known) => known === chosen) ?? 'nothing';
}

/** Words besides the nick by which the user is mentioned in rooms. */
export function mentionWords(): readonly string[] {
  const words = notifications().get<unknown>('words', []);
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
}

/** Whether subscription requests are approved automatically. */
export function acceptRequests(): boolean {
  return vscode.workspace.getConfiguration('parley.contacts').get<boolean>('acceptRequests', false);
}

/** Minutes of inactivity until own presence is away, and extended away; 0 for never. */
export function idleMinutes(): { readonly away: number; readonly xa: number } {
  const presence = vscode.workspace.getConfiguration('parley.presence');
  return { away: presence.get('awayAfter', 5), xa: presence.get('extendedAwayAfter', 15) };
}

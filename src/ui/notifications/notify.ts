import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';

/** The text of a notification, and the action of its `Open` button. */
export interface Said {
  /** May contain text of others. */
  readonly text: string;
  readonly open: () => void;
  /** The action of its `Mute` button; absent without one. */
  readonly mute?: () => void;
  /** Further buttons, before these. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
}

/** Shows a notification. */
export async function say({ text, open, mute, actions = [] }: Said): Promise<void> {
  const buttons = [...actions.map(({ label }) => label), 'Open', ...(mute ? ['Mute'] : [])];
  const chosen = await editor.showInformationMessage(plain(text), ...buttons);
  if (chosen === 'Open') open();
  if (chosen === 'Mute') mute?.();
  actions.find(({ label }) => label === chosen)?.run();
}

export function openContacts(): void {
  void vscode.commands.executeCommand('parley.contacts.focus');
}

export function openRooms(): void {
  void vscode.commands.executeCommand('parley.rooms.focus');
}

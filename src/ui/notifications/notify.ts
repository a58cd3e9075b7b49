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
}

/** Shows a notification. */
export async function say({ text, open, mute }: Said): Promise<void> {
  const buttons = mute ? ['Open', 'Mute'] : ['Open'];
  const chosen = await editor.showInformationMessage(plain(text), ...buttons);
  if (chosen === 'Open') open();
  if (chosen === 'Mute') mute?.();
}

export function openContacts(): void {
  void vscode.commands.executeCommand('parley.contacts.focus');
}

export function openRooms(): void {
  void vscode.commands.executeCommand('parley.rooms.focus');
}

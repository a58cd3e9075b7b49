import * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import type { NotificationKind } from './notificationPolicy.ts';

/** Whose a notification is, and what of: its text in two parts, as desktops show them. */
export interface Sender {
  readonly of: OfChat;
  /** Who, or which room; may contain text of others, as `words`. */
  readonly name: string;
  readonly words: string;
  /** The id of the message that the words are of; absent if they summarize several. */
  readonly message?: string | undefined;
  /** The hash of the avatar to be shown, if there is one: not of those whom the user does not know. */
  readonly avatar?: string | undefined;
  /** Whether the chat can be marked as read and answered without being looked at. */
  readonly isAnswerable: boolean;
}

/** The text of a notification, and the action of its `Open` button. */
export interface Said {
  readonly kind: NotificationKind;
  /** May contain text of others. */
  readonly text: string;
  /** Of one chat; absent for everything else. */
  readonly from?: Sender;
  readonly open: () => void;
  /** The action of its `Mute` button; absent without one. */
  readonly mute?: () => void;
  /** Further buttons, before these. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
}

/** Shows a notification of the editor's own. */
export async function sayInEditor({ text, open, mute, actions = [] }: Said): Promise<void> {
  const openIt = t({ message: 'Open', comment: ['verb, opens a chat'] });
  const muteIt = t({ message: 'Mute', comment: ['verb, mutes a chat'] });
  const buttons = [...actions.map(({ label }) => label), openIt, ...(mute ? [muteIt] : [])];
  const chosen = await editor.showInformationMessage(plain(text), ...buttons);
  if (chosen === openIt) open();
  if (chosen === muteIt) mute?.();
  actions.find(({ label }) => label === chosen)?.run();
}

export function openContacts(): void {
  void vscode.commands.executeCommand('parley.contacts.focus');
}

export function openRooms(): void {
  void vscode.commands.executeCommand('parley.rooms.focus');
}

import type * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { withoutIcons } from '../plain.ts';
import type { OwnedRoom } from '../state.ts';
import { kindIcon, roomDescription } from './roomText.ts';

/** The row of a room in a picker. */
export function roomItem(
  { account, room }: OwnedRoom,
  withAccount: boolean,
): vscode.QuickPickItem & { readonly of: OfChat } {
  const words = roomDescription(room);
  const address = room.name === shownAddress(room.id) ? [] : [shownAddress(room.id)];
  return {
    label: `$(${kindIcon(room)}) ${withoutIcons(room.name)}`,
    description: withoutIcons([...address, ...(words === '' ? [] : [words])].join(' · ')),
    ...(withAccount && { detail: withoutIcons(account.jid) }),
    of: { account: account.id, chat: room.id },
  };
}

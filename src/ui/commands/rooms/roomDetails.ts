import * as vscode from 'vscode';
import type { AffiliatedView } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { DisposableStore } from '../../../base/lifecycle.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import {
  ignoredLabel,
  listLines,
  type RoomLine,
  roomDetailLines,
} from '../../rooms/roomDetailLines.ts';
import type { CommandContext } from '../command.ts';
import { ignoredOccupants } from './ignoring.ts';
import { chosenRoom } from './pickRoom.ts';
import { fetchLists } from './roomMembers.ts';

interface Item extends vscode.QuickPickItem {
  readonly value: string;
}

/** `XMPP: Room Details…`: what is known at once, then what the room says of itself. */
export async function roomDetails(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const found = await chosenRoom(context, argument, t('Details of which room?'));
  if (!found) return;
  const { of } = found;
  let { room } = found;
  /** Whether the list of those who are ignored was chosen. */
  let isWanted = false;
  const pick = editor.createQuickPick<Item>();
  const owned = new DisposableStore();
  owned.add(pick);
  let { info } = room;
  let lists: readonly AffiliatedView[] = [];
  const show = () => {
    room = state.room(of.account, of.chat) ?? room;
    const active = pick.activeItems[0]?.description;
    pick.items = [...roomDetailLines(room, info), ...listLines(lists)].map(item);
    pick.activeItems = pick.items.filter(({ description }) => description === active);
  };
  pick.title = t('Details of {room}', { room: room.name });
  pick.placeholder = t('Enter copies a line, or opens the list of those you ignore');
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    const [{ value, description } = {}] = pick.activeItems;
    if (description === ignoredLabel()) isWanted = true;
    else if (value !== undefined) void vscode.env.clipboard.writeText(value);
    pick.hide();
  });
  show();
  pick.show();
  const isListWanted = await new Promise<boolean>((resolve, reject) => {
    let isOpen = true;
    pick.onDidHide(() => {
      isOpen = false;
      resolve(isWanted);
      owned.dispose();
    });
    const asked = [
      api.request('getRoomInfo', of).then((answer) => (info = answer ?? undefined)),
      // Of those who may not see them, the room would refuse it.
      ...(room.rights.includes('administer')
        ? [fetchLists(context, of).then((all) => (lists = all))]
        : []),
    ];
    Promise.all(asked).then(
      () => {
        if (!isOpen) return;
        pick.busy = false;
        show();
      },
      (error: unknown) => {
        pick.busy = false;
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
  if (isListWanted) await ignoredOccupants(context, of);
}

function item({ label, value }: RoomLine): Item {
  return { label: withoutIcons(value), description: label, value };
}

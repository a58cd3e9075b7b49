import * as vscode from 'vscode';
import { DisposableStore } from '../../../base/lifecycle.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import { IGNORED, type RoomLine, roomDetailLines } from '../../rooms/roomDetailLines.ts';
import type { CommandContext } from '../command.ts';
import { ignoredOccupants } from './ignoring.ts';
import { chosenRoom } from './pickRoom.ts';

interface Item extends vscode.QuickPickItem {
  readonly value: string;
}

/** `XMPP: Room Details…`: what is known at once, then what the room says of itself. */
export async function roomDetails(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const found = await chosenRoom(state, argument, 'Details of which room?');
  if (!found) return;
  const { of } = found;
  let { room } = found;
  /** Whether the list of those who are ignored was chosen. */
  let isWanted = false;
  const pick = editor.createQuickPick<Item>();
  const owned = new DisposableStore();
  owned.add(pick);
  const show = (info = room.info) => {
    room = state.room(of.account, of.chat) ?? room;
    const active = pick.activeItems[0]?.description;
    pick.items = roomDetailLines(room, info).map(item);
    pick.activeItems = pick.items.filter(({ description }) => description === active);
  };
  pick.title = `Details of ${room.name}`;
  pick.placeholder = 'Enter copies a line, or opens the list of those you ignore';
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    const [{ value, description } = {}] = pick.activeItems;
    if (description === IGNORED) isWanted = true;
    else if (value !== undefined) void vscode.env.clipboard.writeText(value);
    pick.hide();
  });
  show();
  pick.show();
  await new Promise<void>((resolve, reject) => {
    let isOpen = true;
    pick.onDidHide(() => {
      isOpen = false;
      resolve();
      owned.dispose();
    });
    api.request('getRoomInfo', of).then(
      (info) => {
        if (!isOpen) return;
        pick.busy = false;
        show(info ?? undefined);
      },
      (error: unknown) => {
        pick.busy = false;
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
  if (isWanted) await ignoredOccupants(context, of);
}

function item({ label, value }: RoomLine): Item {
  return { label: withoutIcons(value), description: label, value };
}

import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { AccountId, OccupantView, RoomRight, RoomView } from '../../../api/views.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { compareRooms, isInside } from '../../rooms/liveRooms.ts';
import { roomItem } from '../../rooms/roomPickItem.ts';
import type { OwnedRoom } from '../../state.ts';
import type { CommandContext } from '../command.ts';
import { chatOfArgument } from '../pickContact.ts';

/** A room that a command is about. */
export interface ChosenRoom {
  readonly of: OfChat;
  readonly room: RoomView;
}

/** Whether a command can be used in a room; all rooms are offered without one. */
export type RoomFilter = (room: RoomView) => boolean;

/** Rooms that the user is in and where they may do this. */
export function where(right: RoomRight): RoomFilter {
  return (room) => isInside(room) && room.rights.includes(right);
}

/**
 * The room of the tree row or of the arguments, that of the active tab, or one that the user picks.
 *
 * @param fits only such ones are offered
 * @param account whose rooms are offered; those of all accounts when absent
 * @returns `undefined` after Esc
 * @throws RequestError if there is none
 */
export async function chosenRoom(
  { state, activeChat }: CommandContext,
  argument: unknown,
  title: string,
  fits: RoomFilter = () => true,
  account?: AccountId,
): Promise<ChosenRoom | undefined> {
  const argued = chatOfArgument(argument);
  const of = argued ?? activeChat();
  const room = of && state.room(of.account, of.chat);
  if (of && room && (argued || fits(room))) return { of, room };
  const rooms = state.rooms
    .filter((owned) => fits(owned.room) && (account ?? owned.account.id) === owned.account.id)
    .sort(compareRooms);
  if (rooms.length === 0) {
    throw new RequestError(
      userError(state.rooms.length > 0 ? 'no-room.fitting' : 'no-room.at-all'),
    );
  }
  const items = rooms.map((owned) => roomItem(owned, state.accounts.length > 1));
  const chosen = await editor.showQuickPick(items, { title, matchOnDescription: true });
  if (!chosen) return undefined;
  const picked = state.room(chosen.of.account, chosen.of.chat);
  return picked && { of: chosen.of, room: picked };
}

/** The occupant of a tree row, and the room. */
export function occupantOfArgument(
  argument: unknown,
): { readonly of: OfChat; readonly occupant: OccupantView } | undefined {
  if (typeof argument !== 'object' || argument === null || !('occupant' in argument)) {
    return undefined;
  }
  const { of, occupant } = argument as { of: OwnedRoom; occupant: OccupantView };
  return { of: { account: of.account.id, chat: of.room.id }, occupant };
}

import { RequestError } from '../../../api/channel.ts';
import { say } from '../../../api/say.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { askReason } from './askReason.ts';
import { typedRoom } from './joinTarget.ts';
import { chosenRoom, type RoomFilter, where } from './pickRoom.ts';

/** `XMPP: Leave Room`: it stays in the list, and is not joined at the next start. */
export async function leaveRoom({ api, state }: CommandContext, argument?: unknown): Promise<void> {
  const mayLeave: RoomFilter = (room) => isInside(room) || room.isAutojoined;
  const found = await chosenRoom(state, argument, 'Leave which room?', mayLeave);
  if (found) await api.request('leaveRoom', found.of);
}

/** `XMPP: Remove Room from List…`: leaves, and removes the bookmark after a confirmation. */
export async function forgetRoom(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenRoom(state, argument, 'Remove which room from the list?');
  if (!found) return;
  const remove = 'Remove';
  const chosen = await editor.showWarningMessage(
    plain(`Remove ${found.room.name} from your rooms?`),
    {
      modal: true,
      detail:
        'You leave it, and it is gone from the lists of your other clients, too. The room itself stays, and so do its messages here.',
    },
    remove,
  );
  if (chosen === remove) await api.request('forgetRoom', found.of);
}

/** `XMPP: Destroy Room…`: for all, after a confirmation; may name a room to join instead. */
export async function destroyRoom(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenRoom(state, argument, 'Destroy which room?', where('destroy'));
  if (!found) return;
  const { of, room } = found;
  const title = `Destroy ${room.name}`;
  const reason = await askReason(title, 'What its occupants are told');
  if (reason === undefined) return;
  let given = '';
  let problem: string | undefined;
  for (;;) {
    const other = await askOther(title, given, problem);
    if (other === undefined) return;
    given = other;
    const instead = typedRoom(other, undefined);
    const destroy = 'Destroy';
    const chosen = await editor.showWarningMessage(
      plain(`Destroy ${room.name} for everybody?`),
      {
        modal: true,
        detail: `All ${room.occupants} occupants are removed from ${shownAddress(of.chat)}, and its members and settings are lost. This cannot be undone.`,
      },
      destroy,
    );
    if (chosen !== destroy) return;
    try {
      await api.request('destroyRoom', {
        ...{ ...of, reason },
        ...(instead !== undefined && { other: instead }),
      });
      return;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem = say(error.userError);
    }
  }
}

function askOther(title: string, value: string, problem: string | undefined) {
  return askInput({
    title,
    prompt: 'The room to join instead; may be empty',
    placeholder: 'room@conference.server.org',
    value,
    problem,
    validate: (text) =>
      text.trim() === '' || typedRoom(text, undefined) !== undefined
        ? undefined
        : 'A room looks like room@conference.server.org',
  });
}

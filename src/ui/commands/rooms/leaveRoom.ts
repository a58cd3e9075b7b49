import { RequestError } from '../../../api/channel.ts';
import { say } from '../../../api/say.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { formatNumber, t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { askReason } from './askReason.ts';
import { typedRoom } from './joinTarget.ts';
import { chosenRoom, type RoomFilter, where } from './pickRoom.ts';

/** `XMPP: Leave Room`: it stays in the list, and is not joined at the next start. */
export async function leaveRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const mayLeave: RoomFilter = (room) => isInside(room) || room.isAutojoined;
  const found = await chosenRoom(context, argument, t('Leave which room?'), mayLeave);
  if (found) await context.api.request('leaveRoom', found.of);
}

/** `XMPP: Remove Room from List…`: leaves, and removes the bookmark after a confirmation. */
export async function forgetRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await chosenRoom(context, argument, t('Remove which room from the list?'));
  if (!found) return;
  const remove = t('Remove');
  const chosen = await editor.showWarningMessage(
    plain(t('Remove {room} from your rooms?', { room: found.room.name })),
    {
      modal: true,
      detail: t(
        'You leave it, and it is gone from the lists of your other clients, too. The room itself stays, and so do its messages here.',
      ),
    },
    remove,
  );
  if (chosen === remove) await context.api.request('forgetRoom', found.of);
}

/** `XMPP: Destroy Room…`: for all, after a confirmation; may name a room to join instead. */
export async function destroyRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await chosenRoom(context, argument, t('Destroy which room?'), where('destroy'));
  if (!found) return;
  const { of, room } = found;
  const title = t('Destroy {room}', { room: room.name });
  const reason = await askReason(title, t('What its occupants are told'));
  if (reason === undefined) return;
  let given = '';
  let problem: string | undefined;
  for (;;) {
    const other = await askOther(title, given, problem);
    if (other === undefined) return;
    given = other;
    const instead = typedRoom(other, undefined);
    const destroy = t('Destroy');
    const chosen = await editor.showWarningMessage(
      plain(t('Destroy {room} for everybody?', { room: room.name })),
      {
        modal: true,
        detail: t(
          'All {count} occupants are removed from {address}, and its members and settings are lost. This cannot be undone.',
          { count: formatNumber(room.occupants), address: shownAddress(of.chat) },
        ),
      },
      destroy,
    );
    if (chosen !== destroy) return;
    try {
      await context.api.request('destroyRoom', {
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
    prompt: t('The room to join instead; may be empty'),
    placeholder: t('room@conference.server.org'),
    value,
    problem,
    validate: (text) =>
      text.trim() === '' || typedRoom(text, undefined) !== undefined
        ? undefined
        : t('A room looks like room@conference.server.org'),
  });
}

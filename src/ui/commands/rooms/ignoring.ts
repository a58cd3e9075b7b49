import { RequestError } from '../../../api/channel.ts';
import type { OccupantView } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { ofOccupant } from './occupants.ts';
import { chosenRoom } from './pickRoom.ts';

/** `XMPP: Ignore Occupant…`: nothing that they write is shown. Nothing is sent. */
export const ignoreOccupant = ofOccupant(
  () => t('Ignore whom?'),
  ({ ignored, isOwn }) => !isOwn && ignored === undefined,
  async ({ api }, { of, occupant }) => {
    await api.request('ignoreOccupant', { ...of, of: { nick: occupant.id } });
  },
);

/** `XMPP: Stop Ignoring Occupant…` */
export const stopIgnoringOccupant = ofOccupant(
  () => t('Stop ignoring whom?'),
  ({ ignored }: OccupantView) => ignored !== undefined,
  async ({ api }, { of, occupant: { ignored } }) => {
    if (ignored !== undefined) await api.request('stopIgnoring', { ...of, ignored });
  },
);

/** `XMPP: Ignored Occupants…`: those who are not ignored any longer are chosen. */
export async function ignoredOccupants(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Ignored occupants of which room?');
  const found = await chosenRoom(context, argument, title, ({ ignored }) => ignored.length > 0);
  if (!found) return;
  const { of, room } = found;
  if (room.ignored.length === 0) throw new RequestError(userError('nobody-ignored'));
  const items = room.ignored.map(({ id, nick }) => ({ label: withoutIcons(nick), id }));
  const chosen = await editor.showQuickPickMany(items, {
    title: t('Ignored in {room}', { room: room.name }),
    placeHolder: t('Choose whose messages to show again'),
  });
  for (const { id } of chosen ?? [])
    await context.api.request('stopIgnoring', { ...of, ignored: id });
}

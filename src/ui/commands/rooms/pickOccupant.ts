import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { OccupantsView, OccupantView } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import { showCodicon } from '../../presence/presence.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import { occupantDescription } from '../../rooms/roomText.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { chosenRoom } from './pickRoom.ts';

/** An occupant that a command is about. */
export interface ChosenOccupant {
  readonly of: OfChat;
  readonly occupant: OccupantView;
  /** Why, as proposed by who runs the command. */
  readonly reason?: string;
}

/** Whether a command can be used on an occupant. */
export type OccupantFilter = (occupant: OccupantView) => boolean;

/** How many occupants are fetched to be picked from; with more, the user types a part of the nick. */
const MAX_LISTED = 200;
/** How long the list of occupants may take, in ms. */
const TIMEOUT_MS = 10_000;

/**
 * Asks for a room, then for one of its occupants; the arguments may name both.
 * @returns `undefined` after Esc
 * @throws RequestError if none fits
 */
export async function pickOccupant(
  context: CommandContext,
  argument: unknown,
  title: string,
  fits: OccupantFilter,
): Promise<ChosenOccupant | undefined> {
  const found = await chosenRoom(context, argument, t('In which room?'), isInside);
  if (!found) return undefined;
  const { of, room } = found;
  const { nick, reason: why } = (argument ?? {}) as {
    readonly nick?: unknown;
    readonly reason?: unknown;
  };
  const reason = typeof why === 'string' ? why : '';
  let filter = typeof nick === 'string' ? nick : '';
  if (filter === '' && room.occupants > MAX_LISTED) {
    filter = (await askInput({ title, prompt: t('A part of the nick') }))?.trim() ?? '';
    if (filter === '') return undefined;
  }
  const { occupants = [] } = (await occupantsOf(context, of, filter)) ?? {};
  const exact = occupants.find(({ id }) => id === nick);
  if (exact) return { of, occupant: exact, reason };
  const items = occupants.filter(fits).map((occupant) => ({
    label: `${showCodicon(occupant.show)} ${withoutIcons(occupant.id)}`,
    description: withoutIcons(occupantDescription(occupant)),
    occupant,
  }));
  if (items.length === 0) throw new RequestError(userError('no-occupant'));
  const chosen = await editor.showQuickPick(items, { title });
  return chosen && { of, occupant: chosen.occupant };
}

function occupantsOf(
  { api }: CommandContext,
  of: OfChat,
  filter: string,
): Promise<OccupantsView | undefined> {
  return new Promise((resolve, reject) => {
    const window = { filter, offset: 0, limit: MAX_LISTED };
    /** Ends the watch after its first answer, which may come before there is one to end. */
    const end = () => {
      clearTimeout(timer);
      queueMicrotask(() => {
        subscription.dispose();
      });
    };
    const timer = setTimeout(() => {
      resolve(undefined);
      end();
    }, TIMEOUT_MS);
    const subscription = api.watch('occupants', { ...of, ...window }, (change) => {
      if (change.kind === 'unavailable') reject(new RequestError(change.error));
      else if (change.kind === 'snapshot') resolve(change.items[0]);
      end();
    });
  });
}

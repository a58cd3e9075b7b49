import { RequestError } from '../../../api/channel.ts';
import type { OccupantAction, RoomAffiliation, RoomRole } from '../../../api/views.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { affiliationLabel } from '../../rooms/roomText.ts';
import { addContact } from '../addContact.ts';
import type { CommandContext, CommandHandler } from '../command.ts';
import { askReason } from './askReason.ts';
import { takeBack, takingBack, writtenBy } from './takeBack.ts';
import { type ChosenOccupant, type OccupantFilter, pickOccupant } from './pickOccupant.ts';
import { occupantOfArgument } from './pickRoom.ts';

const may =
  (action: OccupantAction): OccupantFilter =>
  ({ actions }) =>
    actions.includes(action);

/** `XMPP: Kick Occupant…`: after a confirmation, with a reason. */
export const kickOccupant = ofOccupant('Kick whom?', may('kick'), async (context, chosen) => {
  const { of, occupant } = chosen;
  const nick = occupant.id;
  const detail = `${nick} has to leave, and may come back.`;
  const reason = await askRemoval(chosen, 'Kick');
  if (reason === undefined || !(await confirmRemoval(nick, 'Kick', detail))) return;
  await context.api.request('setRole', { ...of, nick, role: 'none', reason });
});

/** `XMPP: Ban Occupant…`: after a confirmation, with a reason, and then what they have written. */
export const banOccupant = ofOccupant('Ban whom?', may('ban'), async (context, chosen) => {
  const { of, occupant } = chosen;
  const nick = occupant.id;
  const detail = `${nick} has to leave, and cannot come back until you change that in “XMPP: Room Members…”.`;
  const reason = await askRemoval(chosen, 'Ban');
  if (reason === undefined) return;
  const written = await writtenBy(context, chosen);
  const also = written && `Ban, and ${takingBack(written)}`;
  const answer = await confirmRemoval(nick, 'Ban', detail, also);
  if (!answer) return;
  await context.api.request('setAffiliation', {
    ...{ ...of, of: { nick } },
    ...{ affiliation: 'outcast', reason },
  });
  if (written && answer === also) await takeBack(context, of, { written, nick, reason });
});

export const grantVoice = changingRole('Let whom write?', 'grantVoice', 'participant');
export const revokeVoice = changingRole('Let whom not write?', 'revokeVoice', 'visitor');
export const grantModerator = changingRole('Make whom a moderator?', 'grantModerator', 'moderator');
export const revokeModerator = changingRole(
  'Make whom a moderator no longer?',
  'revokeModerator',
  'participant',
);

const AFFILIATIONS = {
  makeOwner: 'owner',
  makeAdmin: 'admin',
  makeMember: 'member',
  makeNone: 'none',
} as const satisfies Partial<Readonly<Record<OccupantAction, RoomAffiliation>>>;

const CHANGES = Object.keys(AFFILIATIONS) as (keyof typeof AFFILIATIONS)[];

/** `XMPP: Change Affiliation of Occupant…`: member, admin, owner or none of them, with a reason. */
export const changeAffiliation = ofOccupant(
  'Change the affiliation of whom?',
  ({ actions }) => CHANGES.some((change) => actions.includes(change)),
  async ({ api }, { of, occupant }) => {
    const title = `Affiliation of ${occupant.id}`;
    const items = CHANGES.filter((change) => occupant.actions.includes(change)).map((change) => ({
      label: affiliationLabel(AFFILIATIONS[change]),
      affiliation: AFFILIATIONS[change],
    }));
    const chosen = await editor.showQuickPick(items, { title, ignoreFocusOut: true });
    if (!chosen) return;
    const reason = await askReason(title, 'Why');
    if (reason === undefined) return;
    const { affiliation } = chosen;
    await api.request('setAffiliation', { ...of, of: { nick: occupant.id }, affiliation, reason });
  },
);

/** `XMPP: Private Message to Occupant…`: opens the chat with them. */
export const privateMessage = ofOccupant(
  'Write to whom alone?',
  ({ isOwn }) => !isOwn,
  ({ openChat }, { of, occupant }) => {
    openChat({ account: of.account, chat: `${of.chat}/${occupant.id}` });
    return Promise.resolve();
  },
);

/** `XMPP: Add Occupant to Contacts…`: where the real address is shown. */
export const addOccupant = ofOccupant(
  'Add whom to your contacts?',
  ({ jid, isOwn }) => jid !== undefined && !isOwn,
  async (context, { of, occupant }) => {
    if (occupant.jid !== undefined) await addContact(context, { ...of, chat: occupant.jid });
  },
);

/** A command about the occupant of a tree row, or of a room that the user picks one of. */
export function ofOccupant(
  title: string,
  fits: OccupantFilter,
  run: (context: CommandContext, chosen: ChosenOccupant) => Promise<void>,
): CommandHandler {
  return async (context, argument) => {
    const chosen: ChosenOccupant | undefined =
      occupantOfArgument(argument) ?? (await pickOccupant(context, argument, title, fits));
    if (!chosen) return;
    if (!fits(chosen.occupant)) throw new RequestError(userError('no-occupant'));
    await run(context, chosen);
  };
}

function changingRole(title: string, action: OccupantAction, role: RoomRole): CommandHandler {
  return ofOccupant(title, may(action), async ({ api }, { of, occupant }) => {
    await api.request('setRole', { ...of, nick: occupant.id, role, reason: '' });
  });
}

/** Asks for a reason, which may be proposed. @returns `undefined` after Esc */
function askRemoval(
  { occupant, reason = '' }: ChosenOccupant,
  verb: 'Kick' | 'Ban',
): Promise<string | undefined> {
  return askReason(`${verb} ${occupant.id}`, 'Why; it is told to everybody there', reason);
}

/** Asks for a confirmation. @returns the button chosen: the verb, or the other one, if there is one */
function confirmRemoval(
  nick: string,
  verb: 'Kick' | 'Ban',
  detail: string,
  other?: string,
): Thenable<string | undefined> {
  const buttons = other === undefined ? [verb] : [verb, other];
  return editor.showWarningMessage(plain(`${verb} ${nick}?`), { modal: true, detail }, ...buttons);
}

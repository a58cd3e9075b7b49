import { RequestError } from '../../../api/channel.ts';
import type { OccupantAction, RoomAffiliation, RoomRole } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { insist } from '../../insist.ts';
import { plain } from '../../plain.ts';
import { affiliationLabel } from '../../rooms/roomText.ts';
import { addContact } from '../addContact.ts';
import type { CommandContext, CommandHandler } from '../command.ts';
import { askReason } from './askReason.ts';
import { banningAndTakingBack, takeBack, writtenBy } from './takeBack.ts';
import { type ChosenOccupant, type OccupantFilter, pickOccupant } from './pickOccupant.ts';
import { occupantOfArgument } from './pickRoom.ts';

const may =
  (action: OccupantAction): OccupantFilter =>
  ({ actions }) =>
    actions.includes(action);

/** `XMPP: Kick Occupant…`: after a confirmation, with a reason. */
export const kickOccupant = ofOccupant(
  () => t('Kick whom?'),
  may('kick'),
  async (context, chosen) => {
    const { of, occupant } = chosen;
    const nick = occupant.id;
    const detail = t('{nick} has to leave, and may come back.', { nick });
    const reason = await askRemoval(chosen, t('Kick {nick}', { nick }));
    if (reason === undefined) return;
    const question = t('Kick {nick}?', { nick });
    if (!(await confirmRemoval(question, detail, t('Kick')))) return;
    await insist(() => context.api.request('setRole', { ...of, nick, role: 'none', reason }));
  },
);

/** `XMPP: Ban Occupant…`: after a confirmation, with a reason, and then what they have written. */
export const banOccupant = ofOccupant(
  () => t('Ban whom?'),
  may('ban'),
  async (context, chosen) => {
    const { of, occupant } = chosen;
    const nick = occupant.id;
    const detail = t(
      '{nick} has to leave, and cannot come back until you change that in “XMPP: Room Members…”.',
      { nick },
    );
    const reason = await askRemoval(chosen, t('Ban {nick}', { nick }));
    if (reason === undefined) return;
    const written = await writtenBy(context, chosen);
    const also = written && banningAndTakingBack(written);
    const question = t('Ban {nick}?', { nick });
    const answer = await confirmRemoval(question, detail, t('Ban'), also);
    if (!answer) return;
    const ban = { ...of, of: { nick }, affiliation: 'outcast', reason } as const;
    if (!(await insist(() => context.api.request('setAffiliation', ban)))) return;
    if (written && answer === also) await takeBack(context, of, { written, nick, reason });
  },
);

export const grantVoice = changingRole(() => t('Let whom write?'), 'grantVoice', 'participant');
export const revokeVoice = changingRole(() => t('Let whom not write?'), 'revokeVoice', 'visitor');
export const grantModerator = changingRole(
  () => t('Make whom a moderator?'),
  'grantModerator',
  'moderator',
);
export const revokeModerator = changingRole(
  () => t('Make whom a moderator no longer?'),
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
  () => t('Change the affiliation of whom?'),
  ({ actions }) => CHANGES.some((change) => actions.includes(change)),
  async ({ api }, { of, occupant }) => {
    const title = t('Affiliation of {nick}', { nick: occupant.id });
    const items = CHANGES.filter((change) => occupant.actions.includes(change)).map((change) => ({
      label: affiliationLabel(AFFILIATIONS[change]),
      affiliation: AFFILIATIONS[change],
    }));
    const chosen = await editor.showQuickPick(items, { title, ignoreFocusOut: true });
    if (!chosen) return;
    const reason = await askReason(title, t('Why'));
    if (reason === undefined) return;
    const { affiliation } = chosen;
    const change = { ...of, of: { nick: occupant.id }, affiliation, reason };
    await insist(() => api.request('setAffiliation', change));
  },
);

/** `XMPP: Private Message to Occupant…`: opens the chat with them. */
export const privateMessage = ofOccupant(
  () => t('Write to whom alone?'),
  ({ isOwn }) => !isOwn,
  ({ openChat }, { of, occupant }) => {
    openChat({ account: of.account, chat: `${of.chat}/${occupant.id}` });
    return Promise.resolve();
  },
);

/** `XMPP: Add Occupant to Contacts…`: where the real address is shown. */
export const addOccupant = ofOccupant(
  () => t('Add whom to your contacts?'),
  ({ jid, isOwn }) => jid !== undefined && !isOwn,
  async (context, { of, occupant }) => {
    if (occupant.jid !== undefined) await addContact(context, { ...of, chat: occupant.jid });
  },
);

/** A command about the occupant of a tree row, or of a room that the user picks one of. */
export function ofOccupant(
  title: () => string,
  fits: OccupantFilter,
  run: (context: CommandContext, chosen: ChosenOccupant) => Promise<void>,
): CommandHandler {
  return async (context, argument) => {
    const chosen: ChosenOccupant | undefined =
      occupantOfArgument(argument) ?? (await pickOccupant(context, argument, title(), fits));
    if (!chosen) return;
    if (!fits(chosen.occupant)) throw new RequestError(userError('no-occupant'));
    await run(context, chosen);
  };
}

function changingRole(title: () => string, action: OccupantAction, role: RoomRole): CommandHandler {
  return ofOccupant(title, may(action), async ({ api }, { of, occupant }) => {
    await api.request('setRole', { ...of, nick: occupant.id, role, reason: '' });
  });
}

/** Asks for a reason, which may be proposed. @returns `undefined` after Esc */
function askRemoval({ reason = '' }: ChosenOccupant, title: string): Promise<string | undefined> {
  return askReason(title, t('Why; it is told to everybody there'), reason);
}

/** Asks for a confirmation. @returns the button chosen, one of these */
function confirmRemoval(
  question: string,
  detail: string,
  ...buttons: readonly (string | undefined)[]
): Thenable<string | undefined> {
  const shown = buttons.filter((button) => button !== undefined);
  return editor.showWarningMessage(plain(question), { modal: true, detail }, ...shown);
}

import { RequestError } from '../../../api/channel.ts';
import { userError } from '../../../base/userError.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { insist } from '../../insist.ts';
import { withoutIcons } from '../../plain.ts';
import { invitationText } from '../../invitationText.ts';
import { aboutRoom } from '../../rooms/roomText.ts';
import type { OwnedInvitation, ViewState } from '../../state.ts';
import type { CommandContext } from '../command.ts';
import { askReason } from './askReason.ts';
import { enterRoom } from './enterRoom.ts';

/** `XMPP: Accept Invitation to Room`: joins, and opens the room's chat. */
export async function acceptInvitation(context: CommandContext, argument?: unknown): Promise<void> {
  const { api, state } = context;
  const found = await chosenInvitation(state, argument, t('Accept which invitation?'));
  if (!found) return;
  const { account, invitation } = found;
  const of = { account: account.id, chat: invitation.room };
  const info = await api.request('getRoomInfo', of);
  if (!info) throw new RequestError(userError('invitation-void', { room: shownAddress(of.chat) }));
  const join = (nick: string) =>
    api.request('answerInvitation', {
      ...{ account: account.id, invitation: invitation.id },
      ...{ answer: 'join', nick },
    });
  if (await enterRoom(context, of, { about: aboutRoom(info), join })) context.openChat(of);
}

/** `XMPP: Decline Invitation to Room…`: answers the inviter, with a reason. */
export async function declineInvitation(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenInvitation(state, argument, t('Decline which invitation?'));
  if (!found) return;
  const room = shownAddress(found.invitation.room);
  const reason = await askReason(
    t('Decline Invitation'),
    t('Why you do not join {room}', { room }),
  );
  if (reason === undefined) return;
  const of = { account: found.account.id, invitation: found.invitation.id };
  await insist(() => api.request('answerInvitation', { ...of, answer: 'decline', reason }));
}

/** `XMPP: Ignore Invitation to Room`: removes it; no answer is sent. */
export async function ignoreInvitation(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const found = await chosenInvitation(state, argument, t('Ignore which invitation?'));
  if (!found) return;
  const of = { account: found.account.id, invitation: found.invitation.id };
  await api.request('answerInvitation', { ...of, answer: 'ignore' });
}

/** The invitation of the tree row, or one that the user picks. @throws RequestError without any */
async function chosenInvitation(
  state: ViewState,
  argument: unknown,
  title: string,
): Promise<OwnedInvitation | undefined> {
  if (typeof argument === 'object' && argument !== null && 'invitation' in argument) {
    return argument as OwnedInvitation;
  }
  const items = state.invitations.map((owned) => {
    const { account, invitation } = owned;
    const contact = state.contact(account.id, invitation.inviter);
    return {
      label: withoutIcons(invitationText(invitation, contact?.inRoster ? contact.name : undefined)),
      description: withoutIcons(invitation.reason),
      ...(state.accounts.length > 1 && { detail: withoutIcons(account.jid) }),
      owned,
    };
  });
  if (items.length === 0) throw new RequestError(userError('no-invitation.at-all'));
  return (await editor.showQuickPick(items, { title }))?.owned;
}

import { RequestError } from '../../../api/channel.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { approvalText } from '../../approvalText.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import type { OwnedApproval, ViewState } from '../../state.ts';
import type { CommandContext } from '../command.ts';

/** `XMPP: Approve Request in Room`: gives voice or membership to who asks for it. */
export function approveInRoom(context: CommandContext, argument?: unknown): Promise<void> {
  return answer(context, argument, true);
}

/** `XMPP: Deny Request in Room` */
export function denyInRoom(context: CommandContext, argument?: unknown): Promise<void> {
  return answer(context, argument, false);
}

async function answer(
  { api, state }: CommandContext,
  argument: unknown,
  isApproved: boolean,
): Promise<void> {
  const title = isApproved ? t('Approve which request?') : t('Deny which request?');
  const found = ofArgument(argument) ?? (await pickApproval(state, title));
  if (!found) return;
  const of = { account: found.account.id, approval: found.approval.id };
  await api.request('answerApproval', { ...of, isApproved });
}

/** The request of a tree row, or of a notification. */
function ofArgument(argument: unknown): OwnedApproval | undefined {
  const isOne = typeof argument === 'object' && argument !== null && 'approval' in argument;
  return isOne ? (argument as OwnedApproval) : undefined;
}

/** @returns `undefined` after Esc. @throws RequestError if there is no request */
async function pickApproval(state: ViewState, title: string): Promise<OwnedApproval | undefined> {
  const items = state.approvals.map((owned) => {
    const { account, approval } = owned;
    return {
      label: withoutIcons(approvalText(approval, state.room(account.id, approval.room)?.name)),
      description: withoutIcons(approval.about),
      ...(state.accounts.length > 1 && { detail: withoutIcons(account.jid) }),
      owned,
    };
  });
  if (items.length === 0) throw new RequestError(userError('no-approval.at-all'));
  return (await editor.showQuickPick(items, { title }))?.owned;
}

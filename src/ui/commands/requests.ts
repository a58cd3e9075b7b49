import { editor } from '../editor.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { besideRequest } from '../contacts/requestText.ts';
import { withoutIcons } from '../plain.ts';
import type { ViewState } from '../state.ts';
import { addWithDetails } from './addContact.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument } from './pickContact.ts';

/** `XMPP: Approve Request`: lets the sender see our presence. */
export function approveRequest(context: CommandContext, argument?: unknown): Promise<void> {
  return answer(context, argument, 'approve');
}

/** `XMPP: Deny Request` */
export function denyRequest(context: CommandContext, argument?: unknown): Promise<void> {
  return answer(context, argument, 'deny');
}

/** `XMPP: Approve Request and Add Contact…`: also requests to see their presence. */
export async function approveAndAdd(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickRequest(context.state, t('Approve and Add')));
  if (of) await addWithDetails(context, of);
}

async function answer(
  { api, state }: CommandContext,
  argument: unknown,
  how: 'approve' | 'deny',
): Promise<void> {
  const title =
    how === 'approve' ? t('Who may see your presence?') : t('Who may not see your presence?');
  const of = chatOfArgument(argument) ?? (await pickRequest(state, title));
  if (of) await api.request('answerSubscription', { ...of, answer: how });
}

/** @returns `undefined` after Esc. @throws RequestError if there is no request */
async function pickRequest(state: ViewState, title: string): Promise<OfChat | undefined> {
  const items = state.requests.map(({ account, request }) => ({
    label: withoutIcons(shownAddress(request.id)),
    description: withoutIcons(besideRequest(request.nickname, request.status)),
    ...(state.accounts.length > 1 && { detail: account.jid }),
    of: { account: account.id, chat: request.id },
  }));
  if (items.length === 0) {
    throw new RequestError(userError('no-request.at-all'));
  }
  return (await editor.showQuickPick(items, { title }))?.of;
}

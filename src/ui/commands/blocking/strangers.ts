import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { isAsking } from '../../contacts/contactNodes.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import type { ViewState } from '../../state.ts';
import type { CommandContext } from '../command.ts';
import { chatOfArgument } from '../pickContact.ts';

/** `XMPP: Accept Chat Request`: the chat is like any other from then on. */
export async function acceptChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickStranger(context.state, t('Chat with whom?')));
  if (!of) return;
  await context.api.request('acceptChat', of);
  context.openChat(of);
}

/** `XMPP: Ignore Chat Request`: nothing more of them is shown; no answer is sent. */
export async function ignoreChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickStranger(context.state, t('Ignore whom?')));
  if (!of) return;
  await context.api.request('ignoreChat', of);
  const who = withoutIcons(shownAddress(of.chat));
  editor.setStatusBarMessage(
    `$(eye-closed) ${t('Messages of {who} are kept, but not shown', { who })}`,
    5000,
  );
}

/** @returns `undefined` after Esc. @throws RequestError if there is no request */
async function pickStranger(state: ViewState, title: string): Promise<OfChat | undefined> {
  const items = state.contacts
    .filter(({ contact }) => isAsking(contact))
    .map(({ account, contact }) => ({
      label: withoutIcons(shownAddress(contact.id)),
      ...(state.accounts.length > 1 && { detail: account.jid }),
      of: { account: account.id, chat: contact.id },
    }));
  if (items.length === 0) throw new RequestError(userError('no-stranger'));
  return (await editor.showQuickPick(items, { title }))?.of;
}

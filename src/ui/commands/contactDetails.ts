import { t } from '../../base/l10n.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';
import { occupantOfArgument } from './rooms/pickRoom.ts';

/**
 * `XMPP: Contact Details…`: opens what is known of anybody, by address, in a tab; of an occupant by
 * their real address, where it is shown.
 */
export async function contactDetails(
  { state, showDetails }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const { of: room, occupant } = occupantOfArgument(argument) ?? {};
  if (room && occupant?.jid !== undefined) {
    showDetails({ ...room, chat: occupant.jid });
    return;
  }
  const of = chatOfArgument(argument) ?? (await pickContact(state, t('Details of which contact?')));
  if (!of) return;
  const { jid = of.chat } = state.privateChat(of.account, of.chat) ?? {};
  showDetails({ ...of, chat: jid });
}

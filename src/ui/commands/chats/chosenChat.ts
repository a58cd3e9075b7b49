import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { ContactView, ConversationView } from '../../../api/views.ts';
import { userError } from '../../../base/userError.ts';
import {
  compareContacts,
  contactItem,
  conversationItem,
} from '../../conversations/chatPickItems.ts';
import { compareWaiting } from '../../conversations/conversationOrder.ts';
import { editor } from '../../editor.ts';
import type { CommandContext } from '../command.ts';
import { chatOfArgument } from '../pickContact.ts';

/** What a command can be used on. */
interface Fitting {
  readonly conversation: (conversation: ConversationView) => boolean;
  /** Contacts without a chat yet; none when absent. */
  readonly contact?: (contact: ContactView) => boolean;
}

/**
 * The chat of the tree row or of the arguments, that of the active tab, or one that the user picks.
 *
 * @param fits only such ones are offered
 * @returns `undefined` after Esc
 * @throws RequestError if there is none
 */
export async function chosenChat(
  { state, activeChat }: CommandContext,
  argument: unknown,
  title: string,
  fits: Fitting,
): Promise<OfChat | undefined> {
  const given = chatOfArgument(argument);
  if (given) return given;
  const active = activeChat();
  const shown = active && state.conversation(active.account, active.chat);
  if (active && (!shown || fits.conversation(shown))) return active;
  const withAccount = state.accounts.length > 1;
  const conversations = state.conversations
    .filter(({ conversation }) => fits.conversation(conversation))
    .sort(compareWaiting)
    .map((owned) => conversationItem(owned, withAccount));
  const contacts = state.contacts
    .filter(({ contact }) => contact.inRoster && fits.contact?.(contact) === true)
    .filter(({ account, contact }) => !state.conversation(account.id, contact.id))
    .sort(compareContacts)
    .map((owned) => contactItem(owned, withAccount));
  // Here the editor filters.
  const items = [...conversations, ...contacts].map((item) => ({ ...item, alwaysShow: false }));
  if (items.length === 0) throw new RequestError(userError('no-chat.fitting'));
  return (await editor.showQuickPick(items, { title }))?.of;
}

import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { ContactView, ConversationView } from '../../../api/views.ts';
import { userError } from '../../../base/userError.ts';
import {
  type ChatRow,
  findableContact,
  findableConversation,
  sortContacts,
} from '../../conversations/chatPickItems.ts';
import { compareWaiting } from '../../conversations/conversationOrder.ts';
import { openFilteredPick } from '../../filteredPick.ts';
import { filterRows } from '../../findable.ts';
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
    .map((owned) => findableConversation(owned, withAccount));
  const fitting = state.contacts
    .filter(({ contact }) => contact.inRoster && fits.contact?.(contact) === true)
    .filter(({ account, contact }) => !state.conversation(account.id, contact.id));
  const contacts = sortContacts(fitting).map((owned) => findableContact(owned, withAccount));
  const chats = [...conversations, ...contacts];
  if (chats.length === 0) throw new RequestError(userError('no-chat.fitting'));
  const rows = (typed: string): readonly ChatRow[] => filterRows(chats, typed);
  return (await openFilteredPick({ title, rows }).chosen)?.of;
}

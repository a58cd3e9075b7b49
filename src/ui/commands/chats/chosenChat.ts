import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { ConversationView } from '../../../api/views.ts';
import { userError } from '../../../base/userError.ts';
import { conversationItem } from '../../conversations/chatPickItems.ts';
import { compareWaiting } from '../../conversations/conversationOrder.ts';
import { editor } from '../../editor.ts';
import type { CommandContext } from '../command.ts';
import { chatOfArgument } from '../pickContact.ts';

/**
 * The chat of the tree row or of the arguments, that of the active tab, or one that the user picks.
 *
 * @param fits whether a command can be used in a conversation; only such ones are offered
 * @returns `undefined` after Esc
 * @throws RequestError if there is none
 */
export async function chosenChat(
  { state, activeChat }: CommandContext,
  argument: unknown,
  title: string,
  fits: (conversation: ConversationView) => boolean,
): Promise<OfChat | undefined> {
  const given = chatOfArgument(argument);
  if (given) return given;
  const active = activeChat();
  const shown = active && state.conversation(active.account, active.chat);
  if (active && (!shown || fits(shown))) return active;
  const fitting = state.conversations.filter(({ conversation }) => fits(conversation));
  if (fitting.length === 0) throw new RequestError(userError('no-chat.fitting'));
  const items = fitting.sort(compareWaiting).map((owned) => ({
    ...conversationItem(owned, state.accounts.length > 1),
    // Here the editor filters.
    alwaysShow: false,
  }));
  return (await editor.showQuickPick(items, { title }))?.of;
}

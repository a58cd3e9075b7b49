import { t } from '../../../base/l10n.ts';
import { chatKey } from '../../chatKey.ts';
import { conversationKey } from '../../conversations/conversationNode.ts';
import { compareWaiting } from '../../conversations/conversationOrder.ts';
import { editor } from '../../editor.ts';
import type { CommandContext } from '../command.ts';

/** `XMPP: Next Unread Chat`: mentions first, then what notifies, then muted ones. */
export async function nextUnread(context: CommandContext): Promise<void> {
  const active = context.activeChat();
  const here = active && chatKey(active);
  const [next] = context.state.conversations
    .filter((owned) => owned.conversation.unread > 0 && conversationKey(owned) !== here)
    .sort(compareWaiting);
  if (next) context.openChat({ account: next.account.id, chat: next.conversation.id });
  else await editor.showInformationMessage(t('No chat has unread messages.'));
}

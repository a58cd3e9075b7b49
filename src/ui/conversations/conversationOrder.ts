import type { ConversationView } from '../../api/views.ts';
import type { OwnedConversation } from '../state.ts';
import { notifyingIn } from '../waiting.ts';
import { conversationKey } from './conversationNode.ts';

/** The order of the list: pinned ones, then all others, the newest first; archived ones last. */
export function compareListed(a: OwnedConversation, b: OwnedConversation): number {
  return sectionOf(a.conversation) - sectionOf(b.conversation) || compareRecent(a, b);
}

/**
 * The order of the picker: mentions, then what notifies, then all else that is unread, then what was
 * read; in each the newest first.
 */
export function compareWaiting(a: OwnedConversation, b: OwnedConversation): number {
  return urgencyOf(a.conversation) - urgencyOf(b.conversation) || compareRecent(a, b);
}

/** The newest first; ties in an order that is always the same. */
function compareRecent(a: OwnedConversation, b: OwnedConversation): number {
  const newer = timeOf(b.conversation) - timeOf(a.conversation);
  if (newer !== 0) return newer;
  const [one, other] = [conversationKey(a), conversationKey(b)];
  return one < other ? -1 : Number(one > other);
}

function timeOf({ last }: ConversationView): number {
  return last?.time ?? 0;
}

function sectionOf({ isArchived, isPinned }: ConversationView): number {
  if (isArchived) return 2;
  return isPinned ? 0 : 1;
}

function urgencyOf(conversation: ConversationView): number {
  const isLoud = notifyingIn(conversation) > 0;
  if (conversation.mentions > 0 && isLoud) return 0;
  if (isLoud) return 1;
  return conversation.unread > 0 ? 2 : 3;
}

/** Whether a change leaves a conversation in its place of the list. */
export function hasSamePlace(before: ConversationView, now: ConversationView): boolean {
  return (
    before.name === now.name &&
    before.isKnown === now.isKnown &&
    sectionOf(before) === sectionOf(now) &&
    timeOf(before) === timeOf(now)
  );
}

import type { ConversationView } from '../../api/views.ts';
import { chatKey } from '../chatKey.ts';
import type { OwnedConversation } from '../state.ts';

/** A conversation in the list; passed to menus and commands. The same object while it is listed. */
export interface ConversationNode extends OwnedConversation {
  readonly kind: 'conversation';
  /** The current state. */
  conversation: ConversationView;
  /** The contact that this stranger could be mistaken for. */
  resembles?: string | undefined;
  /** Whether another conversation in the list has a name that looks the same. */
  hasNamesake: boolean;
}

/** Stands for the conversations that are not shown; a click shows more. */
export interface MoreNode {
  readonly kind: 'more';
  /** How many there are. */
  readonly count: number;
}

export type ChatsNode = ConversationNode | MoreNode;

/** The key of a conversation, unique over all accounts. */
export function conversationKey({ account, conversation }: OwnedConversation): string {
  return chatKey({ account: account.id, chat: conversation.id });
}

/** Conversations for tests. */
import type { ConversationView } from '../../src/api/views.ts';
import type { OwnedConversation } from '../../src/ui/state.ts';
import { account } from './contactTree.ts';

export function conversation(
  name: string,
  change: Partial<ConversationView> = {},
): OwnedConversation {
  const view: ConversationView = {
    id: `${name.toLowerCase()}@example.org`,
    kind: 'chat',
    name,
    isKnown: true,
    show: 'available',
    level: 'always',
    unread: 0,
    mentions: 0,
    typing: [],
    isPinned: false,
    isArchived: false,
    ...change,
  };
  return { account, conversation: view };
}

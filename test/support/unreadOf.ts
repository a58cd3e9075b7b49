import { watchConversations } from '../../src/host/conversationView.ts';
import type { Account } from '../../src/model/account/account.ts';
import { FakeClock } from './fakeClock.ts';

/** The unread messages of all conversations that are listed. */
export function unreadOf(account: Account): number {
  let sum = 0;
  watchConversations(account, new FakeClock(), (change) => {
    if (change.kind === 'snapshot') sum = change.items.reduce((all, { unread }) => all + unread, 0);
  }).dispose();
  return sum;
}

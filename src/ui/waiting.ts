import type { ConversationView } from '../api/views.ts';
import type { ViewState } from './state.ts';

/** What needs the user's attention, over all accounts: a single count used everywhere. */
export interface Waiting {
  readonly count: number;
  /** Describes the count, such as `3 unread messages, 1 request`; empty for none. */
  readonly text: string;
}

type Source = Pick<
  ViewState,
  'accounts' | 'conversations' | 'requests' | 'invitations' | 'approvals' | 'suggestions'
>;

/** @param showStrangers whether those who write without being in the contacts are requests */
export function waitingIn(source: Source, showStrangers = true): Waiting {
  const { accounts, approvals, conversations, invitations, suggestions } = source;
  const strangers = accounts.reduce((sum, account) => sum + account.strangers, 0);
  const asking = source.requests.length + (showStrangers ? strangers : 0);
  const requests = asking + approvals.length + suggestions.length;
  const unread = conversations.reduce(
    (sum, { conversation }) => sum + notifyingIn(conversation),
    0,
  );
  const parts = [
    counted(unread, 'unread message'),
    counted(requests, 'request'),
    counted(invitations.length, 'invitation'),
  ];
  return {
    count: unread + requests + invitations.length,
    text: parts.filter((part) => part !== '').join(', '),
  };
}

/** How many of the unread messages count by the level of their conversation (XEP-0492). */
export function notifyingIn({
  level,
  unread,
  mentions,
}: Pick<ConversationView, 'level' | 'unread' | 'mentions'>): number {
  if (level === 'never') return 0;
  return level === 'always' ? unread : mentions;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

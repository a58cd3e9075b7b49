import type { ConversationView } from '../api/views.ts';
import { plural } from '../base/l10n.ts';
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
  const invited = invitations.length;
  const parts = [
    ...(unread > 0 ? [plural(unread, ['{count} unread message', '{count} unread messages'])] : []),
    ...(requests > 0 ? [plural(requests, ['{count} request', '{count} requests'])] : []),
    ...(invited > 0 ? [plural(invited, ['{count} invitation', '{count} invitations'])] : []),
  ];
  return { count: unread + requests + invited, text: parts.join(', ') };
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

import type { ViewState } from './state.ts';

/** What needs the user's attention, over all accounts: a single count used everywhere. */
export interface Waiting {
  readonly count: number;
  /** Describes the count, such as `3 unread messages, 1 request`; empty for none. */
  readonly text: string;
}

export function waitingIn({
  accounts,
  requests,
}: Pick<ViewState, 'accounts' | 'requests'>): Waiting {
  const unread = accounts.reduce((sum, account) => sum + account.unread, 0);
  const parts = [counted(unread, 'unread message'), counted(requests.length, 'request')];
  return {
    count: unread + requests.length,
    text: parts.filter((part) => part !== '').join(', '),
  };
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

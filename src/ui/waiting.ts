import type { RoomView } from '../api/views.ts';
import type { ViewState } from './state.ts';

/** What needs the user's attention, over all accounts: a single count used everywhere. */
export interface Waiting {
  readonly count: number;
  /** Describes the count, such as `3 unread messages, 1 request`; empty for none. */
  readonly text: string;
}

type Source = Pick<ViewState, 'accounts' | 'requests' | 'rooms' | 'invitations'>;

export function waitingIn({ accounts, requests, rooms, invitations }: Source): Waiting {
  const ofContacts = accounts.reduce((sum, account) => sum + account.unread, 0);
  const unread = rooms.reduce((sum, { room }) => sum + notifyingIn(room), ofContacts);
  const parts = [
    counted(unread, 'unread message'),
    counted(requests.length, 'request'),
    counted(invitations.length, 'invitation'),
  ];
  return {
    count: unread + requests.length + invitations.length,
    text: parts.filter((part) => part !== '').join(', '),
  };
}

/** How many of a room's unread messages count by its level (XEP-0492). */
export function notifyingIn({ level, unread, mentions }: RoomView): number {
  if (level === 'never') return 0;
  return level === 'always' ? unread : mentions;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

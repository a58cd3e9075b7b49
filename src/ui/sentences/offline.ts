import type { Sentences } from './sentences.ts';

/** Being offline. */
export const OFFLINE = {
  offline:
    'You are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.',
  'offline.task':
    '{task}, since you are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.',
  'chosen-offline':
    'You chose to be offline: choose another presence with "XMPP: Set Presence…", then try again.',
  'chosen-offline.task':
    '{task}, since you chose to be offline: choose another presence with "XMPP: Set Presence…", then try again.',
  'needs-user': 'The account needs you: sign in again with "XMPP: Sign In…".',
  'needs-user.reason': '{reason}',
  'needs-user.task': '{task}, since the account needs you: sign in again with "XMPP: Sign In…".',
} satisfies Sentences;

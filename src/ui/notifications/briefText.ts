import type { NotificationKind } from './notificationPolicy.ts';

/** The text of a notification that says neither who nor what. */
export function briefText(kind: NotificationKind): string {
  switch (kind) {
    case 'message':
    case 'room':
    case 'private':
      return 'New message';
    case 'file':
      return 'New file';
    case 'online':
    case 'offline':
    case 'status':
    case 'answer':
      return 'News of a contact';
    case 'request':
      return 'Somebody asks to see when you are online';
    case 'account':
      return 'News of your account';
    case 'invitation':
      return 'Somebody invites you to a room';
    case 'approval':
      return 'A request in one of your rooms waits for an answer';
    case 'removed':
    case 'rights':
    case 'occupants':
      return 'News of a room';
  }
}

import { t } from '../../base/l10n.ts';
import type { NotificationKind } from './notificationPolicy.ts';

/** The text of a notification that says neither who nor what. */
export function briefText(kind: NotificationKind): string {
  switch (kind) {
    case 'message':
    case 'room':
    case 'private':
      return t('New message');
    case 'file':
      return t('New file');
    case 'online':
    case 'offline':
    case 'status':
    case 'answer':
      return t('News of a contact');
    case 'request':
      return t('Somebody asks to see when you are online');
    case 'account':
      return t('News of your account');
    case 'invitation':
      return t('Somebody invites you to a room');
    case 'approval':
      return t('A request in one of your rooms waits for an answer');
    case 'removed':
    case 'rights':
    case 'occupants':
      return t('News of a room');
  }
}

import { shownAddress } from '../../base/jidEscaping.ts';
import { formatList, plural, t } from '../../base/l10n.ts';
import type { ContactView } from '../../api/views.ts';
import { actOf, isAction } from '../../api/action.ts';
import { say, sayExcerpt } from '../../api/say.ts';
import type { ContactEvent } from './contactEvents.ts';
import type { Topic } from './notificationPolicy.ts';
import type { Sender } from './notify.ts';
import { MAX_SENTENCE, shownLine, shownWords } from './shownLine.ts';

/** The text of a notification of new subscription requests, in one line. */
export function requestText(jids: readonly string[]): string {
  return plural(
    jids.length,
    ['{who} asks to see when you are online', '{count} people ask to see when you are online'],
    { who: shownLine(shownAddress(jids[0] ?? '')) },
  );
}

/** How the text of a {@link Sender} reads. */
export type SenderText = Pick<Sender, 'name' | 'words'>;

/** Maximum number of names in a summary. */
const NAMED = 2;

/** Topics of those who are in the contacts, or ask to be. */
export type ContactTopic = Exclude<
  Topic,
  'rooms' | 'privates' | 'invitations' | 'approvals' | 'occupants'
>;

/** The text of a notification that summarizes all held notices of contacts, in one line. */
export function summaryText(topic: ContactTopic, contacts: readonly ContactView[]): string {
  const [first] = contacts;
  const unread = contacts.reduce((sum, contact) => sum + contact.unread, 0);
  switch (topic) {
    case 'messages':
      return contacts.length === 1 && first
        ? `${shownLine(first.name)}: ${unreadWords(unread)}`
        : plural(
            unread,
            ['{count} unread message from {names}', '{count} unread messages from {names}'],
            { names: namesOf(contacts) },
          );
    case 'strangers':
      return plural(
        contacts.length,
        [
          '{messages} from somebody who is not in your contacts',
          '{messages} from {count} people who are not in your contacts',
        ],
        { messages: unreadWords(unread) },
      );
    case 'presence':
      return t('News of the presence of {names}', { names: namesOf(contacts) });
    case 'requests':
      return t('More people ask to see when you are online');
  }
}

/** Such as `3 unread messages`. */
export function unreadWords(unread: number): string {
  return plural(unread, ['{count} unread message', '{count} unread messages']);
}

function namesOf(contacts: readonly ContactView[]): string {
  const names = contacts.slice(0, NAMED).map(({ name }) => shownLine(name));
  const others = contacts.length - names.length;
  if (others > 0) names.push(plural(others, ['one other', '{count} others']));
  return formatList(names);
}

/** The text of a notification of an event, in one line. */
export function notificationText({ kind, contact }: ContactEvent): string {
  const name = shownLine(contact.name);
  switch (kind) {
    case 'message':
      if (contact.standing) {
        return t('{name} is not in your contacts and writes to you', { name });
      }
      return messageText(name, sayExcerpt(contact.lastReceived?.excerpt ?? ''));
    case 'file':
      return contact.lastReceived?.isOffer
        ? t('{name} offers {file}', { name, file: fileOf(contact) })
        : t('{name} sends {file}', { name, file: fileOf(contact) });
    case 'online':
      return t('{name} is online', { name });
    case 'offline':
      return t('{name} is offline', { name });
    case 'status':
      return t('{name} is now “{status}”', { name, status: shownLine(contact.status) });
    case 'answer':
      return contact.refusal
        ? shownLine(say(contact.refusal.reason), MAX_SENTENCE)
        : t('{name} lets you see when they are online', { name });
  }
}

/** The name and the words of a notification of a message or a file, for {@link Sender}. */
export function senderOf({ kind, contact }: Pick<ContactEvent, 'kind' | 'contact'>): SenderText {
  const name = shownLine(contact.name);
  const { excerpt = '', isOffer } = contact.lastReceived ?? {};
  if (kind === 'file') {
    const file = fileOf(contact);
    return { name, words: isOffer ? t('Offers {file}', { file }) : t('Sends {file}', { file }) };
  }
  if (contact.standing) return { name, words: t('Is not in your contacts and writes to you') };
  return { name, words: shownWords(name, sayExcerpt(excerpt)) };
}

function fileOf({ lastReceived }: ContactView): string {
  return shownLine(lastReceived?.fileName ?? t('a file'));
}

function messageText(name: string, excerpt: string): string {
  return isAction(excerpt)
    ? `${name} ${shownLine(actOf(excerpt))}`
    : `${name}: ${shownLine(excerpt)}`;
}

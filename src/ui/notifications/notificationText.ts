import { shownAddress } from '../../base/jidEscaping.ts';
import type { ContactView } from '../../api/views.ts';
import { actOf, isAction } from '../../api/action.ts';
import { say, sayExcerpt } from '../../api/say.ts';
import type { ContactEvent } from './contactEvents.ts';
import type { Topic } from './notificationPolicy.ts';
import type { Sender } from './notify.ts';
import { MAX_SENTENCE, shownLine, shownWords } from './shownLine.ts';

/** The text of a notification of new subscription requests, in one line. */
export function requestText(jids: readonly string[]): string {
  return jids.length === 1
    ? `${shownLine(shownAddress(jids[0] ?? ''))} asks to see when you are online`
    : `${jids.length} people ask to see when you are online`;
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
        : `${unread} unread messages from ${namesOf(contacts)}`;
    case 'strangers':
      return `${unreadWords(unread)} from ${
        contacts.length === 1 ? 'somebody who is' : `${contacts.length} people who are`
      } not in your contacts`;
    case 'presence':
      return `News of the presence of ${namesOf(contacts)}`;
    case 'requests':
      return 'More people ask to see when you are online';
  }
}

/** Such as `3 unread messages`. */
export function unreadWords(unread: number): string {
  return `${unread} unread ${unread === 1 ? 'message' : 'messages'}`;
}

function namesOf(contacts: readonly ContactView[]): string {
  const names = contacts.slice(0, NAMED).map(({ name }) => shownLine(name));
  const others = contacts.length - names.length;
  const more = others === 1 ? 'one other' : `${others} others`;
  return [...names, ...(others > 0 ? [more] : [])].join(', ').replace(/, (?=[^,]*$)/u, ' and ');
}

/** The text of a notification of an event, in one line. */
export function notificationText({ kind, contact }: ContactEvent): string {
  const name = shownLine(contact.name);
  switch (kind) {
    case 'message':
      if (contact.standing) return `${name} is not in your contacts and writes to you`;
      return messageText(name, sayExcerpt(contact.lastReceived?.excerpt ?? ''));
    case 'file':
      return `${name} ${contact.lastReceived?.isOffer ? 'offers' : 'sends'} ${shownLine(contact.lastReceived?.fileName ?? 'a file')}`;
    case 'online':
      return `${name} is online`;
    case 'offline':
      return `${name} is offline`;
    case 'status':
      return `${name} is now “${shownLine(contact.status)}”`;
    case 'answer':
      return contact.refusal
        ? shownLine(say(contact.refusal.reason), MAX_SENTENCE)
        : `${name} lets you see when they are online`;
  }
}

/** The name and the words of a notification of a message or a file, for {@link Sender}. */
export function senderOf({ kind, contact }: Pick<ContactEvent, 'kind' | 'contact'>): SenderText {
  const name = shownLine(contact.name);
  const { excerpt = '', fileName, isOffer } = contact.lastReceived ?? {};
  if (kind === 'file') {
    const what = shownLine(fileName ?? 'a file');
    return { name, words: `${isOffer ? 'Offers' : 'Sends'} ${what}` };
  }
  if (contact.standing) return { name, words: 'Is not in your contacts and writes to you' };
  return { name, words: shownWords(name, sayExcerpt(excerpt)) };
}

function messageText(name: string, excerpt: string): string {
  return isAction(excerpt)
    ? `${name} ${shownLine(actOf(excerpt))}`
    : `${name}: ${shownLine(excerpt)}`;
}

import type { ContactSuggestionView, ContactView, SubscriptionRequestView } from '../api/views.ts';
import type { Account } from '../model/account/account.ts';
import type { Contact } from '../model/contacts/contacts.ts';
import type { SubscriptionRequest } from '../model/contacts/subscriptions.ts';
import type { PendingSuggestion } from '../model/contacts/suggestions.ts';
import { receivedView } from './receivedView.ts';
import { refusalView } from './refusalView.ts';

export function contactView(account: Account, contact: Contact): ContactView {
  const chat = account.chats.find(contact.jid.bare);
  const avatar = account.avatars.hashOf(contact.jid.bare);
  const { contactPinned, mutedUntil } = account.chatOptions.get(contact.jid.bare);
  const blocked = account.blockList.find(contact.jid);
  // A server need not send unavailable presence of blocked contacts.
  const best = blocked ? undefined : contact.resources[0];
  const { lastSeen } = contact;
  const isGone = !blocked && !best && lastSeen !== undefined;
  return {
    id: contact.jid.bare,
    name: contact.name,
    givenName: contact.givenName,
    groups: contact.groups,
    subscription: contact.subscription,
    inRoster: contact.inRoster,
    pending: contact.pending,
    ...(avatar !== undefined && { avatar }),
    ...(contactPinned && { isPinned: true }),
    ...(mutedUntil !== undefined && { isMuted: true }),
    ...refusalOf(contact),
    show: best?.show ?? 'offline',
    status: best?.status ?? '',
    resources: blocked ? [] : contact.resources,
    ...(isGone && { lastSeen }),
    ...(chat?.standing && { standing: chat.standing }),
    ...(blocked && { blockedBy: blocked.full }),
    unread: blocked ? 0 : (chat?.unread ?? 0),
    composing: chat?.composing ?? false,
    ...(chat?.lastReceived && { lastReceived: receivedView(chat.lastReceived) }),
  };
}

/** Why we do not see their presence, if they have refused it. */
export function refusalOf(contact: Contact | undefined): Pick<ContactView, 'refusal'> {
  if (!contact?.refusal) return {};
  return { refusal: refusalView(contact.refusal, contact.name) };
}

export function contactSuggestionView({ id, contacts }: PendingSuggestion): ContactSuggestionView {
  return {
    id,
    contacts: contacts.map(({ jid, name, groups }) => ({ address: jid.bare, name, groups })),
  };
}

export function subscriptionRequestView({
  jid,
  status,
  nickname,
}: SubscriptionRequest): SubscriptionRequestView {
  return { id: jid.bare, status, nickname };
}

import type {
  AccountView,
  ArchivePreferencesView,
  ChatView,
  ConnectionView,
  ContactView,
  FoundMessageView,
  MessageView,
  ReactionView,
  RegistrationView,
  SubscriptionRequestView,
  ReceivedView,
  TransferView,
} from '../api/views.ts';
import type { Account } from '../model/account.ts';
import type { ArchivePreferences } from '../model/archivePreferences.ts';
import type { Contact } from '../model/contacts.ts';
import type { FoundMessage, Message, Reaction } from '../model/history.ts';
import type { LinkState } from '../model/link.ts';
import type { SubscriptionRequest } from '../model/subscriptions.ts';
import type { Transfer } from '../model/transfers.ts';
import type { Accounts } from '../model/accounts.ts';
import { beginningOf, excerptOf } from './excerpt.ts';

/** Model → what views show. Pure; no view is ever handed the model itself. */
export function accountView(account: Account): AccountView {
  const { status, recentStatuses = [] } = account.record;
  const online = account.state.phase === 'online';
  return {
    id: account.jid.bare,
    jid: account.jid.bare,
    connection: connectionView(account.state),
    show: online ? account.show : 'offline',
    status,
    unread: account.chats.unread,
    recentStatuses,
  };
}

function connectionView(state: LinkState): ConnectionView {
  return {
    phase: state.phase === 'offline' ? 'signedOut' : state.phase,
    ...(state.error && { reason: state.error.message }),
    ...(state.retryAt !== undefined && { retryAt: state.retryAt }),
  };
}

export function contactView(account: Account, contact: Contact): ContactView {
  const chat = account.chats.find(contact.jid.bare);
  const best = contact.resources[0];
  return {
    id: contact.jid.bare,
    name: contact.name,
    groups: contact.groups,
    subscription: contact.subscription,
    inRoster: contact.inRoster,
    pending: contact.pending,
    show: best?.show ?? 'offline',
    status: best?.status ?? '',
    resources: contact.resources,
    unread: chat?.unread ?? 0,
    composing: chat?.composing ?? false,
    ...(chat?.lastReceived && { lastReceived: receivedView(chat.lastReceived) }),
  };
}

function receivedView({ id, body, file }: Message): ReceivedView {
  const excerpt = beginningOf(body);
  return { id, excerpt, ...(file && { fileName: file.name }) };
}

/** @param edges whether older and newer messages than those watched are kept. */
export function chatView(
  account: Account,
  id: string,
  edges: Pick<ChatView, 'hasOlder' | 'hasNewer'>,
): ChatView {
  const contact = account.contacts.get(id);
  const best = contact?.resources[0];
  const chat = account.chats.find(id);
  const resembles = contact?.inRoster ? undefined : account.contacts.lookalike(id);
  return {
    id,
    name: contact?.name ?? id,
    show: best?.show ?? 'offline',
    status: best?.status ?? '',
    composing: chat?.composing ?? false,
    connection: connectionView(account.state),
    ...edges,
    unread: chat?.unread ?? 0,
    ...(resembles !== undefined && { resembles }),
    draft: chat?.draft ?? '',
  };
}

export function messageView(account: Account, chat: string, message: Message): MessageView {
  const { id, outgoing, body, time, error, file, originId, edited, retracted, reply } = message;
  const { refused } = message;
  const delivery = message.pending === undefined ? message.delivery : 'queued';
  const name = account.contacts.get(chat)?.name ?? chat;
  return {
    id,
    outgoing,
    senderName: outgoing ? 'You' : name,
    body,
    time,
    ...(delivery && { delivery }),
    ...(error !== undefined && { error }),
    ...(refused !== undefined && { refused }),
    ...(file && { file }),
    ...(originId !== undefined && { originId }),
    ...(edited !== undefined && { edited }),
    ...(retracted !== undefined && { retracted: true }),
    ...(message.reactions && { reactions: reactionViews(account, message.reactions, name) }),
    ...(reply && {
      reply: {
        message: reply.message,
        senderName: reply.outgoing ? 'You' : name,
        excerpt: reply.excerpt,
      },
    }),
  };
}

/** @param text what was searched for */
export function foundMessageView(
  accounts: Accounts,
  { key: { account, chat }, message }: FoundMessage,
  text: string,
): FoundMessageView {
  const { id, outgoing, time, body, file } = message;
  const chatName = accounts.find(account)?.contacts.get(chat)?.name ?? chat;
  return {
    ...{ id, account, chat, chatName, outgoing, time },
    senderName: outgoing ? 'You' : chatName,
    // A file's announcement repeats its address as the body (XEP-0066 §4).
    excerpt: body === file?.url ? '' : excerptOf(body, text),
    ...(file && { fileName: file.name }),
  };
}

/** By emoji, each with all who chose it. */
function reactionViews(
  account: Account,
  reactions: readonly Reaction[],
  name: string,
): ReactionView[] {
  const senders = new Map<string, string[]>();
  for (const { sender, emojis } of reactions) {
    for (const emoji of emojis) senders.set(emoji, [...(senders.get(emoji) ?? []), sender]);
  }
  const isOwn = (sender: string) => sender === account.jid.bare;
  return [...senders].map(([emoji, all]) => ({
    emoji,
    own: all.some(isOwn),
    names: all.map((sender) => (isOwn(sender) ? 'You' : name)),
  }));
}

export function transferView(transfer: Transfer): TransferView {
  const { to, ...rest } = transfer;
  return { chat: to.bare, ...rest };
}

/** What a server asks of whoever registers there. */
type Registration = Awaited<ReturnType<Accounts['fetchRegistration']>>;

export function registrationView(form: Registration): RegistrationView {
  return {
    ...form,
    fields: form.fields.map(({ media: _, ...field }) => field),
  };
}

export function archivePreferencesView(preferences: ArchivePreferences): ArchivePreferencesView {
  const addresses = (list: 'always' | 'never') => preferences[list].map(({ full }) => full);
  return {
    default: preferences.default,
    always: addresses('always'),
    never: addresses('never'),
  };
}

export function subscriptionRequestView({
  jid,
  status,
}: SubscriptionRequest): SubscriptionRequestView {
  return { id: jid.bare, status };
}

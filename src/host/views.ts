import { Jid } from '../base/jid.ts';
import { mixesScripts } from '../base/scripts.ts';
import { shownAddress } from '../base/jidEscaping.ts';
import type {
  AccountView,
  ArchivePreferencesView,
  ChatView,
  ConnectionView,
  ContactSuggestionView,
  ContactView,
  FileView,
  FoundMessageView,
  MessageView,
  ReactionView,
  RegistrationView,
  SubscriptionRequestView,
  TransferView,
} from '../api/views.ts';
import { OWN_NAME } from '../api/views/message.ts';
import { emojiKey } from '../base/emoji.ts';
import type { Account } from '../model/account/account.ts';
import type { ArchivePreferences } from '../model/account/archivePreferences.ts';
import type { Contact } from '../model/contacts/contacts.ts';
import {
  type AnnouncedFile,
  filesOf,
  type FoundMessage,
  type Message,
  NO_DRAFT,
  type Reaction,
} from '../model/history.ts';
import type { LinkState } from '../model/link.ts';
import type { SubscriptionRequest } from '../model/contacts/subscriptions.ts';
import type { PendingSuggestion } from '../model/contacts/suggestions.ts';
import type { Transfer } from '../model/files/transfers.ts';
import type { Accounts } from '../model/account/accounts.ts';
import { excerptOf } from './excerpt.ts';
import { fileNamesOf } from './fileNames.ts';
import { offerView } from './offerView.ts';
import { noticeSentence, noticeView } from './noticeView.ts';
import { privateChatName, privateChatView } from './privateChatViews.ts';
import { receivedView } from './receivedView.ts';
import { roomView } from './roomViews.ts';
import { refusalView } from './refusalView.ts';
import { savingView } from './savingView.ts';

/** Converts the model to view data. Pure; views never get the model itself. */
export function accountView(account: Account): AccountView {
  const { status, recentStatuses = [] } = account.record;
  const online = account.state.phase === 'online';
  return {
    id: account.jid.bare,
    jid: shownAddress(account.jid.bare),
    connection: connectionView(account.state),
    show: online ? account.show : 'offline',
    status,
    strangers: account.strangers,
    ...blockingOf(account),
    recentStatuses,
  };
}

function blockingOf({ blockList: { support } }: Account): Pick<AccountView, 'blocking'> {
  if (!support.canBlock) return {};
  return { blocking: support.reports ? 'report' : 'block' };
}

function connectionView(state: LinkState): ConnectionView {
  return {
    phase: state.phase,
    ...(state.error && { reason: state.error.userError }),
    ...(state.retryAt !== undefined && { retryAt: state.retryAt }),
  };
}

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

function refusalOf(contact: Contact | undefined): Pick<ContactView, 'refusal'> {
  if (!contact?.refusal) return {};
  return { refusal: refusalView(contact.refusal, contact.name) };
}

/** Only what is needed to show the file and to request it. */
export function fileView({ hashes: _, share: __, ...file }: AnnouncedFile): FileView {
  return file;
}

/** @param at its place among the files of the message */
function savedFileView(
  account: Account,
  message: string,
  file: AnnouncedFile,
  at: number,
): FileView {
  const saving = savingView(account, message, at);
  return { ...fileView(file), ...(saving && { saving }) };
}

/** @param edges whether older and newer messages than those watched are stored */
export function chatView(
  account: Account,
  id: string,
  edges: Pick<ChatView, 'hasOlder' | 'hasNewer'>,
): ChatView {
  const contact = account.contacts.get(id);
  const jid = Jid.parse(id);
  const blocked = jid && account.blockList.find(jid);
  const best = blocked ? undefined : contact?.resources[0];
  const chat = account.chats.find(id);
  const room = account.rooms.find(id);
  const isStranger = !contact?.inRoster && !room && chat?.kind !== 'private';
  const resembles = isStranger ? account.contacts.lookalike(id) : undefined;
  const occupant = chat?.kind === 'private' ? privateChatView(account, chat) : undefined;
  const readers = chat?.readers.all.map(({ sender, nick, message }) => {
    return { id: sender, nick, message };
  });
  const avatar = avatarOf(account, id);
  const ownAvatar = account.avatars.hashOf(account.jid.bare);
  const presence = room ? { show: room.membership?.self?.show, status: '' } : best;
  return {
    id,
    name: chatName(account, id),
    ...(room && { room: roomView(account, room) }),
    ...(occupant && { occupant }),
    show: occupant?.show ?? presence?.show ?? 'offline',
    status: presence?.status ?? '',
    ...(avatar !== undefined && { avatar }),
    ...(ownAvatar !== undefined && { ownAvatar }),
    composing: chat?.composing ?? false,
    connection: connectionView(account.state),
    ...edges,
    unread: chat?.unread ?? 0,
    ...(readers && readers.length > 0 && { readers }),
    ...(resembles !== undefined && { resembles }),
    ...(isStranger && mixesScripts(id) && { mixesScripts: true }),
    ...refusalOf(contact),
    ...(chat?.standing && { standing: chat.standing }),
    ...(blocked && { blockedBy: blocked.full }),
    ...(chat?.draft ?? NO_DRAFT),
  };
}

/** The hash of the avatar of a contact, a room or an occupant. */
function avatarOf({ avatars, chats, rooms }: Account, id: string): string | undefined {
  const chat = chats.find(id);
  if (chat?.kind === 'private') {
    const { bare, resource } = chat.jid;
    const occupant = rooms.find(bare)?.membership?.occupants.get(resource);
    return occupant?.avatarHash || undefined;
  }
  const room = rooms.find(id);
  return room ? room.membership?.avatarHash : avatars.hashOf(id);
}

export function messageView(account: Account, chat: string, message: Message): MessageView {
  const { id, outgoing, body, time, error, file, originId, edited, retracted, reply } = message;
  const { moreFiles, refused, subject, notice, moderated } = message;
  const delivery = message.pending === undefined ? message.delivery : 'queued';
  const isRoom = account.chats.find(chat)?.kind === 'room';
  if (isRoom && account.rooms.ignored.has(chat, message.sender)) return ignoredView(message);
  const name = message.nick ?? authorName(account, chat);
  const reactions = (message.reactions ?? []).filter(
    (one) => !isRoom || !account.rooms.ignored.has(chat, one.sender),
  );
  return {
    id,
    outgoing,
    senderName: outgoing ? OWN_NAME : name,
    ...(isRoom && roomParts(message)),
    body,
    time,
    ...(delivery && { delivery }),
    ...(error !== undefined && { error }),
    ...(refused !== undefined && { refused }),
    ...(file && { file: savedFileView(account, id, file, 0) }),
    ...(moreFiles && {
      moreFiles: moreFiles.map((each, index) => savedFileView(account, id, each, index + 1)),
    }),
    // It was no message of the sender's, who knows no id of it.
    ...(message.offer && { offer: offerView(account, id, message.offer), isUnnamed: true }),
    ...(subject !== undefined && body.startsWith(subject) && { subject }),
    ...(notice && { notice: noticeView(notice, outgoing) }),
    ...(originId !== undefined && { originId }),
    ...(edited !== undefined && { edited }),
    ...(retracted !== undefined && { retracted: true }),
    ...(moderated && { moderated }),
    ...(message.damaged === true && { damaged: true }),
    ...(reactions.length > 0 && { reactions: reactionViews(account, reactions, name) }),
    ...(reply && {
      reply: {
        message: reply.message,
        ...(reply.outgoing && { outgoing: true }),
        senderName: reply.outgoing ? OWN_NAME : (reply.nick ?? name),
        excerpt: reply.notice ? noticeSentence(reply.notice, reply.outgoing) : reply.excerpt,
      },
    }),
  };
}

/** That there is a message, and nothing of what it says. */
function ignoredView({ id, sender, time }: Message): MessageView {
  return {
    ...{ id, sender, time, outgoing: false, senderName: '', body: '' },
    isUnnamed: true,
    isIgnored: true,
  };
}

/** What a message of a room has besides. */
function roomParts({ sender, mention, stanzaId }: Message): Partial<MessageView> {
  return {
    sender,
    ...(mention && { mentionsUs: true }),
    ...(stanzaId === undefined && { isUnnamed: true }),
  };
}

/** What a contact, a room or an occupant is called. */
export function chatName(account: Account, id: string): string {
  const chat = account.chats.find(id);
  if (chat?.kind === 'private') return privateChatName(account, chat);
  return account.rooms.find(id)?.name ?? account.contacts.nameOf(id);
}

/** What the other side of a chat is called in it. */
function authorName(account: Account, id: string): string {
  const chat = account.chats.find(id);
  return chat?.kind === 'private' ? chat.jid.resource : chatName(account, id);
}

/** @param text the text of the search */
export function foundMessageView(
  accounts: Accounts,
  { key: { account, chat }, message }: FoundMessage,
  text: string,
): FoundMessageView {
  const { id, outgoing, time, body, file, notice } = message;
  const found = accounts.find(account);
  const name = found ? chatName(found, chat) : shownAddress(chat);
  return {
    ...{ id, account, chat, chatName: name, outgoing, time },
    senderName: outgoing ? OWN_NAME : (message.nick ?? (found ? authorName(found, chat) : name)),
    // A file's announcement repeats its address as the body (XEP-0066 §4).
    excerpt:
      notice && body === ''
        ? noticeSentence(notice, outgoing)
        : excerptOf(body === file?.url ? '' : body, text),
    ...fileNamesOf(message),
    ...(message.moreFiles && { fileNames: filesOf(message).map(({ name }) => name) }),
  };
}

/** Groups reactions by emoji, whatever its presentation; each in its first form, with senders. */
function reactionViews(
  account: Account,
  reactions: readonly Reaction[],
  name: string,
): ReactionView[] {
  const chosen = new Map<string, { readonly emoji: string; readonly names: Map<string, string> }>();
  const isOwn = (sender: string) => sender === account.jid.bare;
  for (const { sender, nick = name, emojis } of reactions) {
    for (const emoji of emojis) {
      const same = chosen.get(emojiKey(emoji)) ?? { emoji, names: new Map<string, string>() };
      chosen.set(emojiKey(emoji), same);
      same.names.set(sender, isOwn(sender) ? OWN_NAME : nick);
    }
  }
  return [...chosen.values()].map(({ emoji, names }) => ({
    emoji,
    own: names.has(account.jid.bare),
    names: [...names.values()],
  }));
}

export function transferView(transfer: Transfer): TransferView {
  const { to, chosen: _, ...rest } = transfer;
  return { chat: to.full, ...rest };
}

/** The registration fields required by a server. */
type Registration = Awaited<ReturnType<Accounts['fetchRegistration']>>;

export function registrationView(form: Registration): RegistrationView {
  const { isDataForm, title, instructions, fields, url } = form;
  return {
    ...{ isDataForm, title, instructions },
    fields: fields.map(({ media: _, ...field }) => field),
    ...(url !== undefined && { url }),
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

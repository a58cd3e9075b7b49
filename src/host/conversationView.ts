import type { Change } from '../api/topics.ts';
import type { ConversationView, LastMessageView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import { Jid } from '../base/jid.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import type { Chat } from '../model/chats/chat.ts';
import type { LastMessage } from '../model/chats/lastMessage.ts';
import { beginningOf } from './excerpt.ts';
import { blocksOf } from './chatHead.ts';
import { fileNamesOf } from './fileNames.ts';
import { noticeSentence } from './noticeView.ts';
import { privateChatView } from './privateChatViews.ts';
import { chatName } from './chatName.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches all conversations of an account: with each change, those that it is about. */
export function watchConversations(
  account: Account,
  clock: Clock,
  listener: (change: Change<ConversationView>) => void,
): Disposable {
  const { chats, chatOptions, contacts, privateChats, rooms } = account;
  // Of thousands of contacts whose presence changes, few have a conversation.
  const listed = (ids: readonly string[]) => ids.filter((id) => isListed(account, id));
  return watchCollection(clock, listener, {
    all: () =>
      [...new Set([...chatOptions.ids, ...chats.ids()])].flatMap(
        (id) => conversationView(account, id) ?? [],
      ),
    one: (id) => conversationView(account, id),
    changes: [
      chatOptions.onDidChange,
      (changed) =>
        chats.onDidChange(({ chat }) => {
          changed([chat.key.chat]);
        }),
      ...[contacts.onDidChange, privateChats.onDidChange, rooms.onDidChange, blocksOf(account)].map(
        (event) => (changed: (ids: readonly string[]) => void) =>
          event((ids) => {
            changed(listed(ids));
          }),
      ),
    ],
  });
}

/**
 * Whether there is anything in the chat with this id, or options of it. What a stranger has begun is a
 * request and no conversation yet; a contact may be muted before there is a chat.
 */
function isListed({ chats, chatOptions, contacts }: Account, id: string): boolean {
  const chat = chats.find(id);
  if (chat && !chat.isAccepted) return false;
  if (chatOptions.hasPlace(id)) return true;
  if (chatOptions.isMuted(id) && contacts.get(id)?.inRoster !== true) return true;
  if (!chat) return false;
  return chat.last !== undefined || chat.unread > 0 || chat.draft.draft !== '';
}

/** The conversation with this id; `undefined` if there is nothing in it. */
function conversationView(account: Account, id: string): ConversationView | undefined {
  const { chats, chatOptions, contacts, rooms } = account;
  const chat = chats.find(id);
  const options = chatOptions.get(id);
  if (!isListed(account, id)) return undefined;
  const room = rooms.find(id);
  const contact = contacts.get(id);
  const kind = chat?.kind ?? (room ? 'room' : 'chat');
  const name = chatName(account, id);
  const { mutedUntil } = options;
  const isIgnored = chat?.last !== undefined && rooms.ignored.has(id, chat.last.sender);
  const ownLevel = kind === 'room' ? (room?.level ?? 'on-mention') : 'always';
  const occupant = chat?.kind === 'private' ? privateChatView(account, chat) : undefined;
  const jid = chat?.jid ?? Jid.parse(id);
  const isBlocked = jid !== undefined && account.blockList.find(jid) !== undefined;
  const person = isBlocked ? undefined : (occupant ?? contact?.resources[0]);
  const show = room ? room.membership?.self?.show : person?.show;
  return {
    ...{ id, kind, name },
    isKnown: kind !== 'chat' || contact?.inRoster === true,
    show: show ?? 'offline',
    level: mutedUntil === undefined ? ownLevel : 'never',
    unread: chat?.unread ?? 0,
    mentions: chat?.mentions ?? 0,
    typing: typingIn(chat, name),
    ...(chat && chat.draft.draft !== '' && { draft: beginningOf(chat.draft.draft) }),
    ...(chat?.last && {
      last: isIgnored ? withoutWords(chat.last) : lastMessageView(chat.kind, chat.last),
    }),
    ...(isBlocked && { isBlocked }),
    isPinned: options.pinned === true,
    isArchived: options.archivedUnread !== undefined,
    ...(mutedUntil !== undefined && { mutedUntil }),
  };
}

function typingIn(chat: Chat | undefined, name: string): readonly string[] {
  if (chat?.composing !== true) return [];
  return chat.kind === 'room' ? chat.typing.names : [name];
}

/** Of an ignored occupant only that there is something is shown. */
function withoutWords({ time, outgoing }: LastMessage): LastMessageView {
  return { time, outgoing, excerpt: '' };
}

function lastMessageView(kind: Chat['kind'], last: LastMessage): LastMessageView {
  const { body, delivery, moderated, nick, notice, outgoing, retracted, time } = last;
  return {
    ...{ time, outgoing },
    ...(kind === 'room' && { senderName: nick ?? '' }),
    excerpt: notice && body === '' ? noticeSentence(notice, outgoing) : beginningOf(body),
    ...fileNamesOf(last),
    ...((retracted !== undefined || moderated) && { isDeleted: true }),
    ...(delivery === 'failed' && { hasFailed: true }),
  };
}

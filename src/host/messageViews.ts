import type { FoundMessageView, MessageView, ReactionView } from '../api/views.ts';
import { OWN_NAME } from '../api/views/message.ts';
import { emojiKey } from '../base/emoji.ts';
import { shownAddress } from '../base/jidEscaping.ts';
import type { Account } from '../model/account/account.ts';
import type { Accounts } from '../model/account/accounts.ts';
import { filesOf, type FoundMessage, type Message, type Reaction } from '../model/history.ts';
import { authorName, chatName } from './chatName.ts';
import { excerptOf } from './excerpt.ts';
import { fileNamesOf } from './fileNames.ts';
import { savedFileView } from './fileViews.ts';
import { noticeSentence, noticeView } from './noticeView.ts';
import { offerView } from './offerView.ts';

export function messageView(account: Account, chat: string, message: Message): MessageView {
  const { id, outgoing, body, time, error, file, originId, edited, retracted, reply } = message;
  const { moreFiles, refused, subject, notice, moderated, unstyled } = message;
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
    ...(unstyled && { isUnstyled: unstyled }),
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

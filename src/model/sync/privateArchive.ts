import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { fetchPage, type MessagePage } from '../../xmpp/im/messageArchive.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { ArchiveQuery } from '../../xmpp/xep/0313-archive.ts';
import { occupantOf } from '../chats/privateAddition.ts';
import type { Chat } from '../chats/chat.ts';

/**
 * Fetches messages of a chat from the account's archive. Some servers, as Prosody, know no resource
 * there: of what they return only what was exchanged with this occupant is of the chat.
 *
 * @throws StanzaError
 */
export async function fetchOf(
  session: Session,
  chat: Chat,
  account: Jid,
  query: ArchiveQuery,
): Promise<MessagePage> {
  const page = await fetchPage(session, { with: chat.jid, ...query });
  if (chat.kind !== 'private') return page;
  const isOfChat = (message: IncomingMessage | undefined) =>
    message !== undefined && occupantOf(message, account).equals(chat.jid);
  const messages = page.messages.map((result) => {
    const { message: _, ...foreign } = result;
    return isOfChat(result.message) ? result : foreign;
  });
  return { ...page, messages };
}

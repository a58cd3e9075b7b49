import { sortableId } from '../../base/sortableId.ts';
import type { FileSource } from '../../xmpp/files/fileOffer.ts';
import type { Chat } from '../chats/chat.ts';
import type { Message } from '../history.ts';

/**
 * Adds a message of ours to a chat: the other side has received this file, without a message.
 * @param time in ms since 1970
 */
export async function keepSent(chat: Chat, source: FileSource, time: number): Promise<void> {
  const { name, size, mediaType } = source;
  const message: Message = {
    id: sortableId(),
    sender: chat.key.account,
    outgoing: true,
    body: '',
    time,
    delivery: 'delivered',
    file: { name, size, mediaType },
    offer: { state: 'done' },
  };
  await chat.receiveAll([{ key: chat.key, message }]);
}

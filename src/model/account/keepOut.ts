import { sendProbe } from '../../xmpp/im/presence.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { BlockList } from '../contacts/blockList.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Subscriptions } from '../contacts/subscriptions.ts';
import type { AccountRooms } from '../rooms/accountRooms.ts';

/** What a block has an effect on. */
interface Blockable {
  readonly blockList: BlockList;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly rooms: AccountRooms;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/**
 * Applies blocks, whichever client made them: nothing of a blocked address is unread or waits for
 * the user, not even what only the archive still has of it. After a block has ended, presence is
 * requested, since the server delivered none meanwhile.
 */
export function keepOut(to: Blockable): void {
  const { blockList, contacts, chats, subscriptions, rooms, session, report } = to;
  const silence = (chat: Chat) => {
    if (chat.unread === 0 || !blockList.find(chat.jid)) return;
    chat.markRead().catch((error: unknown) => {
      report('marking a blocked chat as read', error);
    });
  };
  chats.onDidChange(({ chat, change }) => {
    if (!change) silence(chat);
  });
  blockList.onDidChange(({ concerns, isEnd }) => {
    for (const chat of chats.values()) silence(chat);
    subscriptions.drop(({ jid }) => blockList.find(jid) !== undefined);
    rooms.invitations
      .drop((jid) => blockList.find(jid) !== undefined)
      .catch((error: unknown) => {
        report('forgetting invitations', error);
      });
    const online = isEnd ? session() : undefined;
    if (!online) return;
    for (const { jid, subscription } of contacts.values()) {
      const isSeen = subscription === 'to' || subscription === 'both';
      if (isSeen && concerns(jid) && !blockList.find(jid)) sendProbe(online, jid);
    }
  });
}

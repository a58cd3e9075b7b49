// Private messages of occupants (XEP-0045 §7.5), each chat by its occupant's full JID.
import type { Jid } from '../../base/jid.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { archiveIdentity, type ChatAddition, isOutgoing, storedAs } from './addition.ts';
import { contentOf } from './content.ts';

const PRIVATE = { kind: 'private' } as const;

/** The full JID of the other side. */
export function occupantOf({ from, to }: IncomingMessage, account: Jid): Jid {
  return from.bare === account.bare ? to : from;
}

/**
 * What is stored of a private message of an occupant, or of ours to one by another client.
 *
 * @param who has the nick, as {@link Message.occupant}: without it, nothing earlier is corrected
 */
export function toPrivateAddition(
  received: IncomingMessage,
  account: Jid,
  who: string | undefined,
): ChatAddition | undefined {
  const kept = contentOf(received);
  if (!kept) return undefined;
  const outgoing = isOutgoing(received, account);
  const chat = occupantOf(received, account);
  const { stanzaId } = received;
  return storedAs(received, kept, {
    conversation: PRIVATE,
    chat,
    key: { account: account.bare, chat: chat.full, kind: PRIVATE.kind },
    author: {
      sender: outgoing ? account.bare : chat.full,
      outgoing,
      ...(who !== undefined && { occupant: who }),
    },
    identities: stanzaId === undefined ? [] : [archiveIdentity(account, stanzaId)],
    isUnique: false,
    mayAmend: outgoing || who !== undefined,
  });
}

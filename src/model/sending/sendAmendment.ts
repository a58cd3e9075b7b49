import { Jid } from '../../base/jid.ts';
import { type OutgoingContent, sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Audience, Destination } from '../../xmpp/xep/0045-messages.ts';
import { sendRetraction } from '../../xmpp/xep/0424-retraction.ts';
import { sendReactions } from '../../xmpp/xep/0444-reactions.ts';
import type { Chat } from '../chats/chat.ts';
import { type Amendment, type Content, filesOf, type ReplyTarget } from '../history.ts';
import type { ChatKind } from '../messageRef.ts';

/** Sends an amendment of an earlier message. @throws StanzaError `not-connected` */
export function sendAmendment(session: Session, chat: Chat, change: Amendment): void {
  const { id, ref } = change;
  const to = destinationOf(chat);
  switch (change.kind) {
    case 'correction':
      sendChatMessage(session, { id, ...to, replaces: ref.id, ...toStanza(change.content, chat) });
      break;
    case 'retraction':
      sendRetraction(session, { id, ...to, retracts: ref.id });
      break;
    case 'reactions':
      sendReactions(session, { id, ...to, reactions: { id: ref.id, emojis: change.emojis } });
      break;
  }
}

const AUDIENCES: Readonly<Record<ChatKind, Audience>> = {
  chat: 'contact',
  room: 'room',
  private: 'occupant',
};

/** Where the stanzas of a chat go. */
export function destinationOf({ jid, kind }: Chat): Destination {
  return { to: jid, audience: AUDIENCES[kind] };
}

/** The content of an outgoing stanza; files without an address are left out. */
export function toStanza(
  { body, reply, unstyled, ...shared }: Content,
  chat: Chat,
): OutgoingContent {
  const files = filesOf(shared).flatMap(({ url, ...file }) =>
    url === undefined ? [] : [{ ...file, url }],
  );
  return {
    body,
    ...(unstyled && { unstyled }),
    ...(files.length > 0 && { files }),
    ...(reply && { reply: replyTo(reply, chat) }),
  };
}

/** The reply part of an outgoing message. */
function replyTo(
  { ref, nick, outgoing, excerpt }: ReplyTarget,
  { jid, kind }: Chat,
): NonNullable<OutgoingContent['reply']> {
  // XEP-0461 §4.1: of an occupant, the one that all in the room know.
  const occupant = nick === undefined ? jid : jid.withResource(nick);
  // Occupants need not know our own address.
  const author = kind === 'private' && outgoing ? undefined : Jid.parse(ref.sender);
  const to = kind === 'room' ? occupant : author;
  return { id: ref.id, ...(to && { to }), ...(excerpt !== '' && { quoted: excerpt }) };
}

import { sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { MentionReference } from '../../xmpp/xep/0372-references.ts';
import type { Chat } from '../chats/chat.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { Amendment, Message } from '../history.ts';
import { destinationOf, sendAmendment, toStanza } from './sendAmendment.ts';

/** A message, or an amendment of one, that the server does not have yet, by its stanza's id. */
export type Outgoing = { readonly id: string; readonly chat: Chat } & (
  { readonly message: Message } | { readonly change: Amendment }
);

/** Sends a prepared stanza immediately. @throws StanzaError `not-connected`, Unsendable, Failure */
export type Send = (session: Session) => void;

/**
 * Prepares a stanza for sending: immediately, or asynchronously, such as when it needs keys.
 * Nothing else of the same chat is sent meanwhile, to preserve the order.
 * @throws StanzaError if it can never be sent as it is, or `not-connected`
 */
export type Prepare = (outgoing: Outgoing) => Send | Promise<Send>;

/** What else a message says. */
export interface PlainParts {
  readonly states: ChatStates;
  /** Whom a text mentions in the room of a chat. */
  readonly mentionsIn: (text: string, room: Chat) => readonly MentionReference[];
  /** To be called with each private chat before something is sent. @throws Failure if it must not */
  readonly admit: (chat: Chat) => void;
}

/** Sends messages unencrypted, as they are. */
export function preparePlain(parts: PlainParts): Prepare {
  return (outgoing) => (session) => {
    const { chat } = outgoing;
    if (chat.kind === 'private') parts.admit(chat);
    if ('change' in outgoing) sendAmendment(session, chat, outgoing.change);
    else sendMessage(session, parts, chat, outgoing.message);
  };
}

function sendMessage(
  session: Session,
  { states, mentionsIn }: PlainParts,
  chat: Chat,
  message: Message,
): void {
  sendChatMessage(session, {
    id: message.id,
    ...destinationOf(chat),
    ...toStanza(message, chat),
    ...(chat.kind === 'room' && { mentions: mentionsIn(message.body, chat) }),
    chatState: states.sending(chat.jid),
  });
}

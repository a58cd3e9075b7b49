import type { Jid } from '../../base/jid.ts';
import { sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Chat } from '../chats/chat.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { Amendment, Message } from '../history.ts';
import { sendAmendment, toStanza } from './sendAmendment.ts';

/** A message, or an amendment of one, that the server does not have yet, by its stanza's id. */
export type Outgoing = { readonly id: string; readonly chat: Chat } & (
  { readonly message: Message } | { readonly change: Amendment }
);

/** Sends a prepared stanza immediately. @throws StanzaError `not-connected`, Unsendable */
export type Send = (session: Session) => void;

/**
 * Prepares a stanza for sending: immediately, or asynchronously, such as when it needs keys.
 * Nothing else of the same chat is sent meanwhile, to preserve the order.
 * @throws StanzaError if it can never be sent as it is, or `not-connected`
 */
export type Prepare = (outgoing: Outgoing) => Send | Promise<Send>;

/** Sends messages unencrypted, as they are. */
export function preparePlain(states: ChatStates): Prepare {
  return (outgoing) => (session) => {
    const to = outgoing.chat.jid;
    if ('change' in outgoing) sendAmendment(session, to, outgoing.change);
    else sendMessage(session, states, to, outgoing.message);
  };
}

function sendMessage(session: Session, states: ChatStates, to: Jid, message: Message): void {
  sendChatMessage(session, {
    id: message.id,
    to,
    ...toStanza(message),
    chatState: states.sending(to),
  });
}

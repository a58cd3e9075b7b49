import type { Jid } from '../../base/jid.ts';
import { sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Chat } from '../chats/chat.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { Amendment, Message } from '../history.ts';
import { sendAmendment, toStanza } from './sendAmendment.ts';

/** What is still to arrive at the server: a message, or a change of one. By the stanza's id. */
export type Outgoing = { readonly id: string; readonly chat: Chat } & (
  { readonly message: Message } | { readonly change: Amendment }
);

/** Sends what was prepared, at once. @throws StanzaError `not-connected`, Unsendable */
export type Send = (session: Session) => void;

/**
 * Makes what is to be sent ready for it: at once, or later where that has to wait, as for keys.
 * Nothing of the same chat is sent meanwhile, so that the order is kept.
 * @throws StanzaError where it can never be sent as it is, or `not-connected`
 */
export type Prepare = (outgoing: Outgoing) => Send | Promise<Send>;

/** Messages go out as they are. */
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

// XEP-0085: Chat State Notifications, version 2.1
// https://xmpp.org/extensions/xep-0085.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type Audience, buildMessage } from './0045-messages.ts';

const NS = 'http://jabber.org/protocol/chatstates';
const STATES = ['active', 'composing', 'paused', 'inactive', 'gone'] as const;

export type ChatState = (typeof STATES)[number];

/** Parses the chat state of a message; that of a delayed message is not current. */
export function parseChatState(message: Element): ChatState | undefined {
  return STATES.find((state) => message.getChild(state, NS));
}

export function buildChatState(state: ChatState): Element {
  return xml(state, { xmlns: NS });
}

/**
 * Sends a standalone chat state, only to those who may know our presence (XEP-0085 §9), as all in a
 * room that we are in do; does nothing for others. The same state must not be sent twice in a row
 * (§5.3), nor `gone` to a room (§5.5).
 *
 * @throws StanzaError `not-connected`
 */
export function sendChatState(
  session: Session,
  to: Jid,
  state: ChatState,
  audience: Audience = 'contact',
): void {
  if (audience === 'contact' && !session.mayKnowPresence(to)) return;
  session.send(buildMessage({ to, audience }, undefined, buildChatState(state)));
}

export const chatStatesModule: Module = { xep: 'XEP-0085', features: [NS] };

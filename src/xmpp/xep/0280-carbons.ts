// XEP-0280: Message Carbons, version 1.0.1
// https://xmpp.org/extensions/xep-0280.html
import { Jid } from '../../base/jid.ts';
import {
  type Message,
  type MessageFailure,
  messageFailed,
  messageReceived,
  parseMessage,
  parseMessageFailure,
} from '../im/message.ts';
import type { IncomingStanza, Module, Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';
import { parseForwarded } from './0297-forwarding.ts';

const NS = 'urn:xmpp:carbons:2';

/**
 * Reads a copy of what another client of ours sent or got; only our own account may say so (§11).
 * Copies of what was said in rooms are none (§6.1).
 */
export function parseCarbon(stanza: IncomingStanza, session: Session): Message | undefined {
  const { from, element, arrived } = stanza;
  if (!from.equals(session.account)) return undefined;
  for (const carbon of ['sent', 'received'] as const) {
    const wrapper = element.getChild(carbon, NS);
    const original = wrapper && parseForwarded(wrapper, session, arrived);
    const message = original && parseMessage(original, session, { carbon });
    if (message && isOwn(message, carbon, session)) return message;
  }
  return undefined;
}

/** Reads a copy of an error for what another client of ours sent (§6.1). */
export function parseFailureCarbon(
  { from, element, arrived }: IncomingStanza,
  session: Session,
): MessageFailure | undefined {
  const wrapper = from.equals(session.account) ? element.getChild('received', NS) : undefined;
  const original = wrapper && parseForwarded(wrapper, session, arrived);
  const to = Jid.parse(original?.element.attrs['to'] ?? '');
  return original && to?.bare === session.account.bare ? parseMessageFailure(original) : undefined;
}

/** Asks for copies from now on, until this stream's session ends. @throws StanzaError */
export async function enableCarbons(session: Session): Promise<void> {
  await session.request({ type: 'set', payload: xml('enable', { xmlns: NS }) });
}

/** Emits {@link messageReceived} with `carbon` set, and {@link messageFailed}. Not announced: the feature is a server's (§3). */
export const carbonsModule: Module = {
  xep: 'XEP-0280',
  features: [],
  attach: (session) =>
    session.onStanza('message', (stanza) => {
      const message = parseCarbon(stanza, session);
      if (message) session.emit(messageReceived, message);
      const failure = parseFailureCarbon(stanza, session);
      if (failure) session.emit(messageFailed, failure);
    }),
};

/** What we sent is from us, and what we got is for us: else the server mixed up accounts. */
function isOwn({ from, to }: Message, carbon: 'sent' | 'received', { account }: Session): boolean {
  return (carbon === 'sent' ? from : to).bare === account.bare;
}

// XEP-0184: Message Delivery Receipts, version 1.4.0
// https://xmpp.org/extensions/xep-0184.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildPrivateMark } from './0045-messages.ts';

const NS = 'urn:xmpp:receipts';

/** Whether a message requests a receipt; not without an id, nor if it is a receipt (§5.4). */
export function requestsReceipt(message: Element): boolean {
  return (
    receivedId(message.attrs['id']) !== undefined &&
    message.getChild('request', NS) !== undefined &&
    message.getChild('received', NS) === undefined
  );
}

/** Parses a receipt: the id of the delivered message. Valid only from that message's recipient. */
export function parseReceipt(message: Element): string | undefined {
  return receivedId(message.getChild('received', NS)?.attrs['id']);
}

export function buildReceiptRequest(): Element {
  return xml('request', { xmlns: NS });
}

/**
 * Sends a receipt: to be called once the message is stored, and only if it requests one. Does
 * nothing for those who may not know our presence (§8), as all in a room that we are in do.
 *
 * @param message.audience the sender, if it is an occupant's private message
 * @throws StanzaError `not-connected`
 */
export function sendReceipt(
  session: Session,
  message: {
    readonly from: Jid;
    readonly id: string;
    readonly type: string;
    readonly audience?: 'occupant' | undefined;
  },
): void {
  const isPrivate = message.audience === 'occupant';
  if (!isPrivate && !session.mayKnowPresence(message.from)) return;
  session.send(
    xml(
      'message',
      { type: message.type, to: message.from.full },
      xml('received', { xmlns: NS, id: message.id }),
      isPrivate && buildPrivateMark(),
    ),
  );
}

export const receiptsModule: Module = { xep: 'XEP-0184', features: [NS] };

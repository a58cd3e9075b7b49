// XEP-0333: Displayed Markers, version 1.0.0
// https://xmpp.org/extensions/xep-0333.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type Audience, buildMessage } from './0045-messages.ts';

const NS = 'urn:xmpp:chat-markers:0';

/** Whether a message requests a marker; one without an id cannot (§4.1). */
export function isMarkable(message: Element): boolean {
  return (
    receivedId(message.attrs['id']) !== undefined && message.getChild('markable', NS) !== undefined
  );
}

/**
 * Parses a marker: the id of the newest message displayed, with all before it (§1). Valid only for
 * a message that we sent to the marker's sender (§5).
 */
export function parseDisplayed(message: Element): string | undefined {
  return receivedId(message.getChild('displayed', NS)?.attrs['id']);
}

export function buildMarkable(): Element {
  return xml('markable', { xmlns: NS });
}

/**
 * Sends that the message with this id and all before it were displayed, only for the newest that
 * requests a marker (§4.2, §5). Does nothing for those who may not know our presence (§7), as all
 * in a room that we are in do.
 *
 * @param id in a room the stanza-id that it assigned (§4.3)
 * @throws StanzaError `not-connected`
 */
export function sendDisplayed(
  session: Session,
  to: Jid,
  id: string,
  audience: Audience = 'contact',
): void {
  const isContact = audience === 'contact';
  if (isContact && !session.mayKnowPresence(to)) return;
  const destination = { to: isContact ? to.toBare() : to, audience };
  session.send(buildMessage(destination, undefined, xml('displayed', { xmlns: NS, id })));
}

export const markersModule: Module = { xep: 'XEP-0333', features: [NS] };

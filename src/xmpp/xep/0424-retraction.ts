// XEP-0424: Message Retraction, version 0.4.2
// https://xmpp.org/extensions/xep-0424.html
import type { Module, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildMessage, type Destination } from './0045-messages.ts';
import { buildHint } from './0334-hints.ts';
import { buildOriginId } from './0359-stanzaIds.ts';
import { buildFallback } from './0428-fallback.ts';

export const NS_RETRACT = 'urn:xmpp:message-retract:1';
/** The fallback body for clients without support of retractions. */
const FALLBACK = '/me took back a message, which this client cannot remove.';

/**
 * The id of the retracted message, in a room the stanza-id. Valid only if the same bare JID sent
 * both, in a room the same occupant (§5).
 */
export function parseRetracts(message: Element): string | undefined {
  return receivedId(message.getChild('retract', NS_RETRACT)?.attrs['id']);
}

/** The id of the retraction, if an archive has only a tombstone of this message (§4). */
export function parseTombstone(message: Element): string | undefined {
  return receivedId(message.getChild('retracted', NS_RETRACT)?.attrs['id']);
}

/**
 * Requests the recipient to delete a message of ours, which cannot be enforced.
 *
 * @param retraction.id of the retraction: the same for each attempt to send it
 * @param retraction.retracts the id of the original message; in a room the stanza-id that it
 *   assigned, or the origin-id if it assigns none (§5.1)
 * @throws StanzaError `not-connected`
 */
export function sendRetraction(
  session: Session,
  retraction: Destination & { readonly id: string; readonly retracts: string },
): void {
  const { id, retracts } = retraction;
  session.send(
    buildMessage(
      retraction,
      id,
      xml('body', null, FALLBACK),
      xml('retract', { xmlns: NS_RETRACT, id: retracts }),
      buildFallback(NS_RETRACT),
      buildHint('store'),
      buildOriginId(id),
    ),
  );
}

export const retractionModule: Module = { xep: 'XEP-0424', features: [NS_RETRACT] };

// XEP-0166: Jingle, version 1.1.2
// https://xmpp.org/extensions/xep-0166.html
import type { Jid } from '../../base/jid.ts';
import type { CallNotice, FileOfferNotice } from '../stanza/notice.ts';
import { defineEvent, type IncomingIq, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { offered } from './0353-jingleMessages.ts';

const NS = 'urn:xmpp:jingle:1';

/** What a session that somebody would begin is for. */
export interface Offer {
  /** The session's own id. */
  readonly id: string;
  readonly notice: CallNotice | FileOfferNotice;
}

/** An offer that somebody who sees our presence has made. */
export interface SessionOffer extends Offer {
  readonly from: Jid;
  /** When it came, in ms since 1970. */
  readonly arrived: number;
}

export const sessionOffered = defineEvent<SessionOffer>('sessionOffered');

/** Reads what a session that somebody begins is for; `undefined` for any other step of one. */
export function parseInitiation(jingle: Element): Offer | undefined {
  const { action, sid } = jingle.attrs;
  const id = receivedId(sid);
  if (action !== 'session-initiate' || id === undefined) return undefined;
  for (const content of jingle.getChildren('content', NS)) {
    const notice = offered(content);
    if (notice) return { id, notice };
  }
  return undefined;
}

/**
 * Tells what others who see our presence offer by an iq, and answers that it is not taken: nothing
 * says so more plainly than that it is not known (§6.3.2).
 *
 * @throws StanzaError always
 */
export function tellOffer(
  session: Session,
  { from, arrived }: IncomingIq,
  offer: Offer | undefined,
): never {
  if (offer) session.emit(sessionOffered, { ...offer, from, arrived });
  throw new StanzaError('service-unavailable');
}

/** Not announced: no session is accepted. */
export const jingleModule: Module = {
  xep: 'XEP-0166',
  features: [],
  attach: (session) =>
    session.onIq('set', 'jingle', NS, (iq) => tellOffer(session, iq, parseInitiation(iq.payload))),
};

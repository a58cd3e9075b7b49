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

/** The purpose of an offered session. */
export interface Offer {
  /** The session's own id. */
  readonly id: string;
  readonly notice: CallNotice | FileOfferNotice;
}

/** An offer by a sender who may know our presence. */
export interface SessionOffer extends Offer {
  readonly from: Jid;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
}

export const sessionOffered = defineEvent<SessionOffer>('sessionOffered');

/** Parses the purpose of an initiated session; `undefined` for any other action. */
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
 * Emits an offer by iq of a sender who may know our presence, and declines it: the plainest refusal
 * is that the feature is not supported (§6.3.2).
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

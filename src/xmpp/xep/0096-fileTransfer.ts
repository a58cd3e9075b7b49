// XEP-0096: SI File Transfer, version 1.3.1
// https://xmpp.org/extensions/xep-0096.html
import { MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import type { Module } from '../stanza/session.ts';
import { receivedId, receivedLine } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { type Offer, tellOffer } from './0166-jingle.ts';

const NS_SI = 'http://jabber.org/protocol/si';
const NS = 'http://jabber.org/protocol/si/profile/file-transfer';

/** Parses the offer of a file by stream initiation (XEP-0095). */
export function parseFileOffer(si: Element): Offer | undefined {
  const file = si.getChild('file', NS);
  const id = receivedId(si.attrs['id']);
  if (!file || id === undefined) return undefined;
  const name = receivedLine(file.attrs['name'] ?? '', MAX_NOTICE_TEXT);
  return { id, notice: { kind: 'fileOffer', name } };
}

/** Not announced: no such offer is accepted. */
export const fileTransferModule: Module = {
  xep: 'XEP-0096',
  features: [],
  attach: (session) =>
    session.onIq('set', 'si', NS_SI, (iq) => tellOffer(session, iq, parseFileOffer(iq.payload))),
};

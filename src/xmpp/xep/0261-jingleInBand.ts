// XEP-0261: Jingle In-Band Bytestreams Transport Method, version 1.0
// https://xmpp.org/extensions/xep-0261.html
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { badRequest } from './0166-requests.ts';

export const NS_JINGLE_IN_BAND = 'urn:xmpp:jingle:transports:ibb:1';

/** The in-band bytestream (XEP-0047) of a content. */
export interface InBandParameters {
  /** The id of the bytestream, not of the session. */
  readonly sid: string;
  /** In bytes, at most 65,535. */
  readonly blockSize: number;
}

/** Parses a `<transport/>`. @throws StanzaError `bad-request` */
export function parseInBand(transport: Element): InBandParameters {
  const { 'block-size': size = '', sid: id } = transport.attrs;
  const sid = receivedId(id);
  const blockSize = /^[1-9][0-9]{0,4}$/u.test(size) ? Number(size) : 0;
  if (sid === undefined || blockSize < 1 || blockSize > 65_535) throw badRequest();
  return { sid, blockSize };
}

export function buildInBand({ sid, blockSize }: InBandParameters): Element {
  const attrs = { xmlns: NS_JINGLE_IN_BAND, 'block-size': String(blockSize), sid };
  return xml('transport', attrs);
}

export const jingleInBandModule: Module = { xep: 'XEP-0261', features: [NS_JINGLE_IN_BAND] };

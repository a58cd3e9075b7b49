// XEP-0054: vcard-temp, version 1.3.0
// https://xmpp.org/extensions/xep-0054.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedLine } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

const NS = 'vcard-temp';
const MAX_LENGTH = 256;

/** The vCard of an account. Each at most 256 UTF-16 code units; empty if not given. */
export interface Vcard {
  /** The full name. */
  readonly name: string;
  /** The first e-mail address. */
  readonly email: string;
}

export function parseVcard(vcard: Element): Vcard {
  const text = (given = '') => receivedLine(given, MAX_LENGTH);
  const emails = vcard.getChildren('EMAIL', NS).map((email) => childText(email, 'USERID', NS));
  return {
    name: text(childText(vcard, 'FN', NS)),
    email: emails.map(text).find((email) => email !== '') ?? '',
  };
}

/** Fetches the vCard of an account, by its bare JID (§3.3). @throws StanzaError */
export async function fetchVcard(session: Session, jid: Jid, timeoutMs?: number): Promise<Vcard> {
  const payload = xml('vCard', { xmlns: NS });
  const answer = await session.request({ type: 'get', to: jid.toBare(), payload, timeoutMs });
  return parseVcard(answer.getChild('vCard', NS) ?? payload);
}

export const vcardModule: Module = { xep: 'XEP-0054', features: [] };

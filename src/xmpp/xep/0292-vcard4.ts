// XEP-0292: vCard4 Over XMPP, version 0.12.0
// https://xmpp.org/extensions/xep-0292.html
import type { Module, Session } from '../stanza/session.ts';
import { copyOf, type Element } from '../stanza/xml.ts';
import { type FieldPath, writeField } from './0054-fields.ts';
import { type Vcard, VCARD_FIELDS } from './0054-vcard.ts';
import { fetchPepItems, publishShared } from './0163-pep.ts';

const NODE = 'urn:xmpp:vcard4';
const NS = 'urn:ietf:params:xml:ns:vcard-4.0';

/** Where each field is (RFC 6351). */
const PATHS: Readonly<Record<Exclude<keyof Vcard, 'phone'>, FieldPath>> = {
  name: { outer: 'fn', inner: 'text' },
  nickname: { outer: 'nickname', inner: 'text' },
  email: { outer: 'email', inner: 'text' },
  organisation: { outer: 'org', inner: 'text' },
  title: { outer: 'title', inner: 'text' },
  birthday: { outer: 'bday', inner: 'date' },
  street: { outer: 'adr', inner: 'street' },
  locality: { outer: 'adr', inner: 'locality' },
  url: { outer: 'url', inner: 'uri' },
  note: { outer: 'note', inner: 'text' },
};

/**
 * Changes the known fields of our own vCard4, if there is one at our node: with nobody to convert
 * them, it and the vCard of XEP-0054 would say different things.
 *
 * @throws StanzaError
 */
export async function changeOwnVcard4(session: Session, fields: Partial<Vcard>): Promise<void> {
  const stored = (await fetchPepItems(session, NODE)).at(-1);
  if (!stored?.payload.is('vcard', NS)) return;
  const card = copyOf(stored.payload);
  for (const field of VCARD_FIELDS) {
    const text = fields[field];
    if (text === undefined) continue;
    if (field === 'phone') writePhone(card, text);
    else writeField(card, PATHS[field], text, field === 'note');
  }
  if (card.toString() === copyOf(stored.payload).toString()) return;
  await publishShared(session, NODE, { id: stored.id, payload: card });
}

/** Not announced: those of others are read as XEP-0054, to which servers convert them. */
export const vcard4Module: Module = { xep: 'XEP-0292', features: [] };

/** A number is a URI (RFC 3966), or else text (RFC 6350 §6.4.1). */
function writePhone(card: Element, phone: string): void {
  const isUri = card.getChild('tel', NS)?.getChild('uri', NS) !== undefined;
  const uri = phone === '' ? '' : `tel:${phone.replaceAll(/\s/gu, '')}`;
  const inner = isUri ? 'uri' : 'text';
  writeField(card, { outer: 'tel', inner }, isUri ? uri : phone, false);
}

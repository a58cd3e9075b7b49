// XEP-0292: vCard4 Over XMPP, version 0.12.0
// https://xmpp.org/extensions/xep-0292.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { copyOf, type Element } from '../stanza/xml.ts';
import { type FieldPath, readField, writeField } from './0054-fields.ts';
import { type Vcard, VCARD_FIELDS } from './0054-vcard.ts';
import { fetchNewestItem, fetchPepItems, publishShared } from './0163-pep.ts';

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

/** Other forms of a field, tried in this order where the first one has no text (RFC 6350 §6). */
const OTHERS: Readonly<Partial<Record<keyof Vcard, readonly FieldPath[]>>> = {
  birthday: ['text', 'date-time'].map((inner) => ({ outer: 'bday', inner })),
  url: [{ outer: 'url', inner: 'text' }],
  street: [{ outer: 'adr', inner: 'label' }],
};

/** Fetches the vCard4 of an account, by its bare JID; `undefined` if there is none. @throws StanzaError */
export async function fetchVcard4(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<Vcard | undefined> {
  const card = await fetchNewestItem(session, jid.toBare(), NODE, timeoutMs);
  return card?.is('vcard', NS) ? parseVcard4(card) : undefined;
}

function parseVcard4(card: Element): Vcard {
  const read = (field: keyof Vcard) => {
    if (field === 'phone') return readPhone(card);
    const paths = [PATHS[field], ...(OTHERS[field] ?? [])];
    const texts = paths.map((path) => readField(card, path, field === 'note'));
    return texts.find((text) => text !== '') ?? '';
  };
  return Object.fromEntries(VCARD_FIELDS.map((field) => [field, read(field)])) as unknown as Vcard;
}

/** A number is a URI (RFC 3966), or else text (RFC 6350 §6.4.1). */
function readPhone(card: Element): string {
  const uri = readField(card, { outer: 'tel', inner: 'uri' }, false);
  return uri.replace(/^tel:/iu, '') || readField(card, { outer: 'tel', inner: 'text' }, false);
}

/**
 * Changes the known fields of our own vCard4, if there is one at our node: with no server to convert
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

/** Not announced: cards are fetched when they are looked at, and changes of them not followed. */
export const vcard4Module: Module = { xep: 'XEP-0292', features: [] };

function writePhone(card: Element, phone: string): void {
  const isUri = card.getChild('tel', NS)?.getChild('uri', NS) !== undefined;
  const uri = phone === '' ? '' : `tel:${phone.replaceAll(/\s/gu, '')}`;
  const inner = isUri ? 'uri' : 'text';
  writeField(card, { outer: 'tel', inner }, isUri ? uri : phone, false);
}

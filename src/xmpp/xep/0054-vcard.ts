// XEP-0054: vcard-temp, version 1.3.0
// https://xmpp.org/extensions/xep-0054.html
import type { Jid } from '../../base/jid.ts';
import { receivedBytes } from '../stanza/bytes.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { copyOf, type Element, xml } from '../stanza/xml.ts';
import { type FieldPath, readField, writeField } from './0054-fields.ts';
import { MAX_IMAGE_BYTES, type OwnImage } from './0084-image.ts';

const NS = 'vcard-temp';
/** Maximum number of pictures read; they are one picture in several formats (XEP-0486 §4.3). */
const MAX_PHOTOS = 8;

/** The known fields of a vCard, as text; each is empty if not given. */
export interface Vcard {
  /** The full name. */
  readonly name: string;
  readonly nickname: string;
  /** The first e-mail address. */
  readonly email: string;
  /** The first telephone number. */
  readonly phone: string;
  readonly organisation: string;
  readonly title: string;
  /** As written, mostly `YYYY-MM-DD`. */
  readonly birthday: string;
  /** Of the first postal address. */
  readonly street: string;
  readonly locality: string;
  readonly url: string;
  /** May be of several lines. */
  readonly note: string;
}

/** What to change in a vCard: the rest stays, and so do unknown elements, in their order. */
export interface VcardChange {
  readonly fields?: Partial<Vcard>;
  /** The picture, or `null` to remove it. */
  readonly photo?: OwnImage | null;
}

/** Where each field is. */
const PATHS: Readonly<Record<keyof Vcard, FieldPath>> = {
  name: { outer: 'FN' },
  nickname: { outer: 'NICKNAME' },
  email: { outer: 'EMAIL', inner: 'USERID' },
  phone: { outer: 'TEL', inner: 'NUMBER' },
  organisation: { outer: 'ORG', inner: 'ORGNAME' },
  title: { outer: 'TITLE' },
  birthday: { outer: 'BDAY' },
  street: { outer: 'ADR', inner: 'STREET' },
  locality: { outer: 'ADR', inner: 'LOCALITY' },
  url: { outer: 'URL' },
  // Prosody makes the latter of the note of a vCard4.
  note: { outer: 'DESC', or: 'NOTE' },
};

export const VCARD_FIELDS = Object.keys(PATHS) as readonly (keyof Vcard)[];

export function parseVcard(vcard: Element): Vcard {
  const read = (field: keyof Vcard) => readField(vcard, PATHS[field], field === 'note');
  return Object.fromEntries(VCARD_FIELDS.map((field) => [field, read(field)])) as unknown as Vcard;
}

/** Fetches the vCard of an account, by its bare JID (§3.3). @throws StanzaError */
export async function fetchVcard(session: Session, jid: Jid, timeoutMs?: number): Promise<Vcard> {
  return parseVcard(await fetchCard(session, jid.toBare(), timeoutMs));
}

/**
 * Fetches the pictures of a vCard: of an account or a room by bare JID, of an occupant by the JID in
 * the room. Neither their type nor their size in points is checked.
 *
 * @throws StanzaError
 */
export async function fetchPhotos(session: Session, jid: Jid): Promise<readonly Uint8Array[]> {
  const card = await fetchCard(session, jid);
  return card
    .getChildren('PHOTO', NS)
    .slice(0, MAX_PHOTOS)
    .flatMap((photo) => photo.getChild('BINVAL', NS) ?? [])
    .flatMap((data) => receivedBytes(data.text(), MAX_IMAGE_BYTES) ?? []);
}

/** Fetches our own vCard; an empty one if there is none. @throws StanzaError */
export async function fetchOwnVcard(session: Session): Promise<Vcard> {
  return parseVcard(await fetchOwnCard(session));
}

/**
 * Changes our own vCard. It is read again before, since an update replaces all of it (§3.2); one that
 * says so already is not written.
 *
 * @throws StanzaError
 */
export async function changeOwnVcard(session: Session, change: VcardChange): Promise<void> {
  const { fields = {}, photo } = change;
  const stored = await fetchOwnCard(session);
  const card = copyOf(stored);
  for (const field of VCARD_FIELDS) {
    const text = fields[field];
    if (text !== undefined) writeField(card, PATHS[field], text, field === 'note');
  }
  if (photo !== undefined) setPhoto(card, photo);
  if (card.toString() === copyOf(stored).toString()) return;
  await session.request({ type: 'set', payload: card });
}

export const vcardModule: Module = { xep: 'XEP-0054', features: [] };

/** §3.3: none of the answers for a missing vCard is an error. */
async function fetchOwnCard(session: Session): Promise<Element> {
  try {
    return await fetchCard(session, undefined);
  } catch (error) {
    const isMissing = error instanceof StanzaError && error.condition === 'item-not-found';
    if (!isMissing) throw error;
    return xml('vCard', { xmlns: NS });
  }
}

async function fetchCard(session: Session, to?: Jid, timeoutMs?: number): Promise<Element> {
  const payload = xml('vCard', { xmlns: NS });
  const answer = await session.request({ type: 'get', ...(to && { to }), payload, timeoutMs });
  return answer.getChild('vCard', NS) ?? payload;
}

function setPhoto(card: Element, photo: OwnImage | null): void {
  card.children = card.children.filter(
    (child) => typeof child === 'string' || !child.is('PHOTO', NS),
  );
  if (!photo) return;
  const data = Buffer.from(photo.content).toString('base64');
  card.append(xml('PHOTO', null, xml('TYPE', null, photo.mediaType), xml('BINVAL', null, data)));
}

// XEP-0084: User Avatar, version 1.1.4
// https://xmpp.org/extensions/xep-0084.html
import type { Jid } from '../../base/jid.ts';
import { receivedBytes } from '../stanza/bytes.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { MAX_IMAGE_BYTES, type OwnImage, parseImageHash } from './0084-image.ts';
import {
  type AccessModel,
  fetchPepItem,
  parsePepEvent,
  parsePepRemoval,
  publishShared,
  purgePepNode,
} from './0163-pep.ts';

const NS_METADATA = 'urn:xmpp:avatar:metadata';
const NS_DATA = 'urn:xmpp:avatar:data';

/** What an account, or our own, says of its avatar. */
export interface AvatarMetadata {
  /** Bare. */
  readonly from: Jid;
  /** The SHA-1 of the picture, in hexadecimal lower case; empty if it has none in the data node. */
  readonly hash: string;
  /** If present, a hash that is not among these stays. */
  readonly retracted?: readonly string[];
}

/** A contact has published or removed an avatar. */
export const avatarPublished = defineEvent<AvatarMetadata>('avatarPublished');

/** Fetches a picture by its hash (§3.4); `undefined` if it is not there. @throws StanzaError */
export async function fetchAvatarData(
  session: Session,
  owner: Jid,
  hash: string,
): Promise<Uint8Array | undefined> {
  const payload = await fetchPepItem(session, owner.toBare(), NS_DATA, hash);
  const data = payload?.is('data', NS_DATA) ? payload.text() : '';
  return receivedBytes(data, MAX_IMAGE_BYTES);
}

/** Publishes our avatar: the picture before what refers to it (§3.1, §3.2). @throws StanzaError */
export async function publishAvatar(
  session: Session,
  { content, mediaType, hash, width, height }: OwnImage,
  access: AccessModel,
): Promise<void> {
  const data = xml('data', { xmlns: NS_DATA }, Buffer.from(content).toString('base64'));
  await publishShared(session, NS_DATA, { id: hash, payload: data }, access);
  const info = {
    bytes: String(content.length),
    id: hash,
    type: mediaType,
    width: String(width),
    height: String(height),
  };
  const metadata = xml('metadata', { xmlns: NS_METADATA }, xml('info', info));
  await publishShared(session, NS_METADATA, { id: hash, payload: metadata }, access);
}

/**
 * Removes our avatar (§3.5), for all who may see the one there now; then nothing of it is left, or
 * Prosody would take the id of the last item for the hash in presence.
 *
 * @throws StanzaError
 */
export async function removeAvatar(session: Session): Promise<void> {
  const payload = xml('metadata', { xmlns: NS_METADATA });
  await publishShared(session, NS_METADATA, { id: 'current', payload });
  for (const node of [NS_METADATA, NS_DATA]) await purgePepNode(session, node);
}

export const avatarModule: Module = {
  xep: 'XEP-0084',
  features: [`${NS_METADATA}+notify`],
  attach: (session) =>
    session.onStanza('message', ({ from, element }) => {
      // A node belongs to an account, whose address is bare.
      if (from.resource !== '' || element.attrs['type'] === 'error') return;
      for (const metadata of parseMetadata(element, from)) session.emit(avatarPublished, metadata);
    }),
};

/** The last item is what counts, however many a node has. */
function parseMetadata(message: Element, from: Jid): readonly AvatarMetadata[] {
  const published = parsePepEvent(message, NS_METADATA).at(-1);
  if (published?.payload.is('metadata', NS_METADATA)) {
    return [{ from, hash: hashOf(published.payload) }];
  }
  const { ids, isAll } = parsePepRemoval(message, NS_METADATA);
  if (isAll) return [{ from, hash: '' }];
  return ids.length > 0 ? [{ from, hash: '', retracted: ids }] : [];
}

/** §4.2: one with an address is elsewhere on the web, from where nothing is fetched. */
function hashOf(metadata: Element): string {
  const info = metadata
    .getChildren('info', NS_METADATA)
    .find(({ attrs }) => attrs['url'] === undefined && parseImageHash(attrs['id']) !== undefined);
  return parseImageHash(info?.attrs['id']) ?? '';
}

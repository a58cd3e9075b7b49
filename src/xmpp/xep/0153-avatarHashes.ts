// XEP-0153: vCard-Based Avatars, version 1.1.1
// https://xmpp.org/extensions/xep-0153.html
import type { Jid } from '../../base/jid.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { parseImageHash } from './0084-image.ts';

const NS = 'vcard-temp:x:update';

/** The avatar in a vCard, according to a presence. */
export interface AvatarHash {
  /** The full JID, also of an occupant of a room. */
  readonly from: Jid;
  /** As {@link parseAvatarHash}. */
  readonly hash: string;
}

/** Available presence says which avatar is in the vCard of its sender. */
export const avatarAnnounced = defineEvent<AvatarHash>('avatarAnnounced');

/**
 * The SHA-1 of the avatar in the vCard of the sender, in lower-case hex (§3.1): empty if there is
 * no avatar, `undefined` if the presence does not say, which changes nothing (§4.1).
 */
export function parseAvatarHash(presence: Element): string | undefined {
  const photo = presence.getChild('x', NS)?.getChild('photo', NS)?.text();
  return photo?.trim() === '' ? '' : parseImageHash(photo);
}

/**
 * Builds what presence says of our avatar (§3.1).
 *
 * @param hash as {@link parseAvatarHash}; `undefined` where the server adds it, or it is not known
 */
export function buildAvatarHash(hash: string | undefined): Element | undefined {
  if (hash === undefined) return undefined;
  return xml('x', { xmlns: NS }, xml('photo', null, ...(hash === '' ? [] : [hash])));
}

/** Not announced: there is no feature to announce. */
export const avatarHashesModule: Module = {
  xep: 'XEP-0153',
  features: [],
  attach: (session: Session) =>
    session.onStanza('presence', ({ from, element }) => {
      if (element.attrs['type'] !== undefined) return;
      const hash = parseAvatarHash(element);
      if (hash !== undefined) session.emit(avatarAnnounced, { from, hash });
    }),
};

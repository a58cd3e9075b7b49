// XEP-0153: vCard-Based Avatars, version 1.1.1
// https://xmpp.org/extensions/xep-0153.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'vcard-temp:x:update';
const SHA1 = /^[0-9a-f]{40}$/u;

/**
 * The SHA-1 of the avatar in the vCard of the sender, in lower-case hex (§3.1): empty if there is
 * no avatar, `undefined` if the presence does not say, which changes nothing (§4.1).
 */
export function parseAvatarHash(presence: Element): string | undefined {
  const photo = presence.getChild('x', NS)?.getChild('photo', NS);
  const hash = photo?.text().trim().toLowerCase();
  return hash === '' || (hash && SHA1.test(hash)) ? hash : undefined;
}

/** Not announced: there is no feature to announce. */
export const avatarHashesModule: Module = { xep: 'XEP-0153', features: [] };

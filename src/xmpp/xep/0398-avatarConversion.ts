// XEP-0398: User Avatar to vCard-Based Avatars Conversion, version 1.0.0
// https://xmpp.org/extensions/xep-0398.html
import type { Module, Session } from '../stanza/session.ts';
import { serviceInfo } from './0030-disco.ts';

const NS = 'urn:xmpp:pep-vcard-conversion:0';

/**
 * Whether the server keeps PEP, vCard and presence of our account together (§4): then an avatar is
 * published by XEP-0084 alone.
 *
 * @throws StanzaError
 */
export async function convertsAvatars(session: Session): Promise<boolean> {
  const { features } = await serviceInfo(session, session.account);
  return features.includes(NS);
}

/** Not announced: it is of servers. */
export const avatarConversionModule: Module = { xep: 'XEP-0398', features: [] };

// XEP-0045: Multi-User Chat, version 1.35.5: reserved nicks (§7.12)
// https://xmpp.org/extensions/xep-0045.html#reservednick
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { xml } from '../stanza/xml.ts';
import { NS_INFO, parseDiscoInfo } from './0030-disco.ts';
import { occupantJid } from './0045-joining.ts';

const NODE = 'x-roomuser-item';
/** How services answer that do not know the node. */
const UNSUPPORTED = ['feature-not-implemented', 'item-not-found', 'service-unavailable'];

/** Fetches the nick that a room reserves for us (§7.12); `undefined` if none. @throws StanzaError */
export async function fetchReservedNick(session: Session, room: Jid): Promise<string | undefined> {
  try {
    const payload = xml('query', { xmlns: NS_INFO, node: NODE });
    const answer = await session.request({ type: 'get', to: room, payload });
    const query = answer.getChild('query', NS_INFO);
    // Services that ignore the node tell the name of the room.
    if (query?.attrs['node'] !== NODE) return undefined;
    const { identities } = parseDiscoInfo(query);
    const text = identities.find(({ category }) => category === 'conference');
    return text && occupantJid(room, text.name)?.resource;
  } catch (error) {
    if (error instanceof StanzaError && UNSUPPORTED.includes(error.condition)) return undefined;
    throw error;
  }
}

// XEP-0045: Multi-User Chat, version 1.35.5: a room's lists by affiliation (§9.2, §9.5)
// https://xmpp.org/extensions/xep-0045.html#modifymember
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { xml } from '../stanza/xml.ts';
import { NS_MUC_ADMIN } from './0045-administration.ts';
import { parseItem, type RoomAffiliation, type RoomItem } from './0045-user.ts';

/** Maximum number of entries of a list; further ones are ignored. */
const MAX_ENTRIES = 10_000;

/** An account on one of a room's lists. */
export interface AffiliatedUser {
  /** Bare. */
  readonly jid: Jid;
  readonly affiliation: RoomAffiliation;
  /** The nick registered or in use, if given. */
  readonly nick?: string;
  /** In one line; empty if none is given. */
  readonly reason: string;
}

/**
 * Fetches the accounts of an affiliation, each once: for admins and owners; members may see the
 * lists of a room that shows them real JIDs (§9.5).
 *
 * @throws StanzaError `forbidden` for others
 */
export async function fetchAffiliated(
  session: Session,
  room: Jid,
  affiliation: RoomAffiliation,
): Promise<readonly AffiliatedUser[]> {
  const users = new Map<string, AffiliatedUser>();
  for (const item of await fetchItems(session, room, { affiliation })) {
    const jid = item.jid?.toBare();
    if (!jid || item.affiliation !== affiliation || users.has(jid.bare)) continue;
    const { nick, reason } = item;
    users.set(jid.bare, { jid, affiliation, reason, ...(nick !== undefined && { nick }) });
  }
  return [...users.values()];
}

async function fetchItems(
  session: Session,
  room: Jid,
  attrs: Readonly<Record<string, string>>,
): Promise<readonly RoomItem[]> {
  const to = room.toBare();
  const payload = xml('query', { xmlns: NS_MUC_ADMIN }, xml('item', attrs));
  const answer = await session.request({ type: 'get', to, payload });
  const query = answer.getChild('query', NS_MUC_ADMIN);
  if (!query) throw new StanzaError('bad-format', { text: 'the answer has no list' });
  const items = query.getChildren('item', NS_MUC_ADMIN).slice(0, MAX_ENTRIES);
  return items.map((item) => parseItem(item, to));
}

// XEP-0045: Multi-User Chat, version 1.35.5: finding services for rooms (§6.1, §6.2)
// https://xmpp.org/extensions/xep-0045.html#disco-service
import { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { receivedLine } from '../stanza/text.ts';
import { type DiscoInfo, serviceInfo, serviceItems } from './0030-disco.ts';
import { NS_MUC } from './0045-user.ts';
import { NS_RSM } from './0059-resultSets.ts';

/** Announced by ejabberd, with every room service. */
const NS_EJABBERD = 'urn:xmpp:mucsub:0';
/** Maximum number of a server's items that are queried. */
const MAX_ITEMS = 50;
/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

/** A service that hosts rooms. */
export interface RoomService {
  readonly jid: Jid;
  /** At most 256 UTF-16 code units, untrusted; may be empty. */
  readonly name: string;
  /** Whether it announces that its list can be requested in pages (XEP-0059). */
  readonly isPaged: boolean;
  /** Whether it appends the number of occupants to the name of each room. */
  readonly countsInNames: boolean;
}

/**
 * Discovers the services for rooms of a server, which may be the server itself; cached per session.
 *
 * @param server ours when absent
 * @throws StanzaError when the server does not answer
 */
export async function findRoomServices(
  session: Session,
  server: Jid = Jid.of(session.account.domain),
): Promise<readonly RoomService[]> {
  const items = await serviceItems(session, server);
  const hosts = items.filter(({ jid, node }) => node === undefined && jid.local === '');
  const jids = new Map([server, ...hosts.map(({ jid }) => jid)].map((jid) => [jid.full, jid]));
  // One that is down, or never answers, must not affect the others.
  const answers = await Promise.allSettled(
    [...jids.values()]
      .slice(0, MAX_ITEMS)
      .map(async (jid) => parseRoomService(jid, await serviceInfo(session, jid))),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? (answer.value ?? []) : []));
}

/** Parses a service's information; `undefined` if it does not host rooms. */
export function parseRoomService(jid: Jid, info: DiscoInfo): RoomService | undefined {
  const { features } = info;
  const identity = info.identities.find(
    ({ category, type }) => category === 'conference' && type === 'text',
  );
  if (!identity || !features.includes(NS_MUC)) return undefined;
  return {
    jid,
    name: receivedLine(identity.name, MAX_NAME_LENGTH),
    isPaged: features.includes(NS_RSM),
    countsInNames: features.includes(NS_EJABBERD),
  };
}

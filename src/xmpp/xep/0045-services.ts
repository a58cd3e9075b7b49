// XEP-0045: Multi-User Chat, version 1.35.5: finding services for rooms (§6.1, §6.2)
// https://xmpp.org/extensions/xep-0045.html#disco-service
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { receivedLine } from '../stanza/text.ts';
import type { DiscoInfo } from './0030-disco.ts';
import { findServices } from './0030-services.ts';
import { NS_MUC } from './0045-user.ts';
import { NS_RSM } from './0059-resultSets.ts';

/** Announced by ejabberd, with every room service. */
const NS_EJABBERD = 'urn:xmpp:mucsub:0';
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
  server?: Jid,
): Promise<readonly RoomService[]> {
  const services = await findServices(session, server);
  return services.flatMap(({ jid, info }) => parseRoomService(jid, info) ?? []);
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

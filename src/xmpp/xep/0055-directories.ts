// XEP-0055: Jabber Search, version 1.3: services that can be searched, by XEP-0030
// https://xmpp.org/extensions/xep-0055.html
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { receivedLine } from '../stanza/text.ts';
import type { DiscoInfo } from './0030-disco.ts';
import { findServices } from './0030-services.ts';
import { NS_SEARCH } from './0055-legacy.ts';
import { NS_RSM } from './0059-resultSets.ts';

/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

/** A service that can be searched. */
export interface Directory {
  readonly jid: Jid;
  /** One line, untrusted; may be empty. */
  readonly name: string;
  /** What is found there: accounts, rooms, or users of another network. */
  readonly kind: 'users' | 'rooms' | 'gateway';
  /** Whether it announces pages (XEP-0059). */
  readonly isPaged: boolean;
}

/**
 * Discovers what can be searched on a server, which may be the server itself; cached per session.
 *
 * @param server ours when absent
 * @throws StanzaError when the server does not answer
 */
export async function findDirectories(
  session: Session,
  server?: Jid,
): Promise<readonly Directory[]> {
  const services = await findServices(session, server);
  return services.flatMap(({ jid, info }) => parseDirectory(jid, info) ?? []);
}

/**
 * Parses a service's information; `undefined` if it cannot be searched. An identity without the
 * feature is enough: some services announce nothing else.
 */
export function parseDirectory(jid: Jid, info: DiscoInfo): Directory | undefined {
  const of = (category: string) => info.identities.find((one) => one.category === category);
  const directory = info.identities.find(
    ({ category, type }) => category === 'directory' && type === 'user',
  );
  if (!directory && !info.features.includes(NS_SEARCH)) return undefined;
  const other = directory ? undefined : (of('conference') ?? of('gateway'));
  const identity = directory ?? other ?? info.identities[0];
  const kind = other?.category === 'conference' ? 'rooms' : 'gateway';
  return {
    jid,
    name: receivedLine(identity?.name ?? '', MAX_NAME_LENGTH),
    kind: other ? kind : 'users',
    isPaged: info.features.includes(NS_RSM),
  };
}

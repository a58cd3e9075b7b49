// XEP-0030: Service Discovery, version 2.5.0: the services of a server (§4, §3)
// https://xmpp.org/extensions/xep-0030.html
import { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { type DiscoInfo, SERVICE_MS, serviceInfo, serviceItems } from './0030-disco.ts';

/** Maximum number of a server's items that are queried. */
const MAX_ITEMS = 50;

/** A server or a service of it, with what it says of itself. */
export interface Service {
  readonly jid: Jid;
  readonly info: DiscoInfo;
}

/**
 * Discovers a server and its services, those that answer; cached per session.
 *
 * @param server ours when absent
 * @throws StanzaError when the server does not answer
 */
export async function findServices(
  session: Session,
  server: Jid = Jid.of(session.account.domain),
): Promise<readonly Service[]> {
  const [items, own] = await Promise.allSettled([
    serviceItems(session, server),
    serviceInfo(session, server),
  ]);
  // A service without items of its own may refuse to list them.
  if (items.status === 'rejected' && own.status === 'rejected') throw items.reason as Error;
  const listed = items.status === 'fulfilled' ? items.value : [];
  const hosts = listed.filter(({ jid, node }) => node === undefined && jid.local === '');
  const jids = new Map([server, ...hosts.map(({ jid }) => jid)].map((jid) => [jid.full, jid]));
  // One that is down, or never answers, must not affect the others.
  const answers = await Promise.allSettled(
    [...jids.values()]
      .slice(0, MAX_ITEMS)
      .map(async (jid) => ({ jid, info: await serviceInfo(session, jid, SERVICE_MS) })),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

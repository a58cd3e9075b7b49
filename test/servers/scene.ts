import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { readCaFile } from '../../src/storage/caFile.ts';
import { sendPresence } from '../../src/xmpp/im/presence.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { ownCaps } from '../../src/xmpp/modules.ts';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { type ClientOptions, TestClient } from '../support/client.ts';
import { FakeLog } from '../support/fakeSession.ts';
import { startAll, type Started } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';
import type { ServerOptions } from './server.mjs';

export const account = 'ada@localhost';
export const chat = 'bob@localhost';
export const password = 'pässwörd';

/** Every suite is told for each of them: its name, and how to start it. */
export const SERVERS = [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const;

type StartServer = (typeof SERVERS)[number][1];
export type Server = Awaited<ReturnType<StartServer>>;

/**
 * A session of ours without a model, available.
 * @param directAddresses those at which others may connect to it
 */
export async function openSession(
  { caFile, ports }: Pick<Server, 'caFile' | 'ports'>,
  user: string,
  directAddresses?: () => readonly string[],
): Promise<XmppLink> {
  const link = new XmppLink(
    {
      account: Jid.of(`${user}@localhost`),
      password: 'secret',
      server: { mode: 'starttls', host: '127.0.0.1', port: ports.starttls },
      trustedCa: readCaFile(caFile),
      mayKnowPresence: () => true,
      onStrongerMechanism: () => undefined,
      directAddresses,
    },
    { clock: systemClock, log: new FakeLog() },
  );
  await link.connect();
  sendPresence(link.session, { show: 'available', status: '', priority: 0, caps: ownCaps });
  return link;
}

/** Ada, who uses the product, and Bob, an independent client: contacts of each other on a server. */
export class Scene {
  readonly server: Server;
  readonly bob: Peer;
  readonly #started: Started;

  private constructor(server: Server, bob: Peer, started: Started) {
    this.server = server;
    this.bob = bob;
    this.#started = started;
  }

  static start(startServer: StartServer, options?: ServerOptions): Promise<Scene> {
    return startAll(async (started) => {
      const server = await started.add(startServer(options));
      await server.addUser('ada', password);
      for (const user of ['bob', 'eve']) await server.addUser(user, 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob', groups: ['Team', 'Chess'] });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      const bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      return new Scene(server, bob, started);
    });
  }

  /** Where the server listens, or something in front of it, as the setting says it. */
  endpoint(port = this.server.ports.starttls) {
    return { mode: 'starttls', host: '127.0.0.1', port };
  }

  /** A client that has not signed in. */
  client(options: ClientOptions = {}): TestClient {
    const { caFile } = this.server;
    const client = new TestClient({ caFile, server: this.endpoint(), ...options });
    void this.#started.add(client);
    return client;
  }

  /** Ada signs in. Result: her client, once Bob sees it. */
  async signIn(options?: ClientOptions): Promise<TestClient> {
    const client = this.client(options);
    const from = this.bob.events.length;
    await client.request('signIn', { jid: account, password });
    await this.presence(({ type }) => type === 'available', from);
    return client;
  }

  /** What Bob hears of Ada's presence after his first `from` events. */
  presence(fits: (event: Peer['events'][number]) => boolean, from = 0) {
    const isAda = (event: Peer['events'][number]) =>
      event.event === 'presence' && event.from?.startsWith(`${account}/`) === true;
    return this.bob.waitFor((event) => isAda(event) && fits(event), 60_000, from);
  }

  /** Somebody who is nobody's contact. */
  stranger(): Promise<Peer> {
    const { server } = this;
    return this.#started.add(startPeer({ server, user: 'eve', password: 'secret' }));
  }

  stop(): Promise<void> {
    return this.#started.end();
  }
}

/** The bodies that a peer has received since it had `noted` events. */
export function bodiesSince(peer: Peer, noted: number): string[] {
  return peer.events
    .slice(noted)
    .flatMap(({ event, body }) => (event === 'message' && typeof body === 'string' ? [body] : []));
}

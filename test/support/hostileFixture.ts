import assert from 'node:assert/strict';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import type { Log } from '../../src/base/log.ts';
import {
  ConnectionError,
  type ConnectionOptions,
  type ConnectionState,
  XmppConnection,
} from '../../src/xmpp/stream/connection.ts';
import type { Endpoint } from '../../src/xmpp/stream/net/endpoints.ts';
import { StanzaSession } from '../../src/xmpp/stanza/stanzaSession.ts';
import { attachModules } from '../../src/xmpp/modules.ts';
import { type Certificate, testCertificates } from './certificates.ts';
import { HostileServer, type Script } from './hostileServer.ts';

const MAX_STOP_MS = 1000;

/** The system's clock without chance, so that waits between tries are 0. */
const impatientClock: Clock = { ...systemClock, random: () => 0 };

/** A connection under test and all that it told. */
export interface TestClient {
  readonly connection: XmppConnection;
  readonly session: StanzaSession;
  /** The bodies of the messages that came through. */
  readonly bodies: (string | null)[];
  readonly states: ConnectionState[];
  /** What was logged. */
  readonly lines: string[];
}

export interface TestClientOptions extends Partial<ConnectionOptions> {
  readonly mode?: Endpoint['mode'];
  readonly clock?: Clock;
  readonly resolve?: (domain: string) => Promise<readonly Endpoint[]>;
}

/** The servers and clients of one test. */
export class HostileFixture {
  readonly #servers: HostileServer[] = [];
  readonly #clients: TestClient[] = [];

  /** @param options.directTls the certificate of direct TLS; plain TCP when absent. */
  async serve(script: Script, options: { directTls?: Certificate } = {}): Promise<HostileServer> {
    const server = await HostileServer.start(script, options);
    this.#servers.push(server);
    return server;
  }

  /** A client for ada@localhost with the password `secret` that trusts the test authority. */
  async client(port: number, options: TestClientOptions = {}): Promise<TestClient> {
    const { ca } = await testCertificates();
    const { mode = 'starttls', clock = impatientClock, resolve, ...rest } = options;
    const lines: string[] = [];
    const line = (text: string) => lines.push(text);
    const log: Log = { info: line, warn: line, error: line };
    const connection = new XmppConnection(
      {
        account: Jid.of('ada@localhost'),
        resource: 'test',
        password: 'secret',
        server: resolve ? undefined : { mode, host: '127.0.0.1', port },
        trustedCa: ca,
        ...rest,
      },
      { clock, log, ...(resolve ? { resolve } : {}) },
    );
    const session = new StanzaSession(Jid.of('ada@localhost'), connection, {
      clock,
      log,
      mayKnowPresence: () => false,
    });
    attachModules(session);
    const client: TestClient = { connection, session, bodies: [], states: [], lines };
    session.onStanza('message', ({ element }) => client.bodies.push(element.getChildText('body')));
    connection.onState((state) => client.states.push(state));
    this.#clients.push(client);
    return client;
  }

  /** Stops everything, and checks that no client took longer than a second for it. */
  async dispose(): Promise<void> {
    for (const { connection, session } of this.#clients.splice(0)) {
      const started = performance.now();
      session.dispose();
      await connection.stop();
      const ms = performance.now() - started;
      assert.ok(ms <= MAX_STOP_MS, `stopping took ${ms.toFixed(0)} ms`);
    }
    for (const server of this.#servers.splice(0)) await server.stop();
  }
}

/** The error with which a first sign-in fails. */
export async function failure(client: TestClient): Promise<ConnectionError> {
  const error: unknown = await client.connection.connect().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ConnectionError, 'the client signed in');
  assert.ok(!client.states.some(({ phase }) => phase === 'online'));
  return error;
}

/** Waits until `condition` holds. @throws Error with `what` when it does not within `ms`. */
export async function eventually(
  what: string,
  condition: () => boolean,
  ms = 60_000,
): Promise<void> {
  const deadline = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A message from `from`, as XML. */
export function message(from: string, body: string): string {
  return `<message from='${from}'><body>${body}</body></message>`;
}

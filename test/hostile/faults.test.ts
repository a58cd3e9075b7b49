import assert from 'node:assert/strict';
import { unreachable } from '../../src/xmpp/stream/connectionError.ts';
import type { Endpoint } from '../../src/xmpp/stream/net/endpoints.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { eventually, HostileFixture, type TestClient } from '../support/hostileFixture.ts';
import type { Script } from '../support/hostileServer.ts';

const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const NS_SM = 'urn:xmpp:sm:3';

/** Lets time pass on the clock, with real input and output in between, until `done`. */
async function pass(clock: FakeClock, ms: number, done: () => boolean): Promise<number> {
  const started = clock.monotonic();
  const end = started + ms;
  while (!done() && clock.monotonic() < end) {
    clock.advance(Math.min(500, end - clock.monotonic()));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return clock.monotonic() - started;
}

const isOnline = ({ connection }: TestClient) => connection.state.phase === 'online';

describe('Faults of the network', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    certificate = (await testCertificates()).good;
  });
  afterEach(() => fixture.dispose());

  const welcome: Script = async (peer) => {
    await peer.signIn({ certificate });
    await peer.expectClose(60_000);
  };

  it('F2: comes back when DNS does: within 60 s, and within 3 s when the user asks', async () => {
    const server = await fixture.serve(welcome);
    const endpoint: Endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.port };
    let dns = true;
    const clock = new FakeClock();
    clock.chance = 0.999;
    const client = await fixture.client(server.port, {
      clock,
      resolve: () =>
        dns
          ? Promise.resolve([endpoint])
          : Promise.reject(unreachable('localhost', 0, { code: 'EAI_AGAIN' })),
    });
    client.connection.start();
    await eventually('online', () => isOnline(client));
    for (const asked of [false, true]) {
      dns = false;
      server.peers.at(-1)?.destroy();
      await eventually('offline', () => !isOnline(client));
      await pass(clock, 600_000, () => isOnline(client));
      assert.equal(client.connection.state.error?.code, 'offline');
      dns = true;
      const started = performance.now();
      if (asked) client.connection.reconnectNow();
      else assert.ok((await pass(clock, 60_000, () => isOnline(client))) <= 60_000);
      await eventually('online again', () => isOnline(client), 3000);
      assert.ok(!asked || performance.now() - started <= 3000);
    }
  });

  it('F3: gives up a server that accepts and says nothing, and tries again within 30 s', async () => {
    const server = await fixture.serve(async (peer) => {
      if (server.peers.length > 1) await welcome(peer);
      else await peer.expectClose(60_000);
    });
    const clock = new FakeClock();
    clock.chance = 0.999;
    const client = await fixture.client(server.port, { clock });
    client.connection.start();
    await server.connection(1);
    const ms = await pass(clock, 60_000, () => server.peers.length > 1);
    assert.ok(ms <= 30_000, `${ms} ms`);
    await eventually('online', () => isOnline(client));
  });

  it('F4: waits ever longer for a server that refuses, at most 60 s focused, else 300 s', async () => {
    const refused = await fixture.serve(() => Promise.resolve());
    const { port } = refused;
    await refused.stop();
    for (const [focused, cap] of [
      [true, 60_000],
      [false, 300_000],
    ] as const) {
      const clock = new FakeClock();
      clock.chance = 0.999;
      const client = await fixture.client(port, { clock });
      client.connection.setFocused(focused);
      const waits: number[] = [];
      client.connection.onState(({ retryAt }) => {
        if (retryAt !== undefined) waits.push(retryAt - clock.now());
      });
      client.connection.start();
      while (clock.monotonic() < 3_600_000) {
        await eventually('waiting', () => client.connection.state.phase === 'waiting');
        clock.advance((client.connection.state.retryAt ?? 0) - clock.now());
      }
      assert.deepEqual(
        waits,
        waits.toSorted((a, b) => a - b),
        'each at least as long as the last',
      );
      assert.ok((waits[0] ?? cap) <= 2000);
      assert.equal(Math.round((waits.at(-1) ?? 0) / 1000), cap / 1000);
    }
  });

  it('F4: spreads its tries at random', async () => {
    const refused = await fixture.serve(() => Promise.resolve());
    const { port } = refused;
    await refused.stop();
    const clock = new FakeClock();
    clock.chance = 0;
    const client = await fixture.client(port, { clock });
    client.connection.start();
    await eventually('waiting', () => client.connection.state.phase === 'waiting');
    assert.equal(client.connection.state.retryAt, clock.now());
  });

  for (const [silent, from] of [
    [3, 'the beginning'],
    [9, 'the beginning'],
    [3, 'their features'],
  ] as const) {
    it(`reaches the one server that answers behind ${silent} that say nothing from ${from} on, at the first try`, async () => {
      let deafened = 0;
      const deaf = await fixture.serve(async (peer) => {
        if (from === 'their features') {
          await peer.startTls(certificate);
          await peer.expectAuth(['SCRAM-SHA-1']);
        }
        deafened += 1;
        await peer.expectClose(60_000);
      });
      const server = await fixture.serve(welcome);
      const ports = [...Array.from({ length: silent }, () => deaf.port), server.port];
      const clock = new FakeClock();
      const client = await fixture.client(server.port, {
        clock,
        resolve: () =>
          Promise.resolve(
            ports.map((port) => ({ mode: 'starttls', host: '127.0.0.1', port }) as const),
          ),
      });
      let failed: unknown;
      client.connection.connect().catch((error: unknown) => (failed = error));
      // Each has its time, as time passes no faster than connections are made.
      for (let tried = 1; tried <= silent; tried++) {
        await eventually('silence', () => deafened === tried);
        await pass(clock, 10_000, () => deaf.peers.length > tried || server.peers.length > 0);
      }
      await eventually('online', () => isOnline(client));
      assert.equal(failed, undefined);
      assert.ok(clock.monotonic() < 30_000, `${clock.monotonic()} ms`);
    });
  }

  for (const features of ['', `<sm xmlns='${NS_SM}'/>`]) {
    it(`F5: notices a silent link within 45 s ${features ? 'with' : 'without'} stream management`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate, features });
        if (features !== '') {
          await peer.expect('enable');
          peer.send(`<enabled xmlns='${NS_SM}' id='session' resume='true'/>`);
        }
        await peer.expectClose(60_000);
      });
      const clock = new FakeClock();
      const client = await fixture.client(server.port, { clock });
      await client.connection.connect();
      const ms = await pass(clock, 120_000, () => !isOnline(client));
      console.log(`      noticed after ${ms / 1000} s`);
      assert.ok(ms <= 45_000);
    });
  }

  const stages: Record<string, Script> = {
    'says nothing': (peer) => peer.expectClose(),
    'never begins TLS': async (peer) => {
      await peer.open(`<starttls xmlns='${NS_TLS}'/>`);
      await peer.expect('starttls');
      peer.send(`<proceed xmlns='${NS_TLS}'/>`);
      await peer.expectClose();
    },
    'never answers SASL': async (peer) => {
      await peer.startTls(certificate);
      await peer.expectAuth(['SCRAM-SHA-1']);
      await peer.expectClose();
    },
    'never closes': async (peer) => {
      peer.polite = false;
      await welcome(peer);
    },
  };
  for (const [what, script] of Object.entries(stages)) {
    it(`stops within a second where the server ${what}`, async () => {
      const server = await fixture.serve(script);
      const client = await fixture.client(server.port);
      client.connection.start();
      await server.connection(1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const started = performance.now();
      await client.connection.stop();
      const ms = performance.now() - started;
      console.log(`      stopped after ${ms.toFixed(0)} ms`);
      assert.ok(ms <= 1000);
      await server.peers[0]?.expectClose(1000);
      assert.equal(client.connection.state.phase, 'offline');
    });
  }
});

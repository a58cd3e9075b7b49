import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Backpressure } from '../../src/model/sync/backpressure.ts';
import { testCertificates } from '../support/certificates.ts';
import { eventually, HostileFixture, message } from '../support/hostileFixture.ts';

const MANY = 20_000;
const BOUND = 500;
/** What one read of 64 KiB may bring on top. */
const MAX = BOUND + 1200;
/** So many reach the disk at once. */
const BATCH = 200;

describe('a disk that is slower than the network', () => {
  const fixture = new HostileFixture();
  afterEach(() => fixture.dispose());

  for (const mode of ['starttls', 'tls'] as const) {
    it(`A34: lets no more than a bound wait over ${mode}, and loses nothing`, async () => {
      const { good } = await testCertificates();
      let flooded = false;
      const flood = Array.from({ length: MANY }, (_, n) => message('boss@localhost', `m${n}`));
      const server = await fixture.serve(
        async (peer) => {
          await peer.signIn(mode === 'tls' ? {} : { certificate: good });
          await peer.sendSlowly(flood.join(''));
          flooded = true;
        },
        mode === 'tls' ? { directTls: good } : {},
      );
      const client = await fixture.client(server.port, { mode });
      await client.connection.connect();
      const waiting: (() => void)[] = [];
      let most = 0;
      let kept = 0;
      const backlog = new Backpressure(() => client.session);
      const keep = async () => {
        await backlog.track(() => new Promise<void>((resolve) => waiting.push(resolve)));
        kept += 1;
      };
      client.session.onStanza('message', () => {
        void keep();
        most = Math.max(most, waiting.length);
      });
      await eventually('a full backlog', () => waiting.length >= BOUND);
      const stopped = waiting.length;
      await delay(100);
      assert.equal(waiting.length, stopped);
      const disk = setInterval(() => {
        for (const done of waiting.splice(0, BATCH)) done();
      }, 5);
      await eventually('everything', () => kept === MANY, 60_000);
      clearInterval(disk);
      assert.ok(flooded);
      assert.ok(most <= MAX, `${most} waited`);
      assert.deepEqual(
        client.bodies,
        Array.from({ length: MANY }, (_, n) => `m${n}`),
      );
      assert.equal(client.connection.state.phase, 'online');
    });
  }
});

import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import { TestClient, until } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { startedHere } from '../support/started.ts';
import { startProsody } from './prosody.mjs';
import { account, bodiesSince, chat, password, Scene, SERVERS } from './scene.ts';

for (const [name, start] of SERVERS) {
  describe(`a connection to ${name} that is lost`, () => {
    let scene: Scene;
    let proxy: FaultProxy;
    let client: TestClient;
    let bob: Peer;

    const messages = () => client.watch('messages', { account, chat });

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      proxy = await started.add(FaultProxy.start(scene.server.ports.starttls));
      client = await scene.signIn({ server: scene.endpoint(proxy.port) });
    });

    it('is resumed, and nothing is lost, twice or out of order', async () => {
      const noted = bob.events.length;
      const watched = messages();
      const sent: string[] = [];
      const received: string[] = [];
      for (let n = 0; n < 60; n++) {
        if (n === 10 || n === 40) {
          proxy.refuses = true;
          proxy.cut();
        }
        if (n === 30 || n === 50) {
          await client.waitForPhase('waiting');
          // ejabberd changes the order of what it is still working on during a resumption.
          await bob.ping('localhost');
          proxy.refuses = false;
          await client.request('reconnect', { account });
          await client.waitForPhase('online');
        }
        sent.push(`cut out ${n}`);
        received.push(`cut in ${n}`);
        await client.request('sendMessage', { account, chat, body: `cut out ${n}` });
        await bob.send({ to: account, body: `cut in ${n}` });
      }
      const isNew = (view: MessageView) => view.body.startsWith('cut in ');
      await until(() => bodiesSince(bob, noted).length >= 60, 60_000);
      await until(() => watched.values().filter(isNew).length >= 60, 60_000);
      assert.deepEqual(bodiesSince(bob, noted), sent);
      assert.deepEqual(
        watched
          .values()
          .filter(isNew)
          .map(({ body }) => body),
        received,
      );
      assert.ok(client.log.lines.some((line) => line.endsWith('(resumed)')));
      // What the server never acknowledged would rightly be sent again after its death.
      const isSettled = (view: MessageView) => !view.outgoing || view.delivery === 'delivered';
      await until(() =>
        watched
          .values()
          .filter(({ body }) => body.startsWith('cut'))
          .every(isSettled),
      );
      const contact = await client.waitFor('contacts', { account }, ({ id }) => id === chat);
      assert.equal(contact.show, 'available');
      watched.dispose();
    });

    it('comes back after kill -9 of the server, and what was queued arrives once, in order', async () => {
      const before = messages();
      await until(() => before.values().length > 0);
      await until(() => before.values().every(({ delivery }) => delivery !== 'queued'));
      before.dispose();
      const noted = bob.events.length;
      // Whoever is not there yet is told by ejabberd what waits after what comes by then.
      proxy.refuses = true;
      await scene.server.kill('SIGKILL');
      await client.waitForPhase('waiting');
      const bodies = Array.from({ length: 20 }, (_, index) => `queued ${index}`);
      for (const body of bodies) await client.request('sendMessage', { account, chat, body });
      await scene.server.restart();
      await bob.waitFor(({ event }) => event === 'online', 60_000, noted);
      proxy.refuses = false;
      await client.request('reconnect', { account });
      await client.waitForPhase('online', 60_000);
      const watched = messages();
      await until(() => bodiesSince(bob, noted).length >= 20, 120_000);
      await until(() => watched.values().every(({ delivery }) => delivery !== 'queued'));
      assert.deepEqual(bodiesSince(bob, noted), bodies);
      watched.dispose();
    });

    it('is ended by the user within a second, whatever the server does', async () => {
      proxy.silence();
      const began = performance.now();
      await client.request('signOut', { account });
      const took = performance.now() - began;
      assert.ok(took <= 1000, `${took} ms`);
      assert.deepEqual(client.secrets.all, new Map());
    });
  });
}

describe('a silent link', () => {
  const started = startedHere();
  it('is found within 45 s', async () => {
    const server = await started.add(startProsody());
    await server.addUser('ada', password);
    const proxy = await started.add(FaultProxy.start(server.ports.starttls));
    const endpoint = { mode: 'starttls', host: '127.0.0.1', port: proxy.port };
    const client = await started.add(new TestClient({ caFile: server.caFile, server: endpoint }));
    await client.request('signIn', { jid: account, password });
    proxy.silence();
    // Or it could be back sooner than anybody is told that it was gone.
    proxy.refuses = true;
    const began = performance.now();
    // Not by its phase, whose reason is soon that of the next try.
    const lines = client.log.lines;
    const line = await until(() => lines.find((text) => text.includes('offline:')), 50_000);
    const seconds = (performance.now() - began) / 1000;
    console.log(`        found after ${seconds.toFixed(1)} s`);
    assert.ok(seconds <= 45);
    assert.match(line, /offline: timeout/u);
  });
});

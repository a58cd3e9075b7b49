import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../interop/peer.mjs';
import { type TestClient, until } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { startedHere } from '../support/started.ts';
import { account, bodiesSince, chat, Scene, SERVERS } from './scene.ts';

/** A server that held nothing back would have told by then. */
const HELD_MS = 500;
/** While a session begins, the client asks for this and that. */
const TRIES = 10;

for (const [name, start] of SERVERS) {
  describe(`a window that nobody looks at, on ${name}`, () => {
    let scene: Scene;
    let proxy: FaultProxy;
    let client: TestClient;
    let bob: Peer;

    /** As the window says while the user looks at it, or elsewhere. */
    const look = (focused: boolean) =>
      client.watch('attention', { window: 'desk', focused, focusedAt: 0, idle: null });

    const status = () => {
      const contacts = client.watch('contacts', { account });
      const [bob] = contacts.values().filter(({ id }) => id === chat);
      contacts.dispose();
      return bob?.status;
    };

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      proxy = await started.add(FaultProxy.start(scene.server.ports.starttls));
      client = await scene.signIn({ server: scene.endpoint(proxy.port) });
    });

    it('hears of presence once it is looked at, and of messages at once', async () => {
      const away = look(false);
      let told: string;
      let tries = 0;
      // An answer to what the client asked brings along what was held back.
      do {
        tries += 1;
        await delay(HELD_MS);
        told = `gone fishing ${tries}`;
        await bob.presence({ status: told });
        await delay(HELD_MS);
      } while (status() === told && tries < TRIES);
      assert.notEqual(status(), told);
      for (let n = 0; n < 5; n++) {
        const body = `unseen ${String(n)}`;
        await bob.send({ to: account, body });
        await client.waitFor('messages', { account, chat }, (message) => message.body === body);
      }
      away.dispose();
      const back = look(true);
      await client.waitFor('contacts', { account }, ({ status }) => status === told);
      back.dispose();
    });

    for (const focused of [true, false]) {
      const then = focused ? 'looked at again' : 'still alone';
      it(`goes on with a session that is resumed, ${then}`, async () => {
        const from = bob.events.length;
        const away = look(false);
        await delay(HELD_MS);
        proxy.refuses = true;
        proxy.cut();
        await client.waitForPhase('waiting');
        away.dispose();
        const again = look(focused);
        proxy.refuses = false;
        await client.request('reconnect', { account });
        await client.waitForPhase('online');
        // A server that took the session for inactive still would hold back from now on.
        await delay(HELD_MS);
        const body = `back, ${then}`;
        await client.request('sendMessage', { account, chat, body });
        await until(() => bodiesSince(bob, from).includes(body));
        await client.waitFor(
          'messages',
          { account, chat },
          (message) => message.body === body && message.delivery !== 'queued',
        );
        await bob.send({ to: account, body: `answer, ${then}` });
        await client.waitFor(
          'messages',
          { account, chat },
          (message) => message.body === `answer, ${then}`,
        );
        again.dispose();
      });
    }
  });
}

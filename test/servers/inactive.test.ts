import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

/** A server that held nothing back would have told by then. */
const HELD_MS = 500;

for (const [name, start] of SERVERS) {
  describe(`a window that nobody looks at, on ${name}`, () => {
    let scene: Scene;
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

    before(async () => {
      scene = await Scene.start(start);
      ({ bob } = scene);
      client = await scene.signIn();
    });
    after(() => scene.stop());

    it('hears of presence once it is looked at, and of messages at once', async () => {
      const away = look(false);
      await delay(HELD_MS);
      await bob.presence({ status: 'gone fishing' });
      await delay(HELD_MS);
      assert.equal(status(), '');
      for (let n = 0; n < 5; n++) {
        const body = `unseen ${String(n)}`;
        await bob.send({ to: account, body });
        await client.waitFor('messages', { account, chat }, (message) => message.body === body);
      }
      away.dispose();
      const back = look(true);
      await client.waitFor('contacts', { account }, ({ status }) => status === 'gone fishing');
      back.dispose();
    });
  });
}

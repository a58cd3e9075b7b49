import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import { type TestClient, until } from '../support/client.ts';
import { account, bodiesSince, chat, Scene, SERVERS } from './scene.ts';
import { told } from '../support/say.ts';

/** As some servers are set; RFC 6120 §13.12 allows fewer. In bytes. */
const LIMIT = 65_536;
const LARGE = '漢'.repeat(30_000);

for (const [name, start] of SERVERS) {
  describe(`what is too large for ${name}`, () => {
    let scene: Scene;

    before(async () => {
      scene = await Scene.start(start, { stanzaLimit: LIMIT });
    });

    after(() => scene.stop());

    const messages = (client: TestClient) => client.watch('messages', { account, chat });
    const signIns = (client: TestClient) =>
      client.log.lines.filter((line) => line.startsWith('online as')).length;

    async function failed(client: TestClient, id: string): Promise<MessageView> {
      const fits = (view: MessageView) => view.id === id && view.delivery === 'failed';
      return client.waitFor('messages', { account, chat }, fits);
    }

    it('fails once with its reason, and what was written after it leaves', async () => {
      const client = await scene.signIn();
      const noted = scene.bob.events.length;
      const watched = messages(client);
      const bodies = ['before', LARGE, 'after', 'after that'];
      const ids: string[] = [];
      for (const body of bodies) {
        ids.push(await client.request('sendMessage', { account, chat, body }));
      }
      const { error } = await failed(client, ids[1] ?? '');
      assert.match(
        told(error),
        /larger than your server takes; shorten it, or send it as a file\.$/u,
      );
      await until(() => bodiesSince(scene.bob, noted).length === 3, 60_000);
      assert.deepEqual(bodiesSince(scene.bob, noted), ['before', 'after', 'after that']);
      await until(() => ids.every((id) => watched.get(id)?.delivery !== 'queued'));
      assert.equal(signIns(client), 2);
      watched.dispose();

      // Nor does another message, or the same once more, end the stream again.
      await client.request('retryMessage', { account, chat, message: ids[1] ?? '' });
      const again = await client.request('sendMessage', { account, chat, body: LARGE });
      await failed(client, again);
      await failed(client, ids[1] ?? '');
      assert.equal(signIns(client), 2);
      await client.stop();
    });

    it('fails as a correction, too, and the message stays as it was for others', async () => {
      const client = await scene.signIn();
      const watched = messages(client);
      const id = await client.request('sendMessage', { account, chat, body: 'short' });
      await until(() => watched.get(id)?.delivery === 'delivered');
      const noted = scene.bob.events.length;
      await client.request('correctMessage', { account, chat, message: id, body: LARGE });
      await until(() => watched.get(id)?.refused !== undefined, 60_000);
      assert.match(told(watched.get(id)?.refused), /larger than your server takes/u);
      const after = await client.request('sendMessage', { account, chat, body: 'after' });
      await until(() => watched.get(after)?.delivery === 'delivered', 60_000);
      assert.deepEqual(bodiesSince(scene.bob, noted), ['after']);
      assert.equal(signIns(client), 2);
      await client.stop();
    });

    // ejabberd 23.01 has no limit there.
    it('fails or arrives over a WebSocket', async () => {
      const client = await scene.signIn({ server: { mode: 'websocket', url: scene.server.wsUrl } });
      const watched = messages(client);
      const large = await client.request('sendMessage', { account, chat, body: LARGE });
      const after = await client.request('sendMessage', { account, chat, body: 'after' });
      await until(() => watched.get(after)?.delivery === 'delivered', 60_000);
      const settled = name === 'Prosody' ? 'failed' : 'delivered';
      await until(() => watched.get(large)?.delivery === settled, 60_000);
      // Where the connection is reset before the reason of its end is read, only its third end tells.
      const expected = name === 'Prosody' ? [2, 3, 4] : [1];
      assert.ok(expected.includes(signIns(client)), `signed in ${String(signIns(client))} times`);
      await client.stop();
    });

    it('is not sent again after a restart', async () => {
      const client = await scene.signIn();
      const id = await client.request('sendMessage', { account, chat, body: LARGE });
      await failed(client, id);
      await client.stop();
      const next = scene.client({ former: client });
      await next.restore();
      await next.waitForPhase('online');
      const after = await next.request('sendMessage', { account, chat, body: 'after' });
      const watched = messages(next);
      await until(() => watched.get(after)?.delivery === 'delivered', 60_000);
      assert.equal(watched.get(id)?.delivery, 'failed');
      assert.equal(signIns(next), 1);
      watched.dispose();
    });
  });
}

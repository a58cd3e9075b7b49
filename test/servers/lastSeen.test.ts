import assert from 'node:assert/strict';
import { type TestClient, until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, password, Scene, SERVERS } from './scene.ts';

for (const [name, startServer] of SERVERS) {
  describe(`when a contact was last seen, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(startServer));
      client = await scene.signIn();
    });

    const contact = (of: TestClient, fits: Parameters<typeof of.waitFor<'contacts'>>[2]) =>
      of.waitFor('contacts', { account }, fits);

    it('is told of a device that is not used', async () => {
      const since = '2020-02-02T20:20:20Z';
      await scene.bob.raw(
        `<presence><show>away</show><idle xmlns='urn:xmpp:idle:1' since='${since}'/></presence>`,
      );
      const { resources } = await contact(client, ({ show }) => show === 'away');
      assert.equal(resources[0]?.idleSince, Date.parse(since));
    });

    it('is when the last device went, and others learn it from the server', async () => {
      const before = Date.now();
      await scene.bob.presence({ type: 'unavailable' });
      const { lastSeen = 0 } = await contact(client, ({ show }) => show === 'offline');
      assert.ok(lastSeen >= before && lastSeen <= Date.now(), String(lastSeen - before));
      const late = scene.client();
      await late.request('signIn', { jid: account, password });
      await contact(late, ({ id, subscription }) => id === chat && subscription === 'both');
      late.watch('contactDetails', { account, chat });
      const learned = await contact(late, (one) => one.lastSeen !== undefined);
      // By the server's clock, in whole seconds.
      assert.ok(Math.abs((learned.lastSeen ?? 0) - lastSeen) < 60_000);
    });

    it('is known after a restart, also of those who went meanwhile', async () => {
      await scene.bob.presence({});
      await contact(client, ({ show }) => show === 'available');
      // It is stored beside the contacts.
      await until(() => client.values.get(`roster:${account}`) !== undefined);
      const before = Date.now();
      await client.stop();
      await scene.bob.presence({ type: 'unavailable' });
      const after = Date.now();
      const next = scene.client({ former: client });
      await next.restore();
      const { lastSeen = 0 } = await contact(
        next,
        ({ id, show }) => id === chat && show === 'offline',
      );
      // A server tells it in whole seconds.
      const isBetween = lastSeen >= before - 1000 && lastSeen <= after;
      assert.ok(isBetween, `${lastSeen - before} ms`);
    });
  });
}

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { MessageView } from '../../src/api/views.ts';
import { ownCaps, ownInfo } from '../../src/xmpp/modules.ts';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { type TestClient, until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, bodiesSince, chat, Scene, SERVERS } from './scene.ts';
import { told as sentenceOf } from '../support/say.ts';

for (const [name, start] of SERVERS) {
  describe(`the client on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;
    /** Ada's full JID, as Bob knows it. */
    let ada: string;

    const messages = () => client.watch('messages', { account, chat });

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
      ada = (await scene.presence(() => true)).from ?? '';
    });

    describe('contacts', () => {
      it('come with name, groups and presence', async () => {
        const contact = await client.waitFor('contacts', { account }, ({ show }) => {
          return show !== 'offline';
        });
        assert.equal(contact.name, 'Bob');
        assert.deepEqual([...contact.groups].sort(), ['Chess', 'Team']);
        assert.equal(contact.subscription, 'both');
      });

      it('change as they say', async () => {
        const status = 'обед 🍜 till <three> & more';
        await bob.presence({ show: 'dnd', status });
        await client.waitFor(
          'contacts',
          { account },
          (contact) => contact.show === 'dnd' && contact.status === status,
        );
        const second = await startPeer({
          server: scene.server,
          user: 'bob',
          password: 'secret',
          resource: 'phone',
        });
        const both = await client.waitFor(
          'contacts',
          { account },
          ({ resources }) => resources.length === 2,
        );
        assert.deepEqual(
          both.resources.map(({ resource }) => resource),
          ['phone', 'slixmpp'],
        );
        await second.stop();
        await bob.presence({});
        await client.waitFor(
          'contacts',
          { account },
          ({ show, resources }) => show === 'available' && resources.length === 1,
        );
      });

      it('see our presence, and that we leave', async () => {
        const seen = bob.events.length;
        await client.request('setPresence', { account, show: 'away', status: 'back at 3' });
        await bob.waitFor(({ show, status }) => show === 'away' && status === 'back at 3');
        await client.request('setPresence', { account, show: 'offline', status: '' });
        await scene.presence(({ type }) => type === 'unavailable', seen);
        const left = await client.waitFor('contacts', { account }, () => true);
        assert.equal(left.show, 'offline');
        const gone = bob.events.length;
        await client.request('setPresence', { account, show: 'available', status: '' });
        await client.waitFor('contacts', { account }, ({ show }) => show === 'available');
        ada = (await scene.presence(({ type }) => type === 'available', gone)).from ?? '';
      });
    });

    describe('messages', () => {
      const texts = [
        'Есть? 👩‍💻🇫🇮',
        'two\nlines\n\n and a  half',
        '<b>&amp; "quotes"',
        'x'.repeat(10_000),
      ];

      it('arrive byte for byte in both directions, and come back as delivered', async () => {
        const watched = messages();
        for (const body of texts) {
          const id = await client.request('sendMessage', { account, chat, body });
          assert.equal((await bob.waitFor((event) => event.id === id)).body, body);
          await until(() => watched.get(id)?.delivery === 'delivered');
          await bob.send({ to: account, body });
          await until(() => watched.values().some((view) => !view.outgoing && view.body === body));
        }
        watched.dispose();
      });

      it('keep their order, 200 each way', async () => {
        const numbers = Array.from({ length: 200 }, (_, index) => String(index));
        const noted = bob.events.length;
        const watched = messages();
        const received = () =>
          watched.values().filter((view) => !view.outgoing && view.body.startsWith('in '));
        await Promise.all([
          ...numbers.map((n) => client.request('sendMessage', { account, chat, body: `out ${n}` })),
          ...numbers.map((n) => bob.send({ to: account, body: `in ${n}` })),
        ]);
        const bodiesOf = () => bodiesSince(bob, noted).filter((body) => body.startsWith('out '));
        await until(() => received().length === 200 && bodiesOf().length === 200);
        assert.deepEqual(
          bodiesOf(),
          numbers.map((n) => `out ${n}`),
        );
        assert.deepEqual(
          received().map(({ body }) => body),
          numbers.map((n) => `in ${n}`),
        );
        await until(() => watched.values().every(({ delivery }) => delivery !== 'sent'));
        watched.dispose();
      });

      it('are counted until they are read, and announced by typing', async () => {
        await client.request('markRead', { account, chat });
        await bob.send({ to: account, state: 'composing' });
        await client.waitFor('contacts', { account }, ({ composing }) => composing);
        await bob.send({ to: account, body: 'there' });
        await client.waitFor(
          'contacts',
          { account },
          ({ composing, unread }) => !composing && unread === 1,
        );
      });

      it('are confirmed to a contact who asks, and not to a stranger', async () => {
        const eve = await scene.stranger();
        await eve.send({ to: account, body: 'who is there?', receipt: true });
        await client.waitFor('contacts', { account }, ({ id }) => id === 'eve@localhost');
        const id = await bob.send({ to: account, body: 'got it?', receipt: true });
        await bob.waitFor(({ receiptFor }) => receiptFor === id);
        assert.deepEqual(eve.ledger, []);
        for (const ask of [eve.ping(ada), eve.version(ada), eve.disco(ada)]) {
          await assert.rejects(ask, /service-unavailable|timeout/u);
        }
      });

      it('that could not be delivered say why, and are sent again on demand', async () => {
        const nobody = { account, chat: 'nobody@nowhere.invalid' };
        const message = await client.request('sendMessage', { ...nobody, body: 'hello?' });
        const failed = (view: MessageView) => view.id === message && view.delivery === 'failed';
        const { error } = await client.waitFor('messages', nobody, failed);
        assert.match(sentenceOf(error), /^The message was not delivered: .+\.$/u);
        // The server's answer may be here before the message was ever shown as queued.
        const told: unknown[] = [];
        const watched = client.watch('messages', nobody);
        watched.onDidChange(() => told.push(watched.get(message)?.delivery));
        await until(() => watched.get(message)?.delivery === 'failed');
        told.length = 0;
        await client.request('retryMessage', { ...nobody, message });
        await until(() => told.at(-1) === 'failed');
        watched.dispose();
      });
    });

    describe('discovery', () => {
      it('tells a contact what we are, and our caps hash is right', async () => {
        const info = await bob.disco(ada, `${ownCaps.node}#${ownCaps.ver}`);
        assert.deepEqual(info.features, ownInfo.features);
        const seen = bob.events.findLast(({ event, from }) => event === 'presence' && from === ada);
        const identities = info.identities.map(([category, type]) => {
          return `${category}/${type}//${ownInfo.identities[0]?.name ?? ''}<`;
        });
        const text = [...identities, ...info.features.map((feature) => `${feature}<`)].join('');
        const hash = createHash('sha1').update(text).digest('base64');
        assert.ok(seen?.xml?.includes(`ver="${hash}"`), seen?.xml);
      });

      it('answers ping and version to a contact', async () => {
        assert.ok((await bob.ping(ada)) < 5);
        assert.equal((await bob.version(ada)).name, 'Parley');
      });
    });
  });
}

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageView } from '../../src/api/views.ts';
import { ownCaps, ownInfo } from '../../src/xmpp/xep/index.ts';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { FaultProxy } from '../support/faultProxy.ts';
import { TestClient, until } from '../support/client.ts';
import { startEjabberd } from './ejabberd.mjs';
import { freePorts } from './ports.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const chat = 'bob@localhost';
const password = 'pässwörd';

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`the client on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let proxy: FaultProxy;
    let client: TestClient;
    let bob: Peer;
    /** Ada's full JID, as Bob knows it. */
    let ada: string;

    const through = (port: number) => ({ mode: 'starttls', host: '127.0.0.1', port });
    const messages = () => client.watch('messages', { account, chat });

    before(async () => {
      server = await start();
      await server.addUser('ada', password);
      await server.addUser('bob', 'secret');
      await server.addUser('eve', 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob', groups: ['Team', 'Chess'] });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      proxy = await FaultProxy.start(server.ports.starttls);
      bob = await startPeer({ server, user: 'bob', password: 'secret' });
      client = new TestClient({ caFile: server.caFile, server: through(proxy.port) });
      await client.request('signIn', { jid: account, password });
      const isAda = ({ event, from }: Peer['events'][number]) =>
        event === 'presence' && from?.startsWith(`${account}/`);
      ada = (await bob.waitFor(isAda)).from ?? '';
    });

    after(async () => {
      await client.stop();
      await bob.stop();
      await proxy.stop();
      await server.stop();
    });

    describe('signing in', () => {
      const attempt = (endpoint: unknown) =>
        new TestClient({ caFile: server.caFile, server: endpoint });
      const nothingKept = (tried: TestClient) => {
        assert.deepEqual(tried.values.all, new Map());
        assert.deepEqual(tried.secrets.all, new Map());
      };

      for (const mode of ['starttls', 'tls', 'websocket'] as const) {
        it(`works by ${mode}, and keeps the account for the next start`, async () => {
          const { wsUrl: url, ports } = server;
          const port = mode === 'tls' ? ports.tls : ports.starttls;
          const fresh = attempt(
            mode === 'websocket' ? { mode, url } : { mode, host: '127.0.0.1', port },
          );
          await fresh.request('signIn', { jid: account, password });
          await fresh.waitForPhase('online');
          assert.deepEqual([...fresh.secrets.all], [[`password:${account}`, password]]);
          assert.doesNotMatch(JSON.stringify([...fresh.values.all]), /pässwörd/u);
          await fresh.stop();
        });
      }

      it('tries a wrong password once, and keeps nothing of it', async () => {
        const counted = await FaultProxy.start(server.ports.starttls);
        const fresh = attempt(through(counted.port));
        const failure = await fresh.failureOf('signIn', { jid: account, password: 'wrong' });
        assert.equal(failure.code, 'wrong-password');
        assert.equal(counted.accepted, 1);
        await until(() => counted.connections === 0, 2000);
        nothingKept(fresh);
        await counted.stop();
      });

      it('says so when no server has this name, or its port is closed', async () => {
        const { closed } = await freePorts(['closed']);
        for (const [endpoint, code] of [
          [{ mode: 'tls', host: 'no-such-host.invalid' }, 'no-such-server'],
          [through(closed), 'server-refused'],
        ] as const) {
          const fresh = attempt(endpoint);
          const failure = await fresh.failureOf('signIn', { jid: account, password });
          // A machine without any name server cannot know that there is no such host.
          const codes = code === 'no-such-server' ? [code, 'offline'] : [code];
          assert.ok(codes.includes(failure.code), failure.code);
          assert.match(failure.message, /; .*\.$/u);
          nothingKept(fresh);
        }
      });

      for (const [certificate, reason] of [
        ['wrongName', 'wrong-name'],
        ['expired', 'expired'],
        ['selfSigned', 'self-signed'],
        ['unknownCa', 'unknown-issuer'],
      ] as const) {
        it(`refuses a certificate that is ${reason}, until the user trusts exactly it`, async () => {
          const suspect = await start({ certificate });
          await suspect.addUser('ada', password);
          const fresh = attempt(through(suspect.ports.starttls));
          const failure = await fresh.failureOf('signIn', { jid: account, password });
          assert.equal(failure.code, 'bad-certificate');
          assert.equal(failure.data['reason'], reason);
          nothingKept(fresh);
          const fingerprint = failure.data['fingerprint'] ?? '';
          await fresh.request('pinCertificate', { jid: account, fingerprint });
          await fresh.request('signIn', { jid: account, password });
          await fresh.stop();
          await suspect.stop();
          // Another one is refused from now on, however well signed.
          fresh.server = through(server.ports.starttls);
          const other = await fresh.failureOf('signIn', { jid: account, password });
          assert.equal(other.data['reason'], 'not-pinned');
        });
      }
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
          server,
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
        await bob.waitFor(({ type }) => type === 'unavailable', 5000, seen);
        const left = await client.waitFor('contacts', { account }, () => true);
        assert.equal(left.show, 'offline');
        await client.request('setPresence', { account, show: 'available', status: '' });
        await client.waitFor('contacts', { account }, ({ show }) => show === 'available');
        const isBack = ({ event, type }: Peer['events'][number]) =>
          event === 'presence' && type === 'available';
        const gone = bob.events.findLastIndex(({ type }) => type === 'unavailable');
        ada = (await bob.waitFor(isBack, 5000, gone)).from ?? '';
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
        const bodiesOf = () => ledgerSince(bob, noted).filter((body) => body.startsWith('out '));
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
        const eve = await startPeer({ server, user: 'eve', password: 'secret' });
        await eve.send({ to: account, body: 'who is there?', receipt: true });
        await client.waitFor('contacts', { account }, ({ id }) => id === 'eve@localhost');
        const id = await bob.send({ to: account, body: 'got it?', receipt: true });
        await bob.waitFor(({ receiptFor }) => receiptFor === id);
        assert.deepEqual(eve.ledger, []);
        for (const ask of [eve.ping(ada), eve.version(ada), eve.disco(ada)]) {
          await assert.rejects(ask, /service-unavailable|timeout/u);
        }
        await eve.stop();
      });

      it('that could not be delivered say why, and are sent again on demand', async () => {
        const nobody = { account, chat: 'nobody@nowhere.invalid' };
        const message = await client.request('sendMessage', { ...nobody, body: 'hello?' });
        const failed = (view: MessageView) => view.id === message && view.delivery === 'failed';
        const { error } = await client.waitFor('messages', nobody, failed);
        assert.match(error ?? '', /^The message was not delivered: .+\.$/u);
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

    describe('files', () => {
      const content = randomBytes(300_000);
      const file = { name: 'café №1.bin', mediaType: 'application/octet-stream', content };

      it('are uploaded, announced and fetched by the other side', async () => {
        const transfer = await client.request('sendFile', { account, chat, ...file });
        const { oob } = await bob.waitFor((event) => event.oob);
        assert.deepEqual(await bob.download(oob ?? ''), {
          size: content.length,
          sha256: sha256(content),
        });
        const isDone = (view: { id: string; state: string }) =>
          view.id === transfer && view.state === 'done';
        assert.equal((await client.waitFor('transfers', { account }, isDone)).sent, 300_000);
      });

      it('of the other side are fetched whole', async () => {
        const source = path.join(server.folder, 'answer-one.bin');
        await writeFile(source, content);
        const url = await bob.upload({ file: source, to: account });
        const announces = ({ outgoing, body }: MessageView) => !outgoing && body === url;
        const { id, file: view } = await client.waitFor('messages', { account, chat }, announces);
        assert.equal(view?.name, 'answer-one.bin');
        const fetched = await client.request('fetchFile', { account, chat, message: id });
        assert.equal(sha256(fetched.content), sha256(content));
      });

      it('are not sent when the user cancels', async () => {
        const noted = bob.events.length;
        const large = { ...file, content: Buffer.alloc(20_000_000) };
        const transfer = await client.request('sendFile', { account, chat, ...large });
        await client.request('cancelTransfer', { account, transfer });
        await client.waitFor(
          'transfers',
          { account },
          ({ id, state }) => id === transfer && state === 'cancelled',
        );
        assert.deepEqual(ledgerSince(bob, noted), []);
      });

      it('too large are refused with the limit, and where there is no service with a reason', async () => {
        assert.equal(await client.request('checkUpload', { account, size: 1000 }), 64 * 2 ** 20);
        const failure = await client.failureOf('checkUpload', { account, size: 64 * 2 ** 20 + 1 });
        assert.equal(failure.code, 'too-large');
        assert.match(failure.message, /at most 64 MB|at most 67 MB|at most 67\.1 MB/u);
        const bare = await start({ upload: false });
        await bare.addUser('ada', password);
        const fresh = new TestClient({
          caFile: bare.caFile,
          server: through(bare.ports.starttls),
        });
        await fresh.request('signIn', { jid: account, password });
        const missing = await fresh.failureOf('sendFile', { account, chat, ...file });
        assert.equal(missing.code, 'no-upload-service');
        await fresh.stop();
        await bare.stop();
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

    describe('a connection that is lost', () => {
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
        await until(() => ledgerSince(bob, noted).length >= 60, 15_000);
        await until(() => watched.values().filter(isNew).length >= 60, 15_000);
        assert.deepEqual(ledgerSince(bob, noted), sent);
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
        await server.kill('SIGKILL');
        await client.waitForPhase('waiting');
        const bodies = Array.from({ length: 20 }, (_, index) => `queued ${index}`);
        for (const body of bodies) await client.request('sendMessage', { account, chat, body });
        await server.restart();
        await bob.waitFor(({ event }) => event === 'online', 15_000, noted);
        await client.request('reconnect', { account });
        await client.waitForPhase('online', 15_000);
        const watched = messages();
        await until(() => ledgerSince(bob, noted).length >= 20, 15_000);
        await until(() => watched.values().every(({ delivery }) => delivery !== 'queued'));
        assert.deepEqual(ledgerSince(bob, noted), bodies);
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
  });
}

describe('a silent link', () => {
  it('is found within 45 s', async function () {
    this.timeout(60_000);
    const server = await startProsody();
    await server.addUser('ada', password);
    const proxy = await FaultProxy.start(server.ports.starttls);
    const client = new TestClient({
      caFile: server.caFile,
      server: { mode: 'starttls', host: '127.0.0.1', port: proxy.port },
    });
    await client.request('signIn', { jid: account, password });
    proxy.silence();
    const began = performance.now();
    const { connection } = await client.waitForPhase('waiting', 50_000);
    const seconds = (performance.now() - began) / 1000;
    console.log(`        found after ${seconds.toFixed(1)} s`);
    assert.ok(seconds <= 45);
    assert.match(connection.reason ?? '', /did not answer in time; .+\.$/u);
    await client.stop();
    await proxy.stop();
    await server.stop();
  });
});

/** The bodies that the peer has received since its ledger had `noted` events. */
function ledgerSince(peer: Peer, noted: number): string[] {
  return peer.events
    .slice(noted)
    .flatMap(({ event, body }) => (event === 'message' && typeof body === 'string' ? [body] : []));
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

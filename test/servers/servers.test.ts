import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { on, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(name, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let ada: Peer;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      await server.addUser('ada', 'first');
      await server.addUser('ada', 'pässword');
      await server.addUser('bob', 'secret');
      await server.addRosterItem('ada', { jid: 'bob@localhost', name: 'Bob', groups: ['Team'] });
      await server.addRosterItem('bob', { jid: 'ada@localhost', name: 'Ada' });
      [ada, bob] = await Promise.all([
        started.add(startPeer({ server, user: 'ada', password: 'pässword' })),
        started.add(startPeer({ server, user: 'bob', password: 'secret' })),
      ]);
    });

    it('has put each into the other’s roster, with name and groups', async () => {
      const { items } = await ada.waitFor(({ event }) => event === 'roster');
      assert.deepEqual(items?.['bob@localhost'], {
        name: 'Bob',
        subscription: 'both',
        groups: ['Team'],
      });
      await ada.waitFor(
        ({ event, from }) => event === 'presence' && from === 'bob@localhost/slixmpp',
      );
    });

    it('carries messages with chat states, receipts and links', async () => {
      const id = await ada.send({
        to: 'bob@localhost',
        body: 'Есть 👩‍💻?',
        receipt: true,
        state: 'active',
        oob: 'https://x/',
      });
      const seen = await bob.waitFor(({ event, id: its }) => event === 'message' && its === id);
      assert.equal(seen.body, 'Есть 👩‍💻?');
      assert.equal(seen.state, 'active');
      assert.equal(seen.oob, 'https://x/');
      assert.equal(seen.receiptRequested, true);
      await ada.waitFor(({ receiptFor }) => receiptFor === id);
    });

    it('answers who asks for version, service discovery and round-trip time', async () => {
      assert.match((await ada.version('localhost')).name, new RegExp(name, 'i'));
      assert.ok((await ada.disco('localhost')).features.includes('jabber:iq:version'));
      assert.ok((await ada.disco('upload.localhost')).features.includes('urn:xmpp:http:upload:0'));
      assert.ok((await ada.ping('localhost')) < 5);
      await assert.rejects(ada.version('nobody@localhost/x'), /service-unavailable/u);
    });

    it('keeps files that were uploaded, over verified TLS', async () => {
      const data = randomBytes(200_000);
      const file = path.join(server.folder, 'café.bin');
      await writeFile(file, data);
      const url = await ada.upload({ file, to: 'bob@localhost' });
      const { oob } = await bob.waitFor((event) => event.oob === url);
      assert.deepEqual(await bob.download(oob ?? ''), {
        size: data.length,
        sha256: sha256(data),
      });
    });

    for (const method of ['ibb', 'socks5'] as const) {
      it(`lets files pass from peer to peer by ${method}`, async () => {
        const data = randomBytes(50_000);
        const file = path.join(server.folder, 'answer.bin');
        await writeFile(file, data);
        const { sid } = await ada.offer({ to: 'bob@localhost/slixmpp', file, method });
        const received = await bob.waitFor(
          (event) => event.event === 'received' && event.sid === sid,
        );
        assert.equal(received.sha256, sha256(data));
      });
    }

    it('finds users by a wildcard', async () => {
      await bob.iq({
        type: 'set',
        payload: "<vCard xmlns='vcard-temp'><NICKNAME>bob</NICKNAME></vCard>",
      });
      const field = (its: string, value: string) =>
        `<field var='${its}'><value>${value}</value></field>`;
      const form = field('FORM_TYPE', 'jabber:iq:search') + field('nick', 'b*');
      const found = await ada.iq({
        to: name === 'Prosody' ? 'search.localhost' : 'vjud.localhost',
        type: 'set',
        payload: `<query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>${form}</x></query>`,
      });
      assert.match(found, /<value>bob@localhost<\/value>/u);
      assert.doesNotMatch(found, /ada@localhost<\/value>/u);
    });

    it('answers by WebSocket, over verified TLS', async () => {
      const socket = new WebSocket(server.wsUrl, 'xmpp', { ca: await readFile(server.caFile) });
      await once(socket, 'open');
      assert.equal(socket.protocol, 'xmpp');
      socket.terminate();
    });

    it('comes back with its accounts after kill -9, and so do its clients', async () => {
      const before = [ada.events.length, bob.events.length] as const;
      await server.kill('SIGKILL');
      await server.restart();
      await ada.waitFor(({ event }) => event === 'online', 60_000, before[0]);
      await bob.waitFor(({ event }) => event === 'online', 60_000, before[1]);
      const id = await bob.send({ to: 'ada@localhost', body: 'still there?' });
      await ada.waitFor((event) => event.event === 'message' && event.id === id);
    });

    it('drops its clients on demand, and they come back', async () => {
      const before = ada.events.length;
      await server.closeClients();
      await ada.waitFor(({ event }) => event === 'offline', 60_000, before);
      await ada.waitFor(({ event }) => event === 'online', 60_000, before);
    });

    it('refuses a wrong password and a deleted account', async () => {
      await assert.rejects(startPeer({ server, user: 'bob', password: 'no' }), /authentication/u);
      await server.addUser('eve', 'secret');
      await server.removeUser('eve');
      await assert.rejects(
        startPeer({ server, user: 'eve', password: 'secret' }),
        /authentication/u,
      );
    });
  });

  describe(`${name}, its process`, () => {
    const running: { stop(): Promise<void> }[] = [];

    /** Has it stopped after the test, however that ends. */
    function keep<T extends { stop(): Promise<void> }>(started: T): T {
      running.push(started);
      return started;
    }

    afterEach(async () => {
      for (const started of running.splice(0).reverse()) await started.stop();
    });

    it('runs from a folder that only its owner can enter, and keeps data there', async () => {
      const home = await mkdtemp(path.join(tmpdir(), 'parley-home-'));
      try {
        const folder = path.join(home, 'a clone', 'data');
        const server = keep(await start({ folder }));
        await server.addUser('ada', 'secret');
        const { ports } = server;
        await server.stop();
        const again = keep(await start({ folder, ports, passwordHash: 'SHA-1' }));
        const ada = keep(await startPeer({ server: again, user: 'ada', password: 'secret' }));
        await ada.stop();
        await again.stop();
      } finally {
        await rm(home, { recursive: true });
      }
    });

    it('offers what it is told to offer', async () => {
      const generous = keep(await start());
      const offered = await streamFeatures(generous);
      assert.match(offered, /iq-register/u);
      assert.match(offered, />SCRAM-SHA-1</u);
      await generous.stop();
      const strict = keep(
        await start({ registration: false, passwordHash: 'SHA-256', upload: false }),
      );
      const features = await streamFeatures(strict);
      assert.doesNotMatch(features, /iq-register/u);
      assert.match(features, />SCRAM-SHA-256</u);
      await strict.addUser('ada', 'secret');
      const ada = keep(await startPeer({ server: strict, user: 'ada', password: 'secret' }));
      await assert.rejects(ada.disco('upload.localhost'), /./u);
    });

    it('refuses files above the limit', async () => {
      const server = keep(await start({ uploadLimit: 1000, passwordHash: 'SHA-256' }));
      await server.addUser('ada', 'secret');
      const ada = keep(await startPeer({ server, user: 'ada', password: 'secret' }));
      const file = path.join(server.folder, 'large.bin');
      await writeFile(file, randomBytes(1001));
      await assert.rejects(ada.upload({ file }), /not-acceptable/u);
      await writeFile(file, randomBytes(1000));
      assert.match(await ada.upload({ file }), /^https:/u);
    });

    it('stops within two seconds and leaves nothing behind', async () => {
      const server = keep(await start());
      const { pid, folder } = server;
      assert.ok(pid);
      const began = performance.now();
      await server.stop();
      assert.ok(performance.now() - began < 2000);
      assert.equal(isAlive(pid), false);
      assert.equal(existsSync(folder), false);
    });

    it('dies with its starter, even by kill -9', async () => {
      const url = new URL(`./${name.toLowerCase()}.mjs`, import.meta.url).href;
      const program = `import { ${start.name} as start } from ${JSON.stringify(url)};
        console.log((await start()).ports.starttls); setInterval(() => {}, 1000);`;
      const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(starter.stdout, 'data')) as [Buffer];
      const port = Number(line.toString());
      assert.equal(await accepts(port), true);
      starter.kill('SIGKILL');
      await once(starter, 'exit');
      const deadline = Date.now() + 2000;
      while ((await accepts(port)) && Date.now() < deadline) await delay(20);
      assert.equal(await accepts(port), false);
    });

    it('is refused by clients for each certificate that is wrong', async () => {
      for (const certificate of ['wrongName', 'expired', 'selfSigned', 'unknownCa'] as const) {
        const server = keep(await start({ certificate }));
        await server.addUser('ada', 'secret');
        await assert.rejects(
          startPeer({ server, user: 'ada', password: 'secret' }),
          /certificate/u,
          certificate,
        );
        await server.stop();
      }
    });
  });
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** What a server offers before authentication (RFC 6120 §4.3.2), asked for by WebSocket. */
async function streamFeatures(server: { wsUrl: string; caFile: string }): Promise<string> {
  const socket = new WebSocket(server.wsUrl, 'xmpp', { ca: await readFile(server.caFile) });
  await once(socket, 'open');
  const frames = on(socket, 'message');
  socket.send("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>");
  for await (const [frame] of frames as AsyncIterable<[Buffer]>) {
    if (!frame.toString().includes('features')) continue;
    socket.terminate();
    return frame.toString();
  }
  throw new Error('the stream ended without features');
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

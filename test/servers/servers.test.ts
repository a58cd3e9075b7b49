import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPeer, type Peer } from '../interop/peer.mjs';
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

    before(async () => {
      server = await start();
      await server.addUser('ada', 'first');
      await server.addUser('ada', 'pässword');
      await server.addUser('bob', 'secret');
      await server.addRosterItem('ada', { jid: 'bob@localhost', name: 'Bob', groups: ['Team'] });
      await server.addRosterItem('bob', { jid: 'ada@localhost', name: 'Ada' });
      [ada, bob] = await Promise.all([
        startPeer({ server, user: 'ada', password: 'pässword' }),
        startPeer({ server, user: 'bob', password: 'secret' }),
      ]);
    });

    after(async () => {
      await Promise.all([ada.stop(), bob.stop()]);
      await server.stop();
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

    it('comes back with its accounts after kill -9, and so do its clients', async () => {
      const before = [ada.events.length, bob.events.length] as const;
      await server.kill('SIGKILL');
      await server.restart();
      await ada.waitFor(({ event }) => event === 'online', 10_000, before[0]);
      await bob.waitFor(({ event }) => event === 'online', 10_000, before[1]);
      const id = await bob.send({ to: 'ada@localhost', body: 'still there?' });
      await ada.waitFor((event) => event.event === 'message' && event.id === id);
    });

    it('drops its clients on demand, and they come back', async () => {
      const before = ada.events.length;
      await server.closeClients();
      await ada.waitFor(({ event }) => event === 'offline', 10_000, before);
      await ada.waitFor(({ event }) => event === 'online', 10_000, before);
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
    it('runs from a folder that only its owner can enter, and keeps data there', async () => {
      const home = await mkdtemp(path.join(tmpdir(), 'parley-home-'));
      try {
        const folder = path.join(home, 'a clone', 'data');
        const server = await start({ folder });
        await server.addUser('ada', 'secret');
        const { ports } = server;
        await server.stop();
        const again = await start({ folder, ports, passwordHash: 'SHA-1' });
        const ada = await startPeer({ server: again, user: 'ada', password: 'secret' });
        await ada.stop();
        await again.stop();
      } finally {
        await rm(home, { recursive: true });
      }
    });

    it('stops within two seconds and leaves nothing behind', async () => {
      const server = await start();
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
        const server = await start({ certificate });
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

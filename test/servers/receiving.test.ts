import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OfferView } from '../../src/api/views.ts';
import { Jid } from '../../src/base/jid.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { deferred } from '../../src/xmpp/files/deferred.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { sendBySi } from '../../src/xmpp/files/siSending.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import { startPeer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { sourceOf } from '../support/jingleScene.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, openSession, Scene, SERVERS } from './scene.ts';

const KB = 1000;

interface Sent {
  readonly name: string;
  readonly content: Buffer;
  /** What the second half waits for; the other client never sends it then. */
  readonly half?: Promise<undefined>;
  /** Cancels it there, if that client can. */
  readonly signal?: AbortSignal;
}

/** What that other client says of the file. */
interface Claims {
  readonly name?: string;
  readonly size?: number;
}

for (const [server, start] of SERVERS) {
  describe(`offered files on ${server}`, () => {
    let scene: Scene;
    let proxy: FaultProxy;
    let client: TestClient;
    /** Another client of Bob's, of ours. */
    let desk: XmppLink;
    let downloads: string;
    let theirs: string;
    let acceptFrom: 'nobody' | 'contacts';
    let count = 0;

    const started = startedHere();
    before(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'parley-receiving-'));
      await started.defer(() => rm(folder, { recursive: true }));
      [downloads, theirs] = [path.join(folder, 'downloads'), path.join(folder, 'theirs')];
      for (const each of [downloads, theirs]) await mkdir(each);
      scene = await started.add(Scene.start(start));
      proxy = await started.add(FaultProxy.start(scene.server.ports.starttls));
      client = await scene.signIn({
        server: scene.endpoint(proxy.port),
        files: new DiskFiles(() => Promise.resolve(downloads)),
        settings: { acceptFilesFrom: () => acceptFrom, acceptFilesUpTo: () => 100 * KB },
      });
      desk = await started.add(openSession(scene.server, 'bob'));
    });
    beforeEach(() => {
      acceptFrom = 'nobody';
    });
    afterEach(async () => {
      const left = await readdir(downloads);
      assert.deepEqual(
        left.filter((name) => name.startsWith('.')),
        [],
      );
    });

    const to = () => `${account}/${client.resource}`;
    const newName = () => `plan ${String(++count)}.bin`;
    const offerByPeer =
      (method: 'ibb' | 'socks5', peer = () => scene.bob) =>
      async ({ name, content, half }: Sent, claims: Claims = {}) => {
        const file = path.join(theirs, name);
        const { length } = content;
        await writeFile(file, half ? content.subarray(0, length / 2) : content);
        const cut = half && { size: length, ends: false };
        await peer().offer({ to: to(), file, method, ...claims, ...cut });
      };
    const offerByDesk =
      (send: typeof sendBySi) =>
      ({ name, content, half, signal = new AbortController().signal }: Sent) => {
        const whole = sourceOf(content, name);
        const read = async (offset: number, length: number) => {
          if (offset >= content.length / 2) await half;
          return whole.read(offset, length);
        };
        const options = { signal, onProgress: () => undefined };
        return send(desk.session)(Jid.of(to()), { ...whole, read }, options);
      };
    const ways = [
      ['in band, by another client', offerByPeer('ibb')],
      ['by SOCKS5, by another client', offerByPeer('socks5')],
      ['by stream initiation', offerByDesk(sendBySi)],
      ['by Jingle', offerByDesk(sendByJingle)],
    ] as const;

    /** Waits until what is shown of the file of this name fits. */
    const shown = (name: string, fits: (offer: OfferView) => boolean) =>
      client.waitFor('messages', { account, chat }, ({ file, offer }) => {
        return file?.name === name && offer !== undefined && fits(offer);
      });
    const becomes = async (name: string, state: OfferView['state']) => {
      const { id, offer } = await shown(name, (offer) => offer.state === state);
      assert.ok(offer);
      return { message: id, offer };
    };
    const accept = async (name: string) => {
      const { message } = await becomes(name, 'offered');
      const file = { path: path.join(downloads, name), replace: false };
      await client.request('acceptFile', { account, chat, message, ...file });
      return message;
    };
    /** Waits until some of it is here. */
    const isOnItsWay = (name: string) => shown(name, ({ received = 0 }) => received > 0);
    const isSaved = async (name: string) => (await readdir(downloads)).includes(name);
    /** What becomes of it there. */
    const outcome = (sending: Promise<unknown>) =>
      sending.then(
        () => 'sent',
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );

    for (const [way, offer] of ways) {
      for (const size of [0, 1, 300 * KB]) {
        it(`of ${size} bytes are saved as they are, ${way}`, async () => {
          const [name, content] = [newName(), randomBytes(size)];
          const sending = outcome(offer({ name, content }));
          await accept(name);
          const { offer: view } = await becomes(name, 'done');
          assert.equal(view.savedAs, name);
          assert.equal(digest(await readFile(path.join(downloads, name))), digest(content));
          assert.equal(await sending, 'sent');
        });
      }

      it(`are declined, which the other side is told, ${way}`, async () => {
        const name = newName();
        const sending = outcome(offer({ name, content: randomBytes(10) }));
        const { message } = await becomes(name, 'offered');
        await client.request('stopFile', { account, chat, message });
        await becomes(name, 'declined');
        const end = await sending;
        assert.ok(end instanceof Error);
        assert.match(
          `${end.message} ${'code' in end ? String(end.code) : ''}`,
          /forbidden|declined/u,
        );
        assert.equal(await isSaved(name), false);
      });

      it(`are cancelled here, ${way}`, async () => {
        const name = newName();
        const { promise: half, resolve: goOn } = deferred<undefined>();
        const sending = outcome(offer({ name, content: randomBytes(300 * KB), half }));
        const message = await accept(name);
        await isOnItsWay(name);
        await client.request('stopFile', { account, chat, message });
        await becomes(name, 'cancelled');
        assert.equal(await isSaved(name), false);
        goOn(undefined);
        // The other client has sent all that it would send.
        if (!way.includes('another')) assert.ok((await sending) instanceof Error);
      });
    }

    for (const [way, send] of [
      ['stream initiation', sendBySi],
      ['Jingle', sendByJingle],
    ] as const) {
      it(`are cancelled there, by ${way}`, async () => {
        const name = newName();
        const { promise: half, resolve: goOn } = deferred<undefined>();
        const cancelling = new AbortController();
        const { signal } = cancelling;
        const content = randomBytes(300 * KB);
        const sending = outcome(offerByDesk(send)({ name, content, half, signal }));
        await accept(name);
        await isOnItsWay(name);
        cancelling.abort();
        await becomes(name, 'withdrawn');
        goOn(undefined);
        assert.ok((await sending) instanceof Error);
        assert.equal(await isSaved(name), false);
      });
    }

    it('are taken back before they are answered', async () => {
      const name = newName();
      const cancelling = new AbortController();
      const { signal } = cancelling;
      const sending = outcome(offerByDesk(sendByJingle)({ name, content: randomBytes(9), signal }));
      const { message } = await becomes(name, 'offered');
      cancelling.abort();
      await becomes(name, 'withdrawn');
      const target = { path: path.join(downloads, name), replace: false };
      const of = { account, chat, message };
      assert.equal((await client.failureOf('acceptFile', { ...of, ...target })).code, 'no-offer');
      await sending;
    });

    for (const method of ['ibb', 'socks5'] as const) {
      it(`F24: with more bytes than announced are not saved, by ${method}`, async () => {
        const name = newName();
        const content = randomBytes(200 * KB);
        const sending = outcome(offerByPeer(method)({ name, content }, { size: 100 * KB }));
        await accept(name);
        const { offer } = await becomes(name, 'failed');
        assert.equal(offer.error?.code, 'damaged');
        assert.equal(await isSaved(name), false);
        await sending;
      });
    }

    it('F24: with fewer bytes than announced are not saved', async () => {
      const name = newName();
      const content = randomBytes(100 * KB);
      const sending = outcome(offerByPeer('ibb')({ name, content }, { size: 200 * KB }));
      await accept(name);
      await becomes(name, 'withdrawn');
      assert.equal(await isSaved(name), false);
      await sending;
    });

    it('survive that our connection is cut', async () => {
      const [name, content] = [newName(), randomBytes(4000 * KB)];
      const sending = outcome(offerByPeer('ibb')({ name, content }));
      await accept(name);
      await isOnItsWay(name);
      const { accepted } = proxy;
      proxy.cut();
      await becomes(name, 'done');
      assert.ok(proxy.accepted > accepted);
      assert.equal(digest(await readFile(path.join(downloads, name))), digest(content));
      assert.equal(await sending, 'sent');
    });

    it('are not saved when the other side is gone in the middle', async () => {
      const name = newName();
      const { server } = scene;
      const resource = 'gone';
      const peer = await started.add(
        startPeer({ server, user: 'bob', password: 'secret', resource }),
      );
      const { promise: half } = deferred<undefined>();
      const content = randomBytes(300 * KB);
      const sending = outcome(offerByPeer('socks5', () => peer)({ name, content, half }));
      await accept(name);
      await isOnItsWay(name);
      await peer.kill();
      await becomes(name, 'withdrawn');
      assert.equal(await isSaved(name), false);
      await sending;
    });

    describe('without asking', () => {
      beforeEach(() => {
        acceptFrom = 'contacts';
      });

      it('A43: are saved under one safe name in the folder', async () => {
        const [stored, name] = [newName(), '../../.ssh/x'];
        const content = randomBytes(100 * KB);
        await offerByPeer('ibb')({ name: stored, content }, { name });
        const { offer } = await becomes(name, 'done');
        assert.equal(offer.savedAs, 'x');
        assert.equal(digest(await readFile(path.join(downloads, 'x'))), digest(content));
      });

      it('never replace a file, but get the next free name', async () => {
        const [stored, name] = [newName(), 'notes.txt'];
        await writeFile(path.join(downloads, name), 'mine');
        await offerByPeer('socks5')({ name: stored, content: randomBytes(10) }, { name });
        assert.equal((await becomes(name, 'done')).offer.savedAs, 'notes (2).txt');
        assert.equal(await readFile(path.join(downloads, name), 'utf8'), 'mine');
      });

      it('wait when they are larger than that', async () => {
        const [name, content] = [newName(), randomBytes(101 * KB)];
        const sending = outcome(offerByPeer('ibb')({ name, content }));
        const { message } = await becomes(name, 'offered');
        await client.request('stopFile', { account, chat, message });
        await sending;
        assert.equal(await isSaved(name), false);
      });

      it('are refused when a stranger offers them, who is not told that we are here', async () => {
        const [name, content] = [newName(), randomBytes(10)];
        const eve = await scene.stranger();
        const end = await outcome(offerByPeer('ibb', () => eve)({ name, content }));
        assert.ok(end instanceof Error);
        assert.equal(end.message, 'service-unavailable');
        assert.equal(await isSaved(name), false);
        const items = client.watch('transfers', { account, chat: 'eve@localhost' });
        assert.deepEqual(items.values(), []);
      });
    });
  });
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

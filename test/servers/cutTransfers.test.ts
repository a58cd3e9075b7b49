import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MessageView, OfferView, TransferView } from '../../src/api/views.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { type LocalFile, memoryFile } from '../../src/ui/files/localFile.ts';
import { offerFile } from '../../src/ui/files/offerFile.ts';
import { deferred } from '../../src/xmpp/files/deferred.ts';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { password, Scene, SERVERS } from './scene.ts';

const ada = 'ada@localhost';
const eve = 'eve@localhost';
/** Files are read in pieces of this size. */
const PIECE = 256 * 1024;
const SIZE = 104 * PIECE;
const CUTS = [0.01, 0.5, 0.99].map((part) => part * SIZE);
const content = randomBytes(SIZE);
const modified = Date.UTC(2025, 2, 1);
const toEve = { account: ada, chat: eve };
const ofAda = { account: eve, chat: ada };

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A file whose content is there up to `held`; who reads on waits. */
function heldFile(name: string) {
  const whole = memoryFile(name, content);
  let held = 0;
  let { promise: more, resolve: goOn } = deferred<undefined>();
  const file: LocalFile = {
    ...{ ...whole, modified },
    read: async (offset, length) => {
      while (offset >= held) await more;
      return whole.read(offset, length);
    },
  };
  const holdAt = (bytes: number) => {
    held = bytes;
    goOn(undefined);
    ({ promise: more, resolve: goOn } = deferred<undefined>());
  };
  return { file, holdAt };
}

for (const [server, start] of SERVERS) {
  describe(`files sent directly that are cut, on ${server}`, () => {
    const started = startedHere();
    let scene: Scene;
    let sender: TestClient;
    let receiver: TestClient;
    let folder: string;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'parley-cut-'));
      await started.defer(() => rm(folder, { recursive: true }));
      scene = await started.add(Scene.start(start, { uploadLimit: 1000 }));
      await scene.server.addRosterItem('ada', { jid: eve, name: 'Eve' });
      await scene.server.addRosterItem('eve', { jid: ada, name: 'Ada' });
    });
    beforeEach(async () => {
      sender = scene.client();
      await sender.request('signIn', { jid: ada, password });
      receiver = scene.client({ files });
      await receiver.request('signIn', { jid: eve, password: 'secret' });
      await seesEve();
    });
    afterEach(async () => {
      await sender.stop();
      await receiver.stop();
    });

    const files = new DiskFiles(() => Promise.resolve(folder));
    const seesEve = () =>
      sender.waitFor('contacts', { account: ada }, ({ id, resources }) => {
        return id === eve && resources.some(({ resource }) => resource === receiver.resource);
      });
    const reload = async (client: TestClient, options = {}) => {
      client.reload();
      const next = scene.client({ former: client, ...options });
      await next.restore();
      await next.waitForPhase('online');
      return next;
    };
    const reconnect = async (client: TestClient, account: string) => {
      const presence = { account, status: '' };
      await client.request('setPresence', { ...presence, show: 'offline' });
      await client.request('setPresence', { ...presence, show: 'available' });
      await client.waitForPhase('online');
    };
    const broken = ['failed', 'offline.stream'] as const;
    /** What is cut, how, and what the one sees who receives. */
    const cuts: readonly (readonly [string, () => Promise<unknown>, readonly unknown[]])[] = [
      ['the session of who sends is lost', () => reconnect(sender, ada), broken],
      [
        'the session of who receives is lost',
        () => reconnect(receiver, eve),
        ['failed', 'offline.transfer'],
      ],
      [
        'the window of who receives is reloaded',
        async () => (receiver = await reload(receiver, { files })),
        ['lost', undefined],
      ],
      ['the window of who sends is reloaded', async () => (sender = await reload(sender)), broken],
    ];

    for (const [what, cut, end] of cuts) {
      it(`F24: go on where they were, at 1, 50 and 99 %, when ${what}`, async () => {
        const name = `${what}.bin`;
        const target = { path: path.join(folder, name), replace: false };
        const { file, holdAt } = heldFile(name);
        const known = new Set<string>();
        /** Resolves with the offer to Eve that she has not answered. */
        const offered = async () => {
          const isNew = ({ id, file, offer }: MessageView) =>
            file?.name === name && offer?.state === 'offered' && !known.has(id);
          const { id } = await receiver.waitFor('messages', ofAda, isNew);
          known.add(id);
          return id;
        };
        /** Resolves with what Eve sees of it. */
        const seen = async (message: string, fits: (offer: OfferView) => boolean) => {
          const isIt = ({ id, offer }: MessageView) =>
            id === message && offer !== undefined && fits(offer);
          return (await receiver.waitFor('messages', ofAda, isIt)).offer;
        };
        const send = () => {
          const local = offerFile(sender.host, file).file;
          return sender.request('sendFile', { ...toEve, ...local, way: 'jingle' });
        };
        const becomes = (transfer: string, wanted: TransferView['state']) =>
          sender.waitFor('transfers', toEve, ({ id, state }) => {
            return id === transfer && state === wanted;
          });

        let transfer = await send();
        let least = 0;
        for (const at of CUTS) {
          const message = await offered();
          await receiver.request('acceptFile', { ...ofAda, message, ...target });
          // Before anything is sent.
          const { received = 0 } = (await seen(message, ({ state }) => state === 'running')) ?? {};
          assert.ok(received >= least);
          holdAt(at);
          // A proxy may hold back the last bytes.
          least = (Math.ceil(at / PIECE) - 1) * PIECE + 1;
          await seen(message, ({ received = 0 }) => received >= least);
          const former = sender;
          await cut();
          holdAt(SIZE);
          const { state, error } = (await seen(message, ({ state }) => state !== 'running')) ?? {};
          assert.deepEqual([state, error?.code], end);
          assert.equal((await readdir(folder)).includes(name), false);
          await seesEve();
          if (sender === former) {
            const { error } = await becomes(transfer, 'failed');
            assert.match(error?.code ?? '', /^offline\./u);
            holdAt(0);
            await sender.request('retryTransfer', { ...toEve, transfer });
          } else {
            holdAt(0);
            transfer = await send();
          }
        }
        const message = await offered();
        await receiver.request('acceptFile', { ...ofAda, message, ...target });
        const { received = 0 } = (await seen(message, ({ state }) => state === 'running')) ?? {};
        assert.ok(received >= least);
        holdAt(SIZE);
        await seen(message, ({ state }) => state === 'done');
        await becomes(transfer, 'done');
        assert.equal(sha256(await readFile(target.path)), sha256(content));
        assert.ok(!(await readdir(folder)).some((file) => file.endsWith('.part')));
      });
    }
  });
}

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageView, OfferView } from '../../src/api/views.ts';
import { Jid } from '../../src/base/jid.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { deferred } from '../../src/xmpp/files/deferred.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { sendBySi } from '../../src/xmpp/files/siSending.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import type { TestClient } from '../support/client.ts';
import { sourceOf } from '../support/jingleScene.ts';
import { told } from '../support/say.ts';
import { makeSmallDisk, type SmallDisk } from '../support/smallDisk.ts';
import { startedHere } from '../support/started.ts';
import { startProsody } from './prosody.mjs';
import { account, chat, openSession, Scene } from './scene.ts';

const MIB = 2 ** 20;
const DISK = 2 * MIB;
const of = { account, chat };

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('files on a full disk', () => {
  const started = startedHere();
  let scene: Scene;
  let disk: SmallDisk;
  let ada: TestClient;
  /** Another client of Bob's, of ours. */
  let desk: XmppLink;
  let server: Awaited<ReturnType<typeof startProsody>>;

  before(async () => {
    scene = await started.add(
      Scene.start(async (options) => {
        server = await startProsody(options);
        return server;
      }),
    );
    disk = await started.add(makeSmallDisk(DISK));
    ada = await scene.signIn({ files: new DiskFiles(() => Promise.resolve(disk.folder)) });
    desk = await started.add(openSession(scene.server, 'bob'));
  });
  beforeEach(async () => {
    for (const name of await disk.files()) await rm(path.join(disk.folder, name));
    await disk.makeRoom();
  });

  const targetOf = (name: string) => ({ path: path.join(disk.folder, name), replace: false });
  const isSaved = async (name: string, content: Uint8Array) => {
    assert.deepEqual(await disk.files(), [name]);
    assert.equal(sha256(await readFile(targetOf(name).path)), sha256(content));
  };
  /** What is shown of the file of this name, once it fits. */
  const shown = (name: string, fits: (offer: OfferView) => boolean) =>
    ada.waitFor('messages', of, ({ file, offer }) => {
      return file?.name === name && offer !== undefined && fits(offer);
    });

  it('F16 are not saved from a server, and are once there is room', async () => {
    const content = randomBytes(DISK + MIB);
    const source = path.join(scene.server.folder, 'of-unknown-size.bin');
    await writeFile(source, content);
    await disk.shrink();
    const url = await scene.bob.upload({ file: source, to: account });
    const announces = ({ outgoing, body }: MessageView) => !outgoing && body === url;
    const { id: message, file } = await ada.waitFor('messages', of, announces);
    assert.equal(file?.size, undefined);
    const save = { ...of, message, ...targetOf('saved.bin'), mayBeProgram: true };

    const failed = await ada.failureOf('saveFile', save);
    assert.equal(failed.userError.code, disk.error);
    assert.match(told(failed), /^saved\.bin was not saved: .*; .*choose another one\.$/u);
    assert.deepEqual(await disk.files(), []);

    await disk.makeRoom();
    assert.equal(await ada.request('saveFile', save), save.path);
    await isSaved('saved.bin', content);
  });

  const ways = [
    ['by SOCKS5', sendByJingle, () => Promise.resolve()],
    ['in band', sendBySi, () => server.stopProxy()],
  ] as const;
  for (const [way, send, prepare] of ways) {
    it(`F16 are not received whole ${way}, and are once there is room`, async () => {
      await prepare();
      await disk.shrink();
      const name = `${way}.bin`;
      const content = randomBytes(DISK - MIB / 2);
      /** Offered, and accepted: what is after its first half waits for `half`. */
      const begin = async (known: readonly string[] = []) => {
        const { promise: half, resolve: goOn } = deferred<undefined>();
        const whole = sourceOf(content, name);
        const read = async (offset: number, length: number) => {
          if (offset >= content.length / 2) await half;
          return whole.read(offset, length);
        };
        const to = Jid.of(`${account}/${ada.resource}`);
        const options = { signal: new AbortController().signal, onProgress: () => undefined };
        const sending = send(desk.session)(to, { ...whole, read }, options).then(
          () => 'sent',
          () => 'not sent',
        );
        const isNew = ({ id, file, offer }: MessageView) =>
          file?.name === name && offer?.state === 'offered' && !known.includes(id);
        const { id: message } = await ada.waitFor('messages', of, isNew);
        await ada.request('acceptFile', { ...of, message, ...targetOf(name) });
        return {
          message,
          sending,
          goOn: () => {
            goOn(undefined);
          },
        };
      };
      const first = await begin();
      await shown(name, ({ received = 0 }) => received > 0);
      await disk.fill();
      first.goOn();
      const { offer } = await shown(name, ({ state }) => state === 'failed');
      assert.equal(offer?.error?.code, disk.error);
      assert.match(told(offer.error), /was not saved: .*; .*choose another one\.$/u);
      assert.equal(await first.sending, 'not sent');
      assert.deepEqual(await disk.files(), []);

      await disk.makeRoom();
      const second = await begin([first.message]);
      second.goOn();
      assert.equal(await second.sending, 'sent');
      await ada.waitFor('messages', of, ({ id, offer }) => {
        return id === second.message && offer?.state === 'done';
      });
      await isSaved(name, content);
    });
  }

  it('F16 that can never be held stay offered', async () => {
    const name = 'huge.bin';
    const huge = { ...sourceOf(Buffer.alloc(1), name), size: 9e14 };
    const to = Jid.of(`${account}/${ada.resource}`);
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    const sending = sendByJingle(desk.session)(to, huge, options).catch((error: unknown) => error);
    const { id: message } = await shown(name, ({ state }) => state === 'offered');
    const refused = await ada.failureOf('acceptFile', { ...of, message, ...targetOf(name) });
    assert.equal(refused.userError.code, 'not-saved.full');
    await ada.request('stopFile', { ...of, message });
    assert.equal(((await sending) as { code?: string }).code, 'declined');
    assert.equal((await disk.files()).includes(name), false);
  });
});

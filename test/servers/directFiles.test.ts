import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { MessageView, OfferView, SendingWay, TransferView } from '../../src/api/views.ts';
import { type LocalFile, memoryFile } from '../../src/ui/files/localFile.ts';
import { offerFile } from '../../src/ui/files/offerFile.ts';
import { deferred } from '../../src/xmpp/files/deferred.ts';
import type { TestClient } from '../support/client.ts';
import { told } from '../support/say.ts';
import { sendContent } from '../support/sources.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const eve = 'eve@localhost';
const content = randomBytes(300_000);
const file = { name: 'plan №1.bin', mediaType: 'application/octet-stream', content };

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

for (const [name, start] of SERVERS) {
  describe(`files above the limit of the upload service of ${name}`, () => {
    const started = startedHere();
    let scene: Scene;
    let ada: TestClient;

    before(async () => {
      scene = await started.add(Scene.start(start, { uploadLimit: 1000 }));
      await scene.server.addRosterItem('ada', { jid: eve, name: 'Eve' });
      await scene.server.addRosterItem('eve', { jid: account, name: 'Ada' });
      ada = await scene.signIn();
    });

    /** Ada sends it. Result: the transfer, once it has ended. */
    async function send(
      to: string,
      sent = file,
      way?: SendingWay,
      device?: string,
    ): Promise<TransferView> {
      const of = { account, chat: to };
      const id = await sendContent(ada.host, of, sent, way, device);
      return ada.waitFor('transfers', of, (one) => one.id === id && one.state !== 'running');
    }

    const sees = (isOnline: boolean) =>
      ada.waitFor(
        'contacts',
        { account },
        ({ id, show }) => id === eve && (show !== 'offline') === isOnline,
      );

    /** Eve comes online with another Parley. */
    async function comes(): Promise<TestClient> {
      const other = scene.client();
      await other.request('signIn', { jid: eve, password: 'secret' });
      await sees(true);
      return other;
    }

    async function leaves(other: TestClient): Promise<void> {
      await other.stop();
      await sees(false);
    }

    const isOffer = ({ offer }: MessageView) => offer !== undefined;

    it('go to another client by stream initiation', async () => {
      const noted = scene.bob.events.length;
      const { state, way } = await send(chat);
      assert.deepEqual([state, way], ['done', 'si']);
      const received = await scene.bob.waitFor(({ event }) => event === 'received', 60_000, noted);
      assert.equal(received.sha256, sha256(content));
      const sent = await ada.waitFor('messages', { account, chat }, isOffer);
      const { name, mediaType } = file;
      assert.deepEqual(sent.file, { name, mediaType, size: content.length });
      assert.deepEqual([sent.outgoing, sent.offer?.state], [true, 'done']);
    });

    it('go to another Parley by Jingle, once it is accepted', async () => {
      const other = await comes();
      const sending = send(eve);
      const offered = { account: eve, chat: account };
      const { id } = await other.waitFor('messages', offered, isOffer);
      const path = '/home/eve/plan.bin';
      await other.request('acceptFile', { ...offered, message: id, path, replace: false });
      const { state, way } = await sending;
      assert.deepEqual([state, way], ['done', 'jingle']);
      const isSaved = ({ offer }: MessageView) => offer?.state === 'done';
      await other.waitFor('messages', offered, isSaved);
      const saved = other.files.all.get(path);
      assert.ok(saved);
      assert.equal(sha256(saved), sha256(content));
      await leaves(other);
    });

    /** The offer to Eve that waits for her answer. */
    const nextOffer = async (other: TestClient) => {
      const offered = { account: eve, chat: account };
      const isWaiting = ({ offer }: MessageView) => offer?.state === 'offered';
      const { id } = await other.waitFor('messages', offered, isWaiting);
      return { ...offered, message: id };
    };

    it('go to the device that is chosen, and to no other one', async () => {
      const [one, other] = [await comes(), await comes()] as const;
      const hasDevices = (count: number) =>
        ada.waitFor('contacts', { account }, ({ id, resources: all }) => {
          return id === eve && all.length === count;
        });
      const resources = [one.resource, other.resource];
      const both = async () =>
        (await ada.request('findDevices', { account, chat: eve, way: 'jingle' })).map(
          ({ resource }) => resource,
        );
      await hasDevices(2);
      assert.deepEqual((await both()).sort(), resources.toSorted());
      for (const [chosen, spared] of [
        [one, other],
        [other, one],
      ] as const) {
        const sent = { ...file, name: `for ${chosen.resource}.bin` };
        const sending = send(eve, sent, 'jingle', chosen.resource);
        const offered = { account: eve, chat: account };
        const isIt = ({ file, offer }: MessageView) =>
          file?.name === sent.name && offer?.state === 'offered';
        const { id } = await chosen.waitFor('messages', offered, isIt);
        const path = `/home/eve/${chosen.resource}.bin`;
        await chosen.request('acceptFile', { ...offered, message: id, path, replace: false });
        assert.equal((await sending).state, 'done');
        assert.ok(chosen.files.all.get(path)?.length === content.length);
        const heard = spared.watch('messages', offered).values();
        assert.equal(
          heard.some((message) => message.file?.name === sent.name),
          false,
        );
      }
      await one.stop();
      await hasDevices(1);
      const gone = await ada.failureOf('sendFile', {
        ...{ account, chat: eve, way: 'jingle', device: resources[0] ?? '' },
        ...offerFile(ada.host, memoryFile('gone.bin', content)).file,
      });
      assert.match(told(gone), /^The device “.*” is no longer online/u);
      await leaves(other);
    });

    for (const way of ['jingle', 'si'] as const) {
      it(`say that they were declined, by ${way}`, async () => {
        const other = await comes();
        const declined = send(eve, file, way);
        await other.request('stopFile', await nextOffer(other));
        assert.equal((await declined).error?.code, 'declined');
        await leaves(other);
      });
    }

    // Stream initiation cannot say so.
    it('say that they were cancelled there, by jingle', async () => {
      const other = await comes();
      const half = deferred<undefined>();
      const whole = memoryFile('half.bin', content);
      const read = async (offset: number, length: number) => {
        if (offset > 0) await half.promise;
        return whole.read(offset, length);
      };
      const of = { account, chat: eve };
      const { file: local } = offerFile(ada.host, { ...whole, read });
      const transfer = await ada.request('sendFile', { ...of, ...local, way: 'jingle' });
      const theirs = await nextOffer(other);
      await other.request('acceptFile', { ...theirs, path: '/home/eve/half', replace: false });
      await other.waitFor('messages', { account: eve, chat: account }, ({ id, offer }) => {
        return id === theirs.message && (offer?.received ?? 0) > 0;
      });
      await other.request('stopFile', theirs);
      half.resolve(undefined);
      const end = await ada.waitFor('transfers', of, ({ id, state }) => {
        return id === transfer && state !== 'running';
      });
      assert.deepEqual([end.state, end.error?.code], ['failed', 'cancelled.peer']);
      await leaves(other);
    });

    it('that wait to be accepted go by the server instead', async () => {
      const other = await comes();
      const of = { account, chat: eve };
      const offered = { account: eve, chat: account };
      const small = memoryFile('small.bin', randomBytes(900));
      const transfer = await ada.request('sendFile', {
        ...{ ...of, ...offerFile(ada.host, small).file, way: 'jingle' },
      });
      const isSmall = ({ file }: MessageView) => file?.name === 'small.bin';
      await other.waitFor('messages', offered, (view) => isSmall(view) && isOffer(view));
      await ada.waitFor('fileTransfers', { account }, ({ id, state }) => {
        return id === transfer && state === 'offered';
      });
      await ada.request('retryTransfer', { ...of, transfer, way: 'upload' });
      const done = await ada.waitFor('transfers', of, ({ id, state }) => {
        return id === transfer && state !== 'running';
      });
      assert.deepEqual([done.state, done.way], ['done', 'upload']);
      await other.waitFor('messages', offered, (view) => {
        return isSmall(view) && view.offer?.state === 'withdrawn';
      });
      await other.waitFor('messages', offered, (view) => {
        return isSmall(view) && view.file?.url !== undefined;
      });
      await leaves(other);
    });

    for (const way of ['jingle', 'si'] as const) {
      it(`go on where they were cut, by ${way}`, async () => {
        const other = await comes();
        const half = 200_000;
        const offered = { account: eve, chat: account };
        const path = `/home/eve/${way}.bin`;
        /** Ada offers it, and Eve accepts it; what is at `held` and after it waits for `read`. */
        const begin = async (held: number, known: readonly string[] = []) => {
          const { promise: wanted, resolve: read } = deferred<undefined>();
          const whole = memoryFile(`${way}.bin`, content);
          const local: LocalFile = {
            ...{ ...whole, modified: Date.UTC(2025, 2, 1) },
            read: async (offset, length) => {
              if (offset >= held) await wanted;
              return whole.read(offset, length);
            },
          };
          const of = { account, chat: eve };
          const id = await ada.request('sendFile', {
            ...of,
            ...offerFile(ada.host, local).file,
            way,
          });
          const isNew = (view: MessageView) => isOffer(view) && !known.includes(view.id);
          const { id: message } = await other.waitFor('messages', offered, isNew);
          await other.request('acceptFile', { ...offered, message, path, replace: false });
          return { id, message, read };
        };
        /** Resolves with what Eve sees of an offer. */
        const seen = (message: string, fits: (offer: OfferView) => boolean) =>
          other.waitFor(
            'messages',
            offered,
            ({ id, offer }) => id === message && offer !== undefined && fits(offer),
          );
        const first = await begin(half);
        await seen(first.message, ({ received = 0 }) => received >= half);
        await ada.request('cancelTransfer', { account, chat: eve, transfer: first.id });
        await seen(first.message, ({ state }) => state === 'withdrawn');
        const second = await begin(0, [first.message]);
        // Before anything is sent.
        const { offer } = await seen(second.message, ({ state }) => state === 'running');
        assert.ok((offer?.received ?? 0) >= half);
        second.read(undefined);
        await seen(second.message, ({ state }) => state === 'done');
        const saved = other.files.all.get(path);
        assert.ok(saved);
        assert.equal(sha256(saved), sha256(content));
        await leaves(other);
      });
    }

    it('leave smaller ones the choice of the way', async () => {
      const of = { account, chat };
      assert.deepEqual(await ada.request('findWays', { ...of, size: 1000 }), ['upload', 'si']);
      assert.deepEqual(await ada.request('findWays', { ...of, size: 1001 }), ['si']);
      const small = { ...file, content: randomBytes(1000) };
      const noted = scene.bob.events.length;
      const { state, way } = await send(chat, small, 'si');
      assert.deepEqual([state, way], ['done', 'si']);
      const received = await scene.bob.waitFor(({ event }) => event === 'received', 60_000, noted);
      assert.equal(received.sha256, sha256(small.content));
    });

    it('are refused with the limit where nobody is online', async () => {
      const refused = sendContent(ada.host, { account, chat: 'nobody@localhost' }, file);
      await assert.rejects(refused, { code: 'too-large' });
    });

    it('are not sent where smaller ones go by the service', async () => {
      const { state, way } = await send(chat, { ...file, content: randomBytes(1000) });
      assert.deepEqual([state, way], ['done', 'upload']);
    });
  });
}

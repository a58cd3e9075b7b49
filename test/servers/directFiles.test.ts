import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { MessageView, SendingWay, TransferView } from '../../src/api/views.ts';
import type { TestClient } from '../support/client.ts';
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
    async function send(to: string, sent = file, way?: SendingWay): Promise<TransferView> {
      const of = { account, chat: to };
      const id = await sendContent(ada.host, of, sent, way);
      return ada.waitFor('transfers', of, (one) => one.id === id && one.state !== 'running');
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
      const other = scene.client();
      await other.request('signIn', { jid: eve, password: 'secret' });
      await ada.waitFor(
        'contacts',
        { account },
        ({ id, show }) => id === eve && show !== 'offline',
      );
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
    });

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

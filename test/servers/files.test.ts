import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { memoryFile } from '../../src/ui/files/localFile.ts';
import { offerFile } from '../../src/ui/files/offerFile.ts';
import { sendContent } from '../support/sources.ts';
import { startedHere } from '../support/started.ts';
import { account, bodiesSince, chat, password, Scene, SERVERS } from './scene.ts';
import { told } from '../support/say.ts';

/** Around a page of memory, as in-band blocks have it, too. */
const SIZES = [0, 1, 4095, 4096, 1_000_000];
const content = Buffer.from('export const answer = 42; // Ответ\n');
const file = { name: 'café №1.ts', mediaType: 'text/plain', content };
const large = randomBytes(300_000);
const binary = { name: 'café №1.bin', mediaType: 'application/octet-stream', content: large };

for (const [name, start] of SERVERS) {
  describe(`files on ${name}`, () => {
    /** Whether its upload service takes no empty files. */
    const isFussy = name === 'ejabberd';
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
    });

    it('are announced for old clients and new ones, with name, size and type', async () => {
      await sendContent(client.host, { account, chat }, file);
      const { oob, body, xml = '' } = await bob.waitFor((event) => event.oob);
      assert.ok(oob);
      assert.equal(body, oob);
      const { length } = content;
      assert.ok(xml.includes(`<name>${file.name}</name><size>${length}</size>`), xml);
      assert.ok(xml.includes('<media-type>text/plain</media-type>'), xml);
      const hash = createHash('sha256').update(content).digest('base64');
      assert.ok(xml.includes(`algo="sha-256">${hash}</hash>`), xml);
      assert.ok(xml.includes(`target="${oob}"`), xml);
      assert.equal((await bob.download(oob)).size, length);
    });

    it('go together as one message, which old clients read with its addresses', async () => {
      const noted = bob.events.length;
      const files = ['one.txt', 'two.txt', 'three.txt'].map((each) => {
        return offerFile(client.host, memoryFile(each, Buffer.from(each))).file;
      });
      const of = { account, chat };
      const transfers = await client.request('sendFiles', { ...of, files, caption: 'All three' });
      assert.equal(transfers.length, 3);
      const isOurs = ({ outgoing, body }: MessageView) => outgoing && body === 'All three';
      const { file: first, moreFiles = [] } = await client.waitFor('messages', of, isOurs);
      const views = [first, ...moreFiles];
      assert.deepEqual(
        views.map((view) => view?.name),
        ['one.txt', 'two.txt', 'three.txt'],
      );
      const said = await bob.waitFor((event) => event.body?.startsWith('All'), 60_000, noted);
      const urls = views.map((view) => view?.url ?? '');
      assert.equal(said.body, ['All three', ...urls].join('\n'));
      for (const [index, url] of urls.entries()) {
        assert.equal((await bob.download(url)).size, views[index]?.name.length);
      }
      assert.equal(bodiesSince(bob, noted).length, 1);
    });

    it('of the other side come together, also with addresses that follow one by one', async () => {
      const share = (id: string) => `<file-sharing xmlns="urn:xmpp:sfs:0" id="${id}">
        <file xmlns="urn:xmpp:file:metadata:0"><name>${id}.png</name></file></file-sharing>`;
      const attached = (id: string) => `<attach-to xmlns="urn:xmpp:message-attaching:1" id="both"/>
        <sources xmlns="urn:xmpp:sfs:0" id="${id}"><url-data
          xmlns="http://jabber.org/protocol/url-data" target="https://127.0.0.1:1/${id}" /></sources>
        <fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:sfs:0"><body /></fallback>`;
      const xml = share('left') + share('right');
      await bob.send({ to: account, body: 'Both', id: 'both', xml });
      for (const id of ['right', 'left']) {
        await bob.send({ to: account, body: `https://127.0.0.1:1/${id}`, xml: attached(id) });
      }
      const isWhole = ({ body, file: one, moreFiles: [other] = [] }: MessageView) =>
        body === 'Both' && one?.url !== undefined && other?.url !== undefined;
      const { file: one, moreFiles } = await client.waitFor('messages', { account, chat }, isWhole);
      assert.deepEqual(
        [one, moreFiles],
        [
          { name: 'left.png', url: 'https://127.0.0.1:1/left' },
          [{ name: 'right.png', url: 'https://127.0.0.1:1/right' }],
        ],
      );
    });

    it('of the other side have name, size and type before anything is fetched', async () => {
      const url = 'https://127.0.0.1:1/4a771ac1';
      const xml = `<file-sharing xmlns="urn:xmpp:sfs:0"><file xmlns="urn:xmpp:file:metadata:0">
        <name>summit.png</name><size>3032449</size><media-type>image/png</media-type></file>
        <sources><url-data xmlns="http://jabber.org/protocol/url-data" target="${url}" /></sources>
        </file-sharing>`;
      await bob.send({ to: account, body: url, xml });
      const announces = ({ outgoing, body }: MessageView) => !outgoing && body === url;
      const { file: view } = await client.waitFor('messages', { account, chat }, announces);
      assert.deepEqual(view, { name: 'summit.png', url, size: 3032449, mediaType: 'image/png' });
    });

    it('are uploaded, announced and fetched by the other side', async () => {
      const noted = bob.events.length;
      const transfer = await sendContent(client.host, { account, chat }, binary);
      const { oob } = await bob.waitFor((event) => event.oob, 60_000, noted);
      assert.deepEqual(await bob.download(oob ?? ''), {
        size: large.length,
        sha256: sha256(large),
      });
      const isDone = (view: { id: string; state: string }) =>
        view.id === transfer && view.state === 'done';
      assert.equal((await client.waitFor('transfers', { account, chat }, isDone)).sent, 300_000);
    });

    const sizes = isFussy ? SIZES.filter((size) => size > 0) : SIZES;
    for (const size of sizes) {
      it(`of ${size} bytes are the same at the other side, and from there`, async () => {
        const bytes = randomBytes(size);
        const noted = bob.events.length;
        await sendContent(client.host, { account, chat }, { ...binary, content: bytes });
        const { oob } = await bob.waitFor((event) => event.oob, 60_000, noted);
        assert.deepEqual(await bob.download(oob ?? ''), { size, sha256: sha256(bytes) });
        const source = path.join(scene.server.folder, `theirs-${size}.bin`);
        await writeFile(source, bytes);
        const url = await bob.upload({ file: source, to: account });
        const announces = ({ outgoing, body }: MessageView) => !outgoing && body === url;
        const { id } = await client.waitFor('messages', { account, chat }, announces);
        const fetched = await client.request('fetchFile', { account, chat, message: id });
        assert.equal(sha256(fetched.content), sha256(bytes));
      });
    }

    if (isFussy) {
      it('that are empty go directly, as the upload service takes none', async () => {
        const noted = bob.events.length;
        const of = { account, chat };
        const empty = { ...binary, content: Buffer.alloc(0) };
        const transfer = await sendContent(client.host, of, empty);
        const { sha256: received } = await bob.waitFor(
          ({ event }) => event === 'received',
          60_000,
          noted,
        );
        assert.equal(received, sha256(empty.content));
        const isDone = (view: { id: string; state: string }) =>
          view.id === transfer && view.state === 'done';
        assert.equal((await client.waitFor('transfers', of, isDone)).way, 'si');
      });
    }

    it('of the other side are fetched whole', async () => {
      const source = path.join(scene.server.folder, 'answer-one.bin');
      await writeFile(source, large);
      const url = await bob.upload({ file: source, to: account });
      const announces = ({ outgoing, body }: MessageView) => !outgoing && body === url;
      const { id, file: view } = await client.waitFor('messages', { account, chat }, announces);
      assert.equal(view?.name, 'answer-one.bin');
      const fetched = await client.request('fetchFile', { account, chat, message: id });
      assert.equal(sha256(fetched.content), sha256(large));
    });

    it('are not sent when the user cancels', async () => {
      const noted = bob.events.length;
      const slow = { ...binary, content: Buffer.alloc(20_000_000) };
      const transfer = await sendContent(client.host, { account, chat }, slow);
      // The tab of another chat knows nothing of it, and cannot stop it.
      const other = { account, chat: 'eve@localhost' };
      const heard = client.watch('transfers', other);
      await assert.rejects(client.request('cancelTransfer', { ...other, transfer }), {
        code: 'no-transfer',
      });
      await assert.rejects(client.request('retryTransfer', { ...other, transfer }), {
        code: 'no-transfer',
      });
      assert.deepEqual(heard.values(), []);
      await client.request('cancelTransfer', { account, chat, transfer });
      await client.waitFor(
        'transfers',
        { account, chat },
        ({ id, state }) => id === transfer && state === 'cancelled',
      );
      assert.deepEqual(bodiesSince(bob, noted), []);
    });

    it('too large are refused with the limit, and where there is no service with a reason', async () => {
      const most = 64 * 2 ** 20;
      const absent = { account, chat: 'eve@localhost' };
      assert.equal(await client.request('findWay', { ...absent, size: most }), 'upload');
      const failure = await client.failureOf('findWay', { ...absent, size: most + 1 });
      assert.equal(failure.code, 'too-large');
      assert.match(told(failure), /at most 64 MB|at most 67 MB|at most 67\.1 MB/u);
      const bare = await start({ upload: false });
      await bare.addUser('ada', password);
      const { caFile, ports } = bare;
      const fresh = scene.client({ caFile, server: scene.endpoint(ports.starttls) });
      await fresh.request('signIn', { jid: account, password });
      const missing = sendContent(fresh.host, { account, chat }, binary);
      await assert.rejects(missing, { code: 'no-upload-service' });
      await fresh.stop();
      await bare.stop();
    });
  });
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

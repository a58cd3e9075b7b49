import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';
/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('A40: pictures that are shown by themselves', () => {
  let scene: Scene;
  let window: Scene['window'];
  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        others: ['eve'],
        // One of the domain of all of them.
        urlHost: 'localhost',
        settings: { 'parley.files.showPictures': 'contacts' },
      }),
    );
    ({ window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

  const chat = () => window.webview();
  /** The address of a picture on a server of the domain that gives none, and how often somebody has connected to it. */
  const listen = async (name: string) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await started.defer(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `https://localhost:${port}/${name}`, count: () => connections };
  };
  const upload = async (name: string) => {
    const file = path.join(scene.workbench.server.folder, '..', name);
    await writeFile(file, Buffer.from(PNG, 'base64'));
    await scene.ada.upload({ file, to: YOU });
  };
  const shown = (name: string) => chat().getByRole('img', { name });

  it('are those of contacts, fetched once their chat is open', async () => {
    const { url, count } = await listen('early.png');
    await scene.ada.send({ to: YOU, body: url, oob: url });
    await upload('dot.png');
    await window.treeItem(/Ada Lovelace, available, 2 unread/u).waitFor();
    assert.equal(count(), 0);
    await window.openTreeItem(/Ada Lovelace/u, () => shown('dot.png').waitFor());
    // It was tried before, and its card says nothing of that.
    assert.notEqual(count(), 0);
    await chat().getByText('early.png').waitFor();
    assert.equal(await window.notification(/cannot be reached/u).count(), 0);
    await window.screenshot('show-pictures/1-contact');
  });

  it('are never those of strangers', async () => {
    const { server, password } = scene;
    const eve = await started.add(startPeer({ server, user: 'eve', password }));
    const { url, count } = await listen('tracker.png');
    await eve.send({ to: YOU, body: url, oob: url });
    await window.openTreeItem(/eve@localhost/u, () => chat().getByText('tracker.png').waitFor());
    await window.screenshot('show-pictures/2-stranger');
    // Pictures are fetched one after the other: what comes later would be after that one.
    await upload('later.png');
    await window.openTreeItem(/Ada Lovelace/u, () => shown('later.png').waitFor());
    assert.equal(count(), 0);
  });
});

import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { TestClient } from '../support/client.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const chat = 'bob@localhost';
const content = Buffer.from('export const answer = 42; // Ответ\n');
const file = { name: 'café №1.ts', mediaType: 'text/plain', content };

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`files on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let client: TestClient;
    let bob: Peer;

    before(async () => {
      server = await start();
      for (const user of ['ada', 'bob']) await server.addUser(user, 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob' });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      bob = await startPeer({ server, user: 'bob', password: 'secret' });
      const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
      client = new TestClient({ caFile: server.caFile, server: endpoint });
      await client.request('signIn', { jid: account, password: 'secret' });
    });

    after(async () => {
      await client.stop();
      await bob.stop();
      await server.stop();
    });

    it('are announced for old clients and new ones, with name, size and type', async () => {
      await client.request('sendFile', { account, chat, ...file });
      const { oob, body, xml = '' } = await bob.waitFor((event) => event.oob);
      assert.ok(oob);
      assert.equal(body, oob);
      const { length } = content;
      assert.ok(xml.includes(`<name>${file.name}</name><size>${length}</size>`), xml);
      assert.ok(xml.includes('<media-type>text/plain</media-type>'), xml);
      assert.ok(xml.includes(`target="${oob}"`), xml);
      assert.equal((await bob.download(oob)).size, length);
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
  });
}

import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { told } from '../support/say.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const of = { account, chat };
const STORE = "<store xmlns='urn:xmpp:hints' />";
const OMEMO = `<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1' />
  <payload>AA==</payload></encrypted>
  <encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' />${STORE}`;
const step = (name: string, content = '') =>
  `<${name} xmlns='urn:xmpp:jingle-message:0' id='c1'>${content}</${name}>${STORE}`;
const DESCRIPTION = "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio' />";

for (const [name, start] of SERVERS) {
  describe(`messages without words on ${name}`, () => {
    let scene: Scene;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
    });

    const see = (client: TestClient, fits: (message: MessageView) => unknown) =>
      client.waitFor('messages', of, fits);
    const shown = async (client: TestClient) => {
      const messages = await client.request('getMessages', { ...of, limit: 100, after: null });
      return messages.map(({ body, subject, notice }) => [subject, notice?.kind, body]);
    };

    it('are shown as they come, and by another client as the archive has them', async () => {
      const client = await scene.signIn();
      await bob.send({
        to: account,
        type: 'headline',
        body: 'At noon',
        xml: '<subject>News</subject>',
      });
      await see(client, ({ subject }) => subject === 'News');
      await bob.send({ to: account, xml: OMEMO, receipt: true });
      await see(client, ({ notice }) => notice?.kind === 'encrypted');
      await bob.send({
        to: account,
        type: 'normal',
        body: 'Hello',
        xml: '<subject>Lunch</subject>',
      });
      await see(client, ({ subject }) => subject === 'Lunch');
      await bob.send({ to: account, xml: step('propose', DESCRIPTION) });
      await see(client, ({ notice }) => told(notice?.text).startsWith('Offers a call'));
      await bob.send({ to: account, xml: step('retract') });
      await see(client, ({ notice }) => told(notice?.text) === 'Missed call.');
      const kept = [
        [undefined, 'encrypted', ''],
        ['Lunch', undefined, 'Lunch\n\nHello'],
        [undefined, 'call', ''],
      ];
      assert.deepEqual(await shown(client), [['News', undefined, 'News\n\nAt noon'], ...kept]);

      const other = await scene.signIn();
      await see(other, ({ notice }) => told(notice?.text) === 'Missed call.');
      const fromArchive = await shown(other);
      assert.deepEqual(
        fromArchive.filter(([subject]) => subject !== 'News'),
        kept,
      );
    });
  });
}

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Peer, startPeer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, password, Scene, SERVERS } from './scene.ts';

/** What comes late or twice has come after so long. In milliseconds. */
const QUIET_MS = 700;

for (const [name, start] of SERVERS) {
  describe(`which message is which, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;
    /** Another client of ours. */
    let phone: Peer;

    const rowsOf = (of: string, from = client) =>
      from.history.load({ account, chat: of }, { limit: 99 });
    const bodiesOf = async (of: string, from = client) =>
      (await rowsOf(of, from)).map(({ body }) => body);
    const waitFor = async (of: string, body: string, from = client) => {
      const end = performance.now() + 60_000;
      while (!(await bodiesOf(of, from)).includes(body) && performance.now() < end) await delay(20);
      assert.ok((await bodiesOf(of, from)).includes(body), `"${body}" did not come`);
    };
    const message = (id: string, body: string, origin = '', to = account) =>
      `<message type="chat" to="${to}" id="${id}"><body>${body}</body>${origin}</message>`;
    const originId = (id: string) => `<origin-id xmlns="urn:xmpp:sid:0" id="${id}" />`;
    /** A client that has nothing yet, and reads the archive. */
    const anew = async () => {
      const next = scene.client();
      await next.request('signIn', { jid: account, password });
      await next.waitForPhase('online');
      return next;
    };

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
      phone = await started.add(startPeer({ server: scene.server, user: 'ada', password }));
    });

    it('two with the same id and words are two, live and from the archive', async () => {
      for (let n = 0; n < 2; n++) await bob.raw(message('1', 'Backup finished'));
      await bob.raw(message('2', 'that was it'));
      await waitFor(chat, 'that was it');
      const wanted = ['Backup finished', 'Backup finished', 'that was it'];
      assert.deepEqual(await bodiesOf(chat), wanted);
      const next = await anew();
      await waitFor(chat, 'that was it', next);
      assert.deepEqual(await bodiesOf(chat, next), wanted);
      await client.request('setPresence', { account, show: 'offline', status: '' });
      await client.request('setPresence', { account, show: 'available', status: '' });
      await client.waitForPhase('online');
      await delay(QUIET_MS);
      assert.deepEqual(await bodiesOf(chat), wanted);
    });

    it('a note to ourselves is one, whichever client sends it, live and from the archive', async () => {
      await phone.raw(message('n1', 'from the phone'));
      await phone.raw(message('n2', 'with an origin-id', originId('n2')));
      await phone.raw(
        message('n3', 'to the desk', originId('n3'), `${account}/${client.resource}`),
      );
      await waitFor(account, 'to the desk');
      await client.request('sendMessage', { account, chat: account, body: 'from here' });
      await phone.waitFor(({ body }) => body === 'from here');
      const note = { account, chat: account };
      await client.waitFor(
        'messages',
        note,
        ({ body, delivery }) => body === 'from here' && delivery === 'sent',
      );
      await delay(QUIET_MS);
      const wanted = ['from the phone', 'with an origin-id', 'to the desk', 'from here'];
      assert.deepEqual(await bodiesOf(account), wanted);
      const [own] = (await rowsOf(account)).slice(-1);
      assert.equal(own?.delivery, 'sent');
      const next = await anew();
      await waitFor(account, 'from here', next);
      await delay(QUIET_MS);
      assert.deepEqual(await bodiesOf(account, next), wanted);
      await client.request('setPresence', { account, show: 'offline', status: '' });
      await client.request('setPresence', { account, show: 'available', status: '' });
      await client.waitForPhase('online');
      await delay(QUIET_MS);
      assert.deepEqual(await bodiesOf(account), wanted);
      const asked = phone.ledger.filter(({ receiptRequested }) => receiptRequested);
      assert.deepEqual(asked, []);
    });

    it('one that comes while we are invisible is shown, once', async () => {
      await phone.stop();
      await client.request('setPresence', { account, show: 'invisible', status: '' });
      await delay(QUIET_MS);
      await bob.send({ to: account, body: 'are you there?' });
      await waitFor(chat, 'are you there?');
      await bob.send({ to: account, body: 'hello?' });
      await client.request('setPresence', { account, show: 'available', status: '' });
      await waitFor(chat, 'hello?');
      await bob.send({ to: account, body: 'ah' });
      await waitFor(chat, 'ah');
      await delay(QUIET_MS);
      assert.deepEqual((await bodiesOf(chat)).slice(-3), ['are you there?', 'hello?', 'ah']);
    });
  });
}

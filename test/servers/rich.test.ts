import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const of = { account, chat };

for (const [name, start] of SERVERS) {
  describe(`corrections, retractions, reactions and replies on ${name}`, () => {
    let scene: Scene;
    let bob: Peer;
    let eve: Peer;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      eve = await scene.stranger();
      client = await scene.signIn();
    });

    const replace = (id: string) => `<replace xmlns='urn:xmpp:message-correct:0' id='${id}' />`;
    const retract = (id: string) => `<retract xmlns='urn:xmpp:message-retract:1' id='${id}' />`;
    const react = (id: string, emoji: string) =>
      `<reactions xmlns='urn:xmpp:reactions:0' id='${id}'><reaction>${emoji}</reaction></reactions>`;
    const see = (fits: (message: MessageView) => unknown) => client.waitFor('messages', of, fits);
    const hear = (part: string, from = 0) =>
      bob.waitFor(({ xml }) => xml?.includes(part), 60_000, from);
    /** Bob writes. Result: the message as it is shown, and the id that he gave it. */
    const say = async (body: string) => {
      const origin = await bob.send({ to: account, body });
      return { origin, ...(await see((message) => message.body === body)) };
    };

    it('come from the peer, and are shown where they belong', async () => {
      const { origin, id } = await say('teh cat');
      await bob.send({ to: account, body: 'the cat', xml: replace(origin) });
      const corrected = await see((message) => message.id === id && message.edited);
      assert.equal(corrected.body, 'the cat');
      await bob.send({ to: account, xml: react(origin, '🐱') });
      const { reactions } = await see((message) => message.id === id && message.reactions);
      assert.deepEqual(reactions, [{ emoji: '🐱', own: false, names: ['Bob'] }]);
      const question = await client.request('sendMessage', { ...of, body: 'Which cat?' });
      await bob.waitFor(({ id: heard }) => heard === question);
      await bob.send({
        to: account,
        body: '> Which cat?\nMine',
        xml: `<reply xmlns='urn:xmpp:reply:0' id='${question}' to='${account}' />
          <fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='13' /></fallback>`,
      });
      const answer = await see((message) => message.reply);
      assert.deepEqual(
        [answer.body, answer.reply],
        ['Mine', { message: question, outgoing: true, senderName: 'You', excerpt: 'Which cat?' }],
      );
      await bob.send({ to: account, xml: retract(origin) });
      const { body } = await see((message) => message.id === id && message.retracted);
      assert.equal(body, '');
    });

    it('reach the peer by the ids that it knows, with words for older clients', async () => {
      const { origin, id } = await say('Shall we?');
      const answer = { ...of, body: 'We sahll', reply: id };
      const message = await client.request('sendMessage', answer);
      const reply = await bob.waitFor((event) => event.id === message);
      assert.equal(reply.body, '> Shall we?\nWe sahll');
      assert.match(reply.xml ?? '', new RegExp(`<reply [^>]*id="${origin}"`, 'u'));
      await client.request('correctMessage', { ...of, message, body: 'We shall' });
      const correction = await hear('urn:xmpp:message-correct:0');
      assert.match(correction.xml ?? '', new RegExp(`<replace [^>]*id="${message}"`, 'u'));
      assert.equal(correction.body, '> Shall we?\nWe shall');
      await client.request('react', { ...of, message: id, emoji: '👍', on: true });
      const reaction = await hear('urn:xmpp:reactions:0');
      assert.match(reaction.xml ?? '', new RegExp(`<reactions [^>]*id="${origin}"`, 'u'));
      assert.match(reaction.xml ?? '', /👍/u);
      await client.request('retractMessage', { ...of, message });
      const retraction = await hear('urn:xmpp:message-retract:1');
      assert.match(retraction.xml ?? '', new RegExp(`<retract [^>]*id="${message}"`, 'u'));
      assert.match(retraction.body ?? '', /took back a message/u);
      await see((shown) => shown.id === message && shown.retracted && shown.delivery !== 'queued');
    });

    it('wait for the connection, and then go out once, the newest only', async () => {
      const { origin, id } = await say('Are you there?');
      const message = await client.request('sendMessage', { ...of, body: 'one' });
      await see((shown) => shown.id === message && shown.delivery !== 'queued');
      await client.request('setPresence', { account, show: 'offline', status: '' });
      await client.waitForPhase('offline');
      const from = bob.events.length;
      for (const body of ['two', 'three']) {
        await client.request('correctMessage', { ...of, message, body });
      }
      await client.request('react', { ...of, message: id, emoji: '🚀', on: true });
      const waiting = await see((shown) => shown.id === message);
      assert.deepEqual([waiting.body, waiting.delivery], ['three', 'queued']);
      await client.request('setPresence', { account, show: 'available', status: '' });
      await hear(`reactions:0" id="${origin}"`, from);
      await see((shown) => shown.id === message && shown.delivery !== 'queued');
      const heard = bob.events.slice(from).filter(({ xml }) => xml?.includes('message-correct'));
      assert.deepEqual(
        heard.map(({ body }) => body),
        ['three'],
      );
    });

    it('A9, A11: change nothing when others send them', async () => {
      const { origin } = await say('My own words');
      const mine = await client.request('sendMessage', { ...of, body: 'Mine' });
      const shown = async () => {
        const messages = await client.request('getMessages', { ...of, limit: 100, after: null });
        return messages.filter(({ body }) => body === 'My own words' || body === 'Mine');
      };
      await see(({ id, delivery }) => id === mine && delivery === 'delivered');
      const before = await shown();
      for (const id of [origin, mine]) {
        await eve.send({ to: account, body: 'forged', xml: replace(id) });
        await eve.send({ to: account, xml: retract(id) });
        await eve.send({ to: account, xml: react(id, '💥') });
      }
      await bob.send({ to: account, body: 'forged', xml: replace(mine) });
      await bob.send({ to: account, xml: retract(mine) });
      await eve.send({ to: account, body: 'the end' });
      await client.waitFor(
        'messages',
        { account, chat: 'eve@localhost' },
        ({ body }) => body === 'the end',
      );
      await say('the end of mine');
      assert.deepEqual(await shown(), before);
      const forged = await client.request('getMessages', { ...of, limit: 100, after: null });
      assert.equal(forged.filter(({ body }) => body === 'forged').length, 0);
    });
  });
}

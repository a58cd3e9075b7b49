import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import type { IncomingMessage } from '../../src/xmpp/im/incomingMessage.ts';
import { type ArchivedMessage, fetchPage } from '../../src/xmpp/im/messageArchive.ts';
import { messageReceived } from '../../src/xmpp/im/messages.ts';
import { sendChatMessage } from '../../src/xmpp/im/outgoingMessage.ts';
import { sendPresence } from '../../src/xmpp/im/presence.ts';
import type { ResumeState } from '../../src/xmpp/resumeState.ts';
import { sessionOnline } from '../../src/xmpp/stanza/session.ts';
import { enableCarbons } from '../../src/xmpp/xep/0280-carbons.ts';
import { type ArchiveQuery, hasArchive } from '../../src/xmpp/xep/0313-archive.ts';
import { verifyStanzaIds } from '../../src/xmpp/xep/0359-stanzaIds.ts';
import { sendRetraction } from '../../src/xmpp/xep/0424-retraction.ts';
import {
  fetchArchivePreferences,
  setArchivePreferences,
} from '../../src/xmpp/xep/0441-archivePreferences.ts';
import { sendReactions } from '../../src/xmpp/xep/0444-reactions.ts';
import {
  type Displayed,
  displayedElsewhere,
  fetchDisplayed,
  publishDisplayed,
} from '../../src/xmpp/xep/0490-displayed.ts';
import { ownCaps } from '../../src/xmpp/modules.ts';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { FakeLog } from '../support/fakeSession.ts';
import { until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = Jid.of('ada@localhost');
const bobJid = Jid.of('bob@localhost');
const MESSAGES = 105;

/** One client of Ada's, and what it heard. */
class Client {
  readonly link: XmppLink;
  readonly messages: IncomingMessage[] = [];
  readonly displayed: Displayed[] = [];

  constructor(
    server: { caFile: string; ports: { starttls: number } },
    resource: string,
    resume?: ResumeState,
  ) {
    this.link = new XmppLink(
      {
        account,
        resource,
        resume,
        password: 'secret',
        server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
        trustedCa: readFileSync(server.caFile, 'utf8'),
        mayKnowPresence: () => true,
        onStrongerMechanism: () => undefined,
      },
      { clock: systemClock, log: new FakeLog() },
    );
    this.session.on(messageReceived, (message) => this.messages.push(message));
    this.session.on(displayedElsewhere, (displayed) => this.displayed.push(displayed));
  }

  get session() {
    return this.link.session;
  }

  async signIn(): Promise<void> {
    await this.link.connect();
    assert.equal(await verifyStanzaIds(this.session), true);
    await enableCarbons(this.session);
    sendPresence(this.session, { show: 'available', status: '', priority: 0, caps: ownCaps });
  }

  find(fits: (message: IncomingMessage) => boolean): Promise<IncomingMessage> {
    const seen = () => JSON.stringify(this.messages.slice(-3));
    return until(() => this.messages.find(fits), 60_000, seen);
  }
}

/** Without the receipts, which the peer wants archived. */
const spoken = (messages: readonly ArchivedMessage[]) =>
  messages.flatMap(({ message }) => (message && !message.receiptFor ? [message] : []));
const bodies = (messages: readonly ArchivedMessage[]) => spoken(messages).map(({ body }) => body);

for (const [name, start, knowsIds] of [
  ['Prosody', startProsody, true],
  ['ejabberd', startEjabberd, false],
] as const) {
  describe(`history on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let desk: Client;
    let phone: Client;
    let bob: Peer;

    const fetch = (query: ArchiveQuery) => fetchPage(desk.session, query);

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      for (const user of ['ada', 'bob']) await server.addUser(user, 'secret');
      bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      desk = new Client(server, 'desk');
      phone = new Client(server, 'phone');
      for (const { link } of [desk, phone]) await started.add(link);
      await desk.signIn();
      await phone.signIn();
    });

    it('is there, as are its preferences', async () => {
      assert.equal(await hasArchive(desk.session), true);
      const wanted = { default: 'always', always: [], never: [Jid.of('eve@localhost')] } as const;
      assert.deepEqual(await setArchivePreferences(desk.session, wanted), wanted);
      assert.deepEqual(await fetchArchivePreferences(desk.session), wanted);
    });

    it('is seen by both clients as it happens, with the archive’s own id', async () => {
      sendChatMessage(desk.session, { id: 'u-1', to: bobJid, body: 'from the desk' });
      const sent = await phone.find(({ via }) => via === 'carbon');
      assert.deepEqual(
        [sent.body, sent.from.full, sent.to.bare, sent.originId],
        ['from the desk', `${account.bare}/desk`, bobJid.bare, 'u-1'],
      );
      await bob.send({ to: `${account.bare}/desk`, body: 'to the desk' });
      const direct = await desk.find(({ body }) => body === 'to the desk');
      const copy = await phone.find(({ body }) => body === 'to the desk');
      assert.deepEqual([direct.via, copy.via], ['live', 'carbon']);
      const { messages } = await fetch({ with: bobJid, page: { max: 10 } });
      assert.deepEqual(bodies(messages), ['from the desk', 'to the desk']);
      const id = spoken(messages)[1]?.stanzaId;
      assert.ok(id !== undefined && id === direct.stanzaId);
      assert.ok(copy.stanzaId === undefined || copy.stanzaId === id);
    });

    it('is corrected, answered, reacted to and taken back', async () => {
      const to = bobJid;
      await bob.send({ to: account.bare, id: 'b-1', body: 'cake? 🎂' });
      await desk.find(({ id }) => id === 'b-1');
      const reply = { id: 'b-1', to: bobJid, quoted: 'cake? 🎂' };
      sendChatMessage(desk.session, { id: 'u-2', to, body: 'Grait', reply });
      sendChatMessage(desk.session, { id: 'u-3', to, body: 'Great', replaces: 'u-2', reply });
      sendReactions(desk.session, {
        id: 'u-4',
        to,
        reactions: { id: 'b-1', emojis: ['🎂', '❤️'] },
      });
      sendRetraction(desk.session, { id: 'u-5', to, retracts: 'u-3' });
      await bob.waitFor(({ id }) => id === 'u-5');
      const seen = (wanted: string) => bob.ledger.find(({ id }) => id === wanted);
      const xmlOf = (wanted: string) => seen(wanted)?.xml ?? '';
      assert.equal(seen('u-2')?.body, '> cake? 🎂\nGrait');
      assert.match(xmlOf('u-3'), /<replace [^>]*id="u-2"/u);
      assert.match(xmlOf('u-3'), /<body (?:start="0" end="10"|end="10" start="0")/u);
      assert.match(xmlOf('u-4'), /<reaction[^>]*>🎂<.*<reaction[^>]*>❤️</u);
      assert.match(xmlOf('u-5'), /<retract [^>]*id="u-3"/u);
      await phone.find(({ id }) => id === 'u-5');
      const { messages } = await fetch({ with: bobJid, page: { max: 20, before: '' } });
      const [, , cake, ...parts] = spoken(messages);
      assert.equal(cake?.body, 'cake? 🎂');
      assert.deepEqual(
        parts.map(({ body }) => body),
        ['Grait', 'Great', '', ''],
      );
      const [, correction, reactions, retraction] = parts;
      assert.deepEqual([correction?.replaces, correction?.reply?.id], ['u-2', 'b-1']);
      assert.deepEqual(reactions?.reactions, { id: 'b-1', emojis: ['🎂', '❤️'] });
      assert.equal(retraction?.retracts, 'u-3');
    });

    it('tells the other client how far a chat was read', async () => {
      const { last = '' } = await fetch({ with: bobJid, page: { max: 1, before: '' } });
      assert.deepEqual(await fetchDisplayed(phone.session), []);
      for (const [chat, id] of [
        [bobJid, 'first'],
        [Jid.of('eve@localhost'), 'other'],
        [bobJid, last],
      ] as const) {
        await publishDisplayed(desk.session, { chat, stanzaId: { id, by: account } });
      }
      const heard = await until(() => phone.displayed.find(({ stanzaId }) => stanzaId.id === last));
      assert.deepEqual(heard, { chat: bobJid, stanzaId: { id: last, by: account } });
      const kept = await fetchDisplayed(phone.session);
      assert.deepEqual(kept.map(({ chat, stanzaId }) => [chat.bare, stanzaId.id]).sort(), [
        [bobJid.bare, last],
        ['eve@localhost', 'other'],
      ]);
      await assert.rejects(
        bob.iq({
          to: account.bare,
          payload:
            '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:mds:displayed:0"/></pubsub>',
        }),
        /forbidden|not-allowed/u,
      );
    });

    it('is whole and in order, forward and backward, in pages of any size', async () => {
      const { last = '' } = await fetch({ page: { max: 1, before: '' } });
      const wanted = Array.from({ length: MESSAGES }, (_, index) => String(index));
      for (const body of wanted) {
        if (Number(body) % 2 === 0) sendChatMessage(desk.session, { id: body, to: bobJid, body });
        else await bob.send({ to: account.bare, body });
        const client = Number(body) % 2 === 0 ? phone : desk;
        await client.find((message) => message.body === body);
      }
      for (const max of [1, 10, 100]) {
        const forward: ArchivedMessage[] = [];
        for (let page = { complete: false, last }; !page.complete;) {
          const { messages, ...rest } = await fetch({ page: { max, after: page.last } });
          assert.ok(messages.length <= max);
          forward.push(...messages);
          page = { complete: rest.complete, last: rest.last ?? page.last };
        }
        assert.deepEqual(bodies(forward), wanted);
        const backward: ArchivedMessage[] = [];
        while (!backward.some(({ id }) => id === forward[0]?.id)) {
          const { messages } = await fetch({ page: { max, before: backward[0]?.id ?? '' } });
          assert.ok(messages.length > 0 && messages.length <= max);
          backward.unshift(...messages);
        }
        assert.deepEqual(bodies(backward).slice(-MESSAGES), wanted);
      }
    });

    it('is found by time, and says what it does not have', async () => {
      const none = await fetch({ start: Date.now() + 60_000, page: { max: 10 } });
      assert.deepEqual([none.messages, none.complete], [[], true]);
      const unknown = { page: { max: 1, after: '1' } };
      if (!knowsIds) {
        // Its ids are times, so that it goes on after one that it no longer has.
        assert.deepEqual(bodies((await fetch(unknown)).messages), ['from the desk']);
        return;
      }
      await assert.rejects(fetch(unknown), { condition: 'item-not-found' });
    });

    it('goes on in another process where it was left, with what came meanwhile', async () => {
      const { messages, link } = desk;
      const state = link.suspend();
      assert.ok(state?.maxSeconds === undefined || state.maxSeconds > 0);
      await bob.send({ to: account.bare, body: 'meanwhile' });
      await phone.find(({ body }) => body === 'meanwhile');
      desk = new Client(server, 'desk', JSON.parse(JSON.stringify(state)) as ResumeState);
      const resumed: boolean[] = [];
      desk.session.on(sessionOnline, (online) => resumed.push(online.resumed));
      await desk.link.connect();
      await desk.find(({ body }) => body === 'meanwhile');
      assert.deepEqual(resumed, [true]);
      assert.ok(!messages.some(({ body }) => body === 'meanwhile'));
      sendChatMessage(desk.session, { id: 'again', to: bobJid, body: 'back' });
      await bob.waitFor(({ id }) => id === 'again');
    });
  });
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { XmppConnection } from '../../src/xmpp/stream/connection.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { canonicalXml } from '../support/canonicalXml.ts';
import { type TestClient, until } from '../support/client.ts';
import { FakeLog } from '../support/fakeSession.ts';
import { parseXml } from '../support/parseXml.ts';
import { startedHere } from '../support/started.ts';
import { account, Scene, SERVERS } from './scene.ts';

/** ejabberd answers this one itself, to strangers and only where somebody is. */
const LAST = '<query xmlns="jabber:iq:last" />';
const QUESTIONS = [
  '<ping xmlns="urn:xmpp:ping" />',
  '<query xmlns="jabber:iq:version" />',
  LAST,
  '<time xmlns="urn:xmpp:time" />',
  '<vCard xmlns="vcard-temp" />',
  '<query xmlns="http://jabber.org/protocol/disco#info" node="https://example.org/#x" />',
  '<query xmlns="http://jabber.org/protocol/disco#items" />',
  '<query xmlns="urn:example:unknown" a="1"><b xmlns="">&lt;text&gt;</b> and more<c /></query>',
  '<x:query xmlns:x="urn:example:prefix"><x:b>Zürich</x:b></x:query>',
];

/** Somebody who asks, and hears the answers as the server writes them. */
class Asker {
  readonly #connection: XmppConnection;
  readonly #answers = new Map<string, Element>();
  #asked = 0;

  constructor({ server, endpoint }: { server: Scene['server']; endpoint: unknown }, user: string) {
    this.#connection = new XmppConnection(
      {
        account: Jid.of(`${user}@localhost`),
        password: 'secret',
        server: endpoint as never,
        trustedCa: readFileSync(server.caFile, 'utf8'),
      },
      { clock: systemClock, log: new FakeLog() },
    );
    this.#connection.onStanza((stanza) => this.#answers.set(stanza.attrs['id'] ?? '', stanza));
  }

  connect(): Promise<void> {
    return this.#connection.connect();
  }

  /** Result: the answer, without what differs from one question to the next. */
  async ask(to: string, type: string, payload: string, lang?: string): Promise<string> {
    const id = `ask-${++this.#asked}`;
    const [iq] = parseXml(`<iq type="${type}" id="${id}" to="${to}">${payload}</iq>`);
    assert.ok(iq);
    if (lang !== undefined) iq.attrs['xml:lang'] = lang;
    this.#connection.send(iq);
    const answer = await until(() => this.#answers.get(id));
    assert.equal(answer.attrs['from'], to);
    // Prosody gives a language to all that comes from a client, and none to what it says itself.
    for (const key of ['id', 'from', 'to', 'xml:lang']) answer.attrs[key] = '';
    return canonicalXml([answer]);
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }
}

for (const [name, start] of SERVERS) {
  describe(`who is not seen on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let eve: Asker;
    let bob: Asker;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      client = await scene.signIn();
      const where = { server: scene.server, endpoint: scene.endpoint() };
      [eve, bob] = ['eve', 'bob'].map((user) => new Asker(where, user)) as [Asker, Asker];
      for (const asker of [eve, bob]) {
        await started.add(asker);
        await asker.connect();
      }
    });

    const here = () => `${account}/${client.resource}`;

    async function assertAbsentFor(asker: Asker, questions = QUESTIONS): Promise<void> {
      for (const payload of questions) {
        for (const [type, lang] of [['get'], ['set'], ['get', 'de'], ['get', 'x'.repeat(60)]]) {
          const [seen, wanted] = await Promise.all(
            [here(), `${account}/nobody`].map((to) => asker.ask(to, type ?? '', payload, lang)),
          );
          assert.equal(seen, wanted, `${type ?? ''} ${lang ?? ''} ${payload}`);
        }
      }
    }

    it('A8: is to a stranger as a resource that nobody has', async () => {
      const ours = QUESTIONS.filter((question) => name !== 'ejabberd' || question !== LAST);
      await assertAbsentFor(eve, ours);
    });

    it('A8: is so to contacts, too, while invisible, and answers them before and after', async () => {
      const version = '<query xmlns="jabber:iq:version" />';
      assert.match(await bob.ask(here(), 'get', version), /Parley/u);
      const noted = scene.bob.events.length;
      await client.request('setPresence', { account, show: 'invisible', status: '' });
      await scene.presence(({ type }) => type === 'unavailable', noted);
      await assertAbsentFor(bob);
      await client.request('setPresence', { account, show: 'available', status: '' });
      await scene.presence(({ type }) => type === 'available', noted);
      assert.match(await bob.ask(here(), 'get', version), /Parley/u);
    });

    it('A8: is by another resource in each session', async () => {
      const resources = new Set([client.resource]);
      for (let n = 0; n < 2; n++) {
        await client.request('setPresence', { account, show: 'offline', status: '' });
        await client.request('setPresence', { account, show: 'available', status: '' });
        await client.waitForPhase('online');
        resources.add(client.resource);
      }
      assert.equal(resources.size, 3);
      for (const resource of resources) assert.match(resource, /^parley-[0-9a-f]{12}$/u);
    });
  });
}

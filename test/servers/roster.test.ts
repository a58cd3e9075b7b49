import assert from 'node:assert/strict';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { TestClient, until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';
import { told as sentenceOf } from '../support/say.ts';

const account = 'ada@localhost';
const bob = { account, chat: 'bob@localhost' };

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`contacts and subscriptions on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let client: TestClient;
    let peer: Peer;

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      for (const user of ['ada', 'bob', 'carol']) await server.addUser(user, 'secret');
      peer = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      client = await signIn();
      await started.defer(() => client.stop());
    });

    async function signIn(acceptRequests = false, jid = account): Promise<TestClient> {
      const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
      const fresh = new TestClient({ caFile: server.caFile, server: endpoint, acceptRequests });
      await fresh.request('signIn', { jid, password: 'secret' });
      return fresh;
    }
    const contact = (fits: Parameters<typeof client.waitFor<'contacts'>>[2]) =>
      client.waitFor('contacts', { account }, fits);
    const request = () => client.waitFor('subscriptionRequests', { account }, () => true);
    const requests = () => client.watch('subscriptionRequests', { account });
    const told = (type: string, from = 0) =>
      peer.waitFor((event) => event.event === 'presence' && event.type === type, 60_000, from);

    it('adds a contact who then shows their presence, and is told what the user is called', async () => {
      await client.request('setProfile', { account, fields: { nickname: 'Countess' } });
      await client.request('addContact', { ...bob, name: 'Bob №1', groups: ['Team', 'Chess'] });
      const added = await contact(({ pending }) => pending);
      assert.equal(added.name, 'Bob №1');
      assert.deepEqual([...added.groups].sort(), ['Chess', 'Team']);
      const { xml } = await told('subscribe');
      assert.match(xml ?? '', /<nick xmlns="http:\/\/jabber.org\/protocol\/nick"[^>]*>Countess</u);
      await peer.presence({ to: account, type: 'subscribed' });
      const seen = await contact(({ show }) => show === 'available');
      assert.equal(seen.subscription, 'to');
      assert.equal(seen.pending, false);
    });

    it('keeps a request over a restart, and approves it', async () => {
      const nick = '<nick xmlns="http://jabber.org/protocol/nick">Ada L.</nick>';
      await peer.raw(`<presence to="${account}" type="subscribe">${nick}</presence>`);
      assert.deepEqual(await request(), { id: bob.chat, status: '', nickname: 'Ada L.' });
      await client.stop();
      client = await signIn();
      assert.equal((await request()).id, bob.chat);
      await client.request('answerSubscription', { ...bob, answer: 'approve' });
      await told('subscribed');
      await contact(({ subscription }) => subscription === 'both');
    });

    it('renames, and moves to other groups', async () => {
      await client.request('updateContact', { ...bob, name: 'Robert', groups: ['Friends'] });
      const changed = await contact(({ name: shown }) => shown === 'Robert');
      assert.deepEqual(changed.groups, ['Friends']);
      await client.request('updateContact', { ...bob, name: '', groups: [] });
      const bare = await contact(({ name: shown }) => shown === bob.chat);
      assert.deepEqual(bare.groups, []);
      assert.equal(bare.subscription, 'both');
    });

    it('moves between groups, and renames and deletes a group', async () => {
      const isIn = async (...groups: readonly string[]) => {
        const found = await contact((one) => one.groups.join() === groups.join());
        assert.equal(found.subscription, 'both');
      };
      const contacts = (from: string) => [{ contact: bob.chat, from }];
      await client.request('moveContacts', { account, contacts: contacts(''), to: 'Team' });
      await isIn('Team');
      await client.request('moveContacts', { account, contacts: contacts('Team'), to: 'Chess' });
      await isIn('Chess');
      await client.request('renameGroup', { account, group: 'Chess', name: 'Go & more' });
      await isIn('Go & more');
      await client.request('deleteGroup', { account, group: 'Go & more' });
      await isIn();
    });

    it('hears what a contact suggests, and adds what the user chooses of it', async () => {
      const items = "<item jid='carol@localhost' name='Carol'><group>Team</group></item>";
      const xml = `<x xmlns='http://jabber.org/protocol/rosterx'>${items}</x>`;
      await peer.send({ to: account, type: 'normal', xml });
      const told = await client.waitFor('contactSuggestions', { account }, () => true);
      const carol = { name: 'Carol', groups: ['Team'] };
      const expected = { id: bob.chat, contacts: [{ address: 'carol@localhost', ...carol }] };
      assert.deepEqual(told, expected);
      const contacts = [{ contact: 'carol@localhost', ...carol }];
      const result = await client.request('importContacts', {
        ...{ account, contacts, subscribe: false },
      });
      assert.deepEqual(result, { added: 1, changed: 0, failed: 0 });
      const added = await contact(({ id }) => id === 'carol@localhost');
      assert.equal(added.subscription, 'none');
      await client.request('removeContact', { account, chat: 'carol@localhost' });
      const before = client.watch('contactSuggestions', { account });
      await client.request('settleSuggestion', { account, suggestion: bob.chat });
      await until(() => before.values().length === 0);
      before.dispose();
    });

    it('removes a contact with the subscriptions in both directions', async () => {
      const noted = peer.events.length;
      await client.request('removeContact', bob);
      const watched = client.watch('contacts', { account });
      await until(() => !watched.get(bob.chat));
      watched.dispose();
      await told('unsubscribe', noted);
      await told('unsubscribed', noted);
    });

    it('denies, and is asked again', async () => {
      const noted = peer.events.length;
      // The peer's side still believes in its subscription until it has heard otherwise.
      await peer.presence({ to: account, type: 'subscribe' });
      assert.equal((await request()).id, bob.chat);
      await client.request('answerSubscription', { ...bob, answer: 'deny' });
      await told('unsubscribed', noted);
      const watched = requests();
      assert.deepEqual(watched.values(), []);
      await peer.presence({ to: account, type: 'subscribe' });
      await until(() => watched.get(bob.chat));
      watched.dispose();
    });

    it('approves and adds who asked, in one step', async () => {
      const noted = peer.events.length;
      await client.request('addContact', { ...bob, name: 'Bob', groups: [] });
      await told('subscribed', noted);
      await told('subscribe', noted);
      await peer.presence({ to: account, type: 'subscribed' });
      await contact(({ subscription }) => subscription === 'both');
      const watched = requests();
      await until(() => watched.values().length === 0);
      watched.dispose();
    });

    it('tells the details of a contact and their device', async () => {
      await contact(({ show }) => show === 'available');
      await peer.iq({
        type: 'set',
        payload:
          "<vCard xmlns='vcard-temp'><FN>Bob Ünger</FN><EMAIL><USERID>bob@example.org</USERID></EMAIL></vCard>",
      });
      const details = await client.waitFor('contactDetails', bob, ({ complete }) => complete);
      const { name, email } = details.vcard ?? {};
      assert.deepEqual([name, email], ['Bob Ünger', 'bob@example.org']);
      const [device] = details.devices;
      assert.equal(device?.resource, 'slixmpp');
      assert.equal(device.software?.name, 'Slixmpp');
      // The peer fails to answer for its time: what one question lacks keeps no other back.
      assert.equal(device.utcOffset, undefined);
    });

    it('tells what only the vCard4 of a contact says', async () => {
      const fields =
        '<fn><text>Bob Ünger</text></fn><title><text>Miller</text></title><tel><uri>tel:+39-1</uri></tel>';
      const card = `<vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0">${fields}</vcard>`;
      const options = [
        '<field var="FORM_TYPE"><value>http://jabber.org/protocol/pubsub#publish-options</value></field>',
        '<field var="pubsub#access_model"><value>open</value></field>',
      ];
      await peer.iq({
        type: 'set',
        payload: `<pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="urn:xmpp:vcard4"><item id="current">${card}</item></publish>
          <publish-options><x xmlns="jabber:x:data" type="submit">${options.join('')}</x></publish-options></pubsub>`,
      });
      const details = await client.waitFor('contactDetails', bob, ({ complete }) => complete);
      const { name, phone, title } = details.vcard ?? {};
      assert.deepEqual([name, phone, title], ['Bob Ünger', '+39-1', 'Miller']);
    });

    it('says of a server that cannot be reached why nothing is known', async () => {
      const away = { account, chat: 'bob@away.example' };
      const details = await client.waitFor('contactDetails', away, ({ complete }) => complete);
      assert.equal(details.vcard, undefined);
      assert.match(details.cardError?.code ?? '', /^(?:not-allowed|forbidden|remote-server-)/u);
      assert.deepEqual(details.devices, []);
    });

    it('asks again on demand', async () => {
      await peer.presence({ to: account, type: 'unsubscribed' });
      const removed = await contact(({ subscription, refusal }) => {
        return subscription === 'from' && refusal !== undefined;
      });
      assert.equal(removed.refusal?.kind, 'removed');
      const noted = peer.events.length;
      await client.request('requestSubscription', bob);
      await told('subscribe', noted);
      await contact(({ pending, refusal }) => pending && !refusal);
    });

    it('tells of a request that is denied, in the chat as well', async () => {
      await peer.presence({ to: account, type: 'unsubscribed' });
      const denied = await contact(({ pending, refusal }) => !pending && refusal !== undefined);
      assert.equal(denied.refusal?.kind, 'denied');
      const head = await client.waitFor('chat', bob, ({ refusal }) => refusal !== undefined);
      assert.match(sentenceOf(head.refusal?.reason), /^Bob does not let you see .* ask again/u);
    });

    it('tells of a request that cannot be delivered', async () => {
      const chat = 'nobody@unreachable.invalid';
      await client.request('addContact', { account, chat, name: '', groups: [] });
      const { refusal } = await contact(
        (other) => other.id === chat && other.refusal !== undefined,
      );
      assert.equal(refusal?.kind, 'failed');
      // Without a way to other servers, both say that they do not allow it.
      assert.match(
        sentenceOf(refusal.reason),
        /nobody@.* did not arrive: .*; (?:check its spelling|ask its operator)\.$/u,
      );
    });

    it('accepts everybody where the user wishes so', async () => {
      const carol = await signIn(true, 'carol@localhost');
      const noted = peer.events.length;
      await peer.presence({ to: 'carol@localhost', type: 'subscribe' });
      await told('subscribed', noted);
      const watched = carol.watch('subscriptionRequests', { account: 'carol@localhost' });
      assert.deepEqual(watched.values(), []);
      watched.dispose();
      await carol.stop();
    });
  });
}

import assert from 'node:assert/strict';
import { createHost, type Host } from '../../../src/host/host.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import type { FakeLink } from '../../support/fakeLink.ts';
import { settle } from '../../support/settle.ts';

const account = 'me@example.org';
const bob = { account, chat: 'bob@example.org' };
const eve = { account, chat: 'eve@example.org' };

describe('the roster, changed by the user', () => {
  let link: FakeLink;
  let host: Host;
  let sentBefore: number;

  beforeEach(async () => {
    const accounts = new FakeAccounts();
    link = await accounts.add(account, `<item jid="${bob.chat}" name="Bob" subscription="both" />`);
    host = createHost(accounts, accounts);
    sentBefore = link.session.sent.length;
  });

  /** What was sent, without the ids. */
  const sent = () =>
    link.session.sent
      .slice(sentBefore)
      .map((stanza) => stanza.toString().replace(/ id="[^"]*"/u, ''));
  const answered = async (work: Promise<unknown>, answer?: string) => {
    link.session.answer(answer);
    await settle();
    return work;
  };

  it('takes a new contact, tidied, and asks for their presence', async () => {
    await answered(
      host.request('addContact', { ...eve, name: ' Eve ', groups: ['Team', ' Team', ' '] }),
    );
    assert.deepEqual(sent(), [
      '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="eve@example.org" name="Eve"><group>Team</group></item></query></iq>',
      '<presence to="eve@example.org" type="subscribe"/>',
    ]);
  });

  it('does not ask whose presence is seen already, and approves who asked', async () => {
    await answered(host.request('addContact', { ...bob, name: '', groups: [] }));
    assert.equal(sent().length, 1);
    link.session.receive(`<presence type="subscribe" from="${eve.chat}" />`);
    await answered(host.request('addContact', { ...eve, name: '', groups: [] }));
    assert.deepEqual(sent().slice(2), [
      '<presence to="eve@example.org" type="subscribe"/>',
      '<presence to="eve@example.org" type="subscribed"/>',
    ]);
  });

  it('renames and regroups a contact, and nobody else', async () => {
    await answered(host.request('updateContact', { ...bob, name: '', groups: ['A', 'B'] }));
    assert.deepEqual(sent(), [
      '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="bob@example.org"><group>A</group><group>B</group></item></query></iq>',
    ]);
    await assert.rejects(host.request('updateContact', { ...eve, name: '', groups: [] }), {
      code: 'no-contact',
    });
  });

  it('loses a contact with the subscriptions', async () => {
    await answered(host.request('removeContact', bob));
    assert.deepEqual(sent(), [
      '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="bob@example.org" subscription="remove"/></query></iq>',
    ]);
    await assert.rejects(host.request('removeContact', eve), { code: 'no-contact' });
  });

  it('says in a sentence why the server refused', async () => {
    const refused = `<iq type="error"><error type="cancel">
      <not-allowed xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`;
    const failures = [
      host.request('addContact', { ...eve, name: '', groups: [] }),
      host.request('updateContact', { ...bob, name: '', groups: [] }),
      host.request('removeContact', bob),
    ].map((work) =>
      assert.rejects(work, /^RequestError: .+ failed: the server does not allow it; .+\.$/u),
    );
    for (const failure of failures) await answered(failure, refused);
    assert.equal(sent().length, 3);
  });

  it('refuses our own address, and all of it while offline', async () => {
    const own = { account, chat: account, name: '', groups: [] };
    await assert.rejects(host.request('addContact', own), { code: 'own-jid' });
    link.goOffline();
    for (const work of [
      host.request('addContact', { ...eve, name: '', groups: [] }),
      host.request('updateContact', { ...bob, name: '', groups: [] }),
      host.request('removeContact', bob),
      host.request('requestSubscription', bob),
    ]) {
      await assert.rejects(work, { code: 'offline' });
    }
    assert.deepEqual(sent(), []);
  });

  it('is told of requests as a topic, and answers them', async () => {
    const seen: unknown[] = [];
    host.watch('subscriptionRequests', { account }, (change) => seen.push(change));
    link.session.receive(
      `<presence type="subscribe" from="${eve.chat}/x"><status>It is me</status></presence>`,
    );
    await settle();
    await host.request('answerSubscription', { ...eve, answer: 'approve' });
    assert.deepEqual(sent(), ['<presence to="eve@example.org" type="subscribed"/>']);
    await assert.rejects(host.request('answerSubscription', { ...eve, answer: 'deny' }), {
      code: 'no-request',
    });
    assert.deepEqual(seen[0], { kind: 'snapshot', items: [] });
  });
});

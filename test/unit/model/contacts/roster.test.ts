import assert from 'node:assert/strict';
import { createHost, type Host } from '../../../../src/host/host.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';
import { telling } from '../../../support/telling.ts';

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

  it('imports contacts one by one, and goes on where the server refuses one', async () => {
    const contacts = [eve.chat, bob.chat, 'zoe@example.org'].map((contact) => {
      return { contact, name: 'New', groups: ['Team'] };
    });
    const importing = host.request('importContacts', { account, contacts, subscribe: true });
    await answered(
      Promise.resolve(),
      '<iq type="error"><error type="cancel"><not-allowed xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
    );
    assert.equal(sent().length, 2, 'the next one is sent once the first is answered');
    await answered(Promise.resolve());
    await answered(Promise.resolve());
    const { reason, ...counts } = await importing;
    assert.deepEqual(counts, { added: 1, changed: 1, failed: 1 });
    assert.equal(reason?.code, 'not-allowed');
    assert.deepEqual(
      sent().filter((stanza) => stanza.startsWith('<presence')),
      ['<presence to="zoe@example.org" type="subscribe"/>'],
    );
  });

  it('imports contacts without asking them, and nothing while offline', async () => {
    const contacts = [{ contact: eve.chat }];
    const importing = host.request('importContacts', { account, contacts, subscribe: false });
    await answered(importing);
    assert.equal(sent().length, 1);
    link.goOffline();
    await assert.rejects(host.request('importContacts', { account, contacts, subscribe: true }), {
      code: 'offline',
    });
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

  const push = async (attributes: string, groups: string) => {
    link.session.receive(
      `<iq id="p" type="set"><query xmlns="jabber:iq:roster"><item jid="${bob.chat}" ${attributes}><group>${groups}</item></query></iq>`,
    );
    await settle();
    sentBefore = link.session.sent.length;
  };
  const oddGroups = ` Work </group><group>Work</group><group>A::B</group><group>${'g'.repeat(300)}</group><group/>`;
  const kept = `<group> Work </group><group>Work</group><group>A::B</group><group>${'g'.repeat(300)}</group>`;

  it('sends back what the user does not change, character by character (RFC 6121 §2.3.3)', async () => {
    await push(`name="  ${'n'.repeat(300)} " subscription="both"`, oddGroups);
    await answered(host.request('updateContact', { ...bob, name: ' Bobby ' }));
    assert.equal(sent().length, 1);
    assert.match(sent()[0] ?? '', new RegExp(`name="Bobby">${kept}</item>`, 'u'));
    await answered(host.request('updateContact', { ...bob, groups: [' Work ', ' New ', 'New'] }));
    assert.match(
      sent()[1] ?? '',
      / name=" {2}n{300} "><group> Work <\/group><group>New<\/group><\/item>/u,
    );
  });

  it('keeps a name that is the address, and sets nothing that stays as it is', async () => {
    await push(`name="${bob.chat}" subscription="both"`, 'Team</group>');
    await answered(host.request('updateContact', { ...bob, groups: ['Team', 'New'] }));
    assert.match(sent()[0] ?? '', new RegExp(`name="${bob.chat}"`, 'u'));
    await host.request('updateContact', { ...bob, groups: ['Team'] });
    assert.equal(sent().length, 1);
  });

  it('leaves who is a contact already as they are when they are approved and added', async () => {
    await push('name="Bob" subscription="none"', oddGroups);
    link.session.receive(`<presence type="subscribe" from="${bob.chat}" />`);
    await host.request('addContact', bob);
    assert.deepEqual(sent(), [
      '<presence to="bob@example.org" type="subscribe"/>',
      '<presence to="bob@example.org" type="subscribed"/>',
    ]);
    await answered(host.request('addContact', { ...bob, name: 'Rob' }));
    assert.match(sent()[2] ?? '', new RegExp(`name="Rob">${kept}</item>`, 'u'));
  });

  it('approves also who is seen already', async () => {
    await push('name="Bob" subscription="to"', 'Team</group>');
    link.session.receive(`<presence type="subscribe" from="${bob.chat}" />`);
    await host.request('addContact', bob);
    assert.deepEqual(sent(), ['<presence to="bob@example.org" type="subscribed"/>']);
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
      assert.rejects(work, telling(/^.+ failed: the server does not allow it; .+\.$/u)),
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

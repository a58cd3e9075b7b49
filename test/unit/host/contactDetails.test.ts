import assert from 'node:assert/strict';
import type { ContactDetailsView } from '../../../src/api/views.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import { Relay } from '../../../src/windows/relay.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import type { FakeLink } from '../../support/fakeLink.ts';
import { parseXml } from '../../support/parseXml.ts';
import { told as sentence } from '../../support/say.ts';
import { settle } from '../../support/settle.ts';

const account = 'me@example.org';
const of = { account, chat: 'bob@example.org' };

describe('the details of a contact', () => {
  let accounts: FakeAccounts;
  let host: Host;
  let link: FakeLink;
  let told: ContactDetailsView[];

  beforeEach(async () => {
    accounts = new FakeAccounts();
    host = createHost(accounts, accounts);
    link = await accounts.add(account, `<item jid="${of.chat}" subscription="both" />`);
    for (const resource of ['phone', 'desk']) {
      link.session.receive(`<presence from="${of.chat}/${resource}" />`);
    }
    told = [];
  });

  const watch = () =>
    host.watch('contactDetails', of, (change) => {
      if (change.kind === 'snapshot') told.push(...change.items);
    });
  /** Answers what was asked of this address with this payload. */
  const answer = async (name: string, to: string, payload: string, type = 'result') => {
    const asked = link.session.sent.findLast(
      (iq) => iq.attrs['to'] === to && iq.getChildElements()[0]?.getName() === name,
    );
    assert.ok(asked, `${name} was asked of ${to}`);
    const { id } = asked.attrs;
    for (const iq of parseXml(`<iq type="${type}" id="${id}" from="${to}">${payload}</iq>`)) {
      link.session.stream.receive(iq);
    }
    await settle();
  };

  it('are told as they come, whoever does not answer', async () => {
    watch();
    assert.equal(told.length, 0);
    await answer('vCard', of.chat, '<vCard xmlns="vcard-temp"><FN>Bob Ünger</FN></vCard>');
    assert.equal(told.at(-1)?.vcard?.name, 'Bob Ünger');
    const desk = `${of.chat}/desk`;
    await answer('time', desk, '<time xmlns="urn:xmpp:time"><tzo>-06:00</tzo></time>');
    assert.deepEqual([told.length, told.at(-1)?.complete], [2, false]);
    assert.deepEqual(
      told
        .at(-1)
        ?.devices.map(({ resource, utcOffset }) => [resource, utcOffset])
        .sort(),
      [
        ['desk', -360],
        ['phone', undefined],
      ],
    );
    link.session.clock.advance(5000);
    await settle();
    const last = told.at(-1);
    assert.deepEqual([last?.complete, last?.vcard?.name], [true, 'Bob Ünger']);
  });

  it('have what only a vCard4 says, in whatever order the two come', async () => {
    link.session.stream.server = () => undefined;
    watch();
    const vcard4 = (fields: string) =>
      `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:vcard4"><item id="current">
        <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0">${fields}</vcard></item></items></pubsub>`;
    const both = '<fn><text>Robert</text></fn><title><text>Miller</text></title>';
    await answer('pubsub', of.chat, vcard4(both));
    assert.deepEqual([told.at(-1)?.vcard?.name, told.at(-1)?.vcard?.title], ['Robert', 'Miller']);
    await answer('vCard', of.chat, '<vCard xmlns="vcard-temp"><FN>Bob Ünger</FN></vCard>');
    const { name, title } = told.at(-1)?.vcard ?? {};
    assert.deepEqual([name, title], ['Bob Ünger', 'Miller']);
  });

  it('are asked of somebody who is no contact, too, but not of devices', async () => {
    host.watch('contactDetails', { account, chat: 'eve@example.org' }, (change) => {
      if (change.kind === 'snapshot') told.push(...change.items);
    });
    await answer('vCard', 'eve@example.org', '<vCard xmlns="vcard-temp"><FN>Eve</FN></vCard>');
    assert.deepEqual([told.at(-1)?.vcard?.name, told.at(-1)?.devices], ['Eve', []]);
  });

  const refuse = (name: string, to: string, condition: string) => {
    const reason = `<${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" />`;
    return answer(name, to, `<error type="cancel">${reason}</error>`, 'error');
  };

  it('say why the card could not be read, until one of the other kind is', async () => {
    link.session.stream.server = () => undefined;
    watch();
    await refuse('vCard', of.chat, 'remote-server-not-found');
    const { vcard, cardError } = told.at(-1) ?? {};
    assert.deepEqual([vcard, cardError?.code], [undefined, 'remote-server-not-found']);
    assert.equal(
      sentence(cardError),
      'What bob@example.org publishes could not be read: the server of this address cannot be reached; check its spelling.',
    );
    const vcard4 = `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:vcard4"><item id="current">
      <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>Bob</text></fn></vcard></item></items></pubsub>`;
    await answer('pubsub', of.chat, vcard4);
    assert.deepEqual([told.at(-1)?.vcard?.name, told.at(-1)?.cardError], ['Bob', undefined]);
  });

  it('take none of the answers for a missing card as an error (XEP-0054 §3.3)', async () => {
    for (const condition of ['item-not-found', 'service-unavailable', 'feature-not-implemented']) {
      watch();
      await refuse('vCard', of.chat, condition);
      assert.deepEqual([told.at(-1)?.vcard, told.at(-1)?.cardError], [undefined, undefined]);
    }
  });

  it('have what else is answered, where last activity, time and version are refused', async () => {
    watch();
    const [desk, phone] = [`${of.chat}/desk`, `${of.chat}/phone`];
    await refuse('time', desk, 'feature-not-implemented');
    for (const device of [desk, phone]) {
      await refuse('query', device, 'forbidden');
    }
    await answer('time', phone, '<time xmlns="urn:xmpp:time"><tzo>Z</tzo></time>');
    link.session.clock.advance(5000);
    await settle();
    const { cardError, complete, devices = [], lastSeen } = told.at(-1) ?? {};
    // The card was not answered at all.
    assert.deepEqual(
      [complete, cardError?.code, lastSeen],
      [true, 'remote-server-timeout', undefined],
    );
    const known = new Map(devices.map(({ resource, utcOffset }) => [resource, utcOffset]));
    assert.deepEqual([known.get('phone'), known.get('desk')], [0, undefined]);
  });

  it('are told no more once nobody looks', async () => {
    watch().dispose();
    await answer('vCard', of.chat, '<vCard xmlns="vcard-temp"><FN>Bob Ünger</FN></vCard>');
    link.session.clock.advance(5000);
    await settle();
    assert.equal(told.length, 0);
  });

  it('say why there are none, while offline or signed out', async () => {
    const relay = new Relay(accounts);
    relay.serveFrom(host);
    const why: string[] = [];
    const look = async () => {
      relay.watch('contactDetails', of, (change) => {
        if (change.kind === 'unavailable') why.push(change.error.code);
      });
      await settle();
    };
    link.goOffline();
    await look();
    await host.request('setPresence', { account, show: 'offline', status: '' });
    await look();
    await host.request('signOut', { account });
    await look();
    assert.deepEqual(why, ['offline', 'chosen-offline', 'no-account']);
  });
});

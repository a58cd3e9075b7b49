import assert from 'node:assert/strict';
import { sayExcerpt } from '../../../../src/api/say.ts';
import { createHost } from '../../../../src/host/host.ts';
import { ContactEvents } from '../../../../src/ui/notifications/contactEvents.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { delayedApi } from '../../../support/delayedApi.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';

const account = 'me@example.org';
const bob = 'bob@example.org';
const roster = `<item jid="${bob}" name="Bob" subscription="both" />`;

describe('what contacts do', () => {
  let accounts: FakeAccounts;
  let link: FakeLink;
  let happened: string[];

  beforeEach(async () => {
    accounts = new FakeAccounts();
    const state = new ViewState(createHost(accounts, accounts));
    happened = [];
    new ContactEvents(state, accounts.clock).onDidHappen(({ kind, of, contact }) => {
      happened.push(
        `${kind} ${of.chat} ${sayExcerpt(contact.lastReceived?.excerpt ?? contact.status)}`.trim(),
      );
    });
    await accounts.add(account, roster).then((made) => (link = made));
    await pass(20_000);
  });

  const pass = async (ms: number) => {
    await settle();
    accounts.clock.advance(ms);
  };
  const receive = async (text: string, ms = 5000) => {
    link.session.receive(text);
    await pass(ms);
  };
  const message = (from: string, body: string) =>
    `<message from="${from}/x" type="chat"><body>${body}</body></message>`;

  it('is told of messages, of strangers as well, but not of read ones', async () => {
    await receive(message(bob, 'one'));
    await receive(message('eve@example.org', 'two'));
    link.session.receive(message(bob, 'three'));
    await settle();
    await accounts.get(account).chats.find(bob)?.markRead();
    await pass(1000);
    assert.deepEqual(happened, [`message ${bob} one`, 'message eve@example.org two']);
  });

  it('is not told of what was taken back at once', async () => {
    const retraction = `<message from="${bob}/x" type="chat" id="r"><retract id="m" xmlns="urn:xmpp:message-retract:1"/></message>`;
    await receive(
      `<message from="${bob}/x" type="chat" id="m"><body>oops</body></message>${retraction}`,
    );
    await receive(message(bob, 'better'));
    assert.deepEqual(happened, [`message ${bob} better`]);
  });

  it('A35: is told of strangers once each, until they are accepted', async () => {
    for (const body of ['one', 'two']) await receive(message('eve@example.org', body));
    await receive(message('mallory@example.org', 'hi'));
    assert.deepEqual(happened, ['message eve@example.org one', 'message mallory@example.org hi']);
    const { chats } = accounts.get(account);
    await chats.find('eve@example.org')?.ignore();
    await chats.find('mallory@example.org')?.accept();
    for (const name of ['eve', 'mallory']) await receive(message(`${name}@example.org`, 'three'));
    assert.deepEqual(happened.slice(2), ['message mallory@example.org three']);
  });

  it('is not told again of a stranger who had written before the start', async () => {
    await receive(message('eve@example.org', 'one'));
    const later: string[] = [];
    const state = new ViewState(createHost(accounts, accounts));
    new ContactEvents(state, accounts.clock).onDidHappen(({ of }) => later.push(of.chat));
    await receive(message('eve@example.org', 'two'));
    assert.deepEqual(later, []);
  });

  it('tells files apart', async () => {
    const url = 'https://example.org/a.ts';
    const oob = `<x xmlns="jabber:x:oob"><url>${url}</url></x>`;
    await receive(`<message from="${bob}/x"><body>${url}</body>${oob}</message>`);
    assert.deepEqual(happened, [`file ${bob} ${url}`]);
  });

  it('is told of who comes, goes and changes their words', async () => {
    await receive(`<presence from="${bob}/x" />`);
    await receive(`<presence from="${bob}/x"><show>away</show></presence>`);
    await receive(`<presence from="${bob}/x"><status>Tea</status></presence>`);
    await receive(`<presence from="${bob}/x" type="unavailable" />`);
    assert.deepEqual(happened, [`online ${bob}`, `status ${bob} Tea`, `offline ${bob}`]);
  });

  it('is not told of who comes and goes within two seconds', async () => {
    await receive(`<presence from="${bob}/x" />`, 500);
    await receive(`<presence from="${bob}/x" type="unavailable" />`);
    assert.deepEqual(happened, []);
  });

  it('is not told of what follows from our own coming and going', async () => {
    await receive(`<presence from="${bob}/x" />`);
    happened.length = 0;
    link.goOffline();
    await pass(30_000);
    link.goOnline();
    link.session.answer(`<iq type="result"><query xmlns="jabber:iq:roster">${roster}</query></iq>`);
    await receive(`<presence from="${bob}/x" />`);
    await pass(30_000);
    await accounts.get(account).setPresence('invisible', '');
    await pass(30_000);
    await accounts.get(account).setPresence('available', '');
    await receive(`<presence from="${bob}/x" />`);
    assert.deepEqual(happened, []);
  });

  it('is told of answers to our requests', async () => {
    const push = (item: string) =>
      receive(
        `<iq id="p" type="set"><query xmlns="jabber:iq:roster"><item jid="${bob}" ${item}/></query></iq>`,
      );
    await push('subscription="none" ask="subscribe"');
    await push('subscription="to"');
    await push('subscription="to"');
    await push('subscription="none" ask="subscribe"');
    await push('subscription="none"');
    assert.deepEqual(happened, [`answer ${bob}`, `answer ${bob}`]);
  });

  it('is told why a contact is not seen, once each', async () => {
    const push = (item: string) =>
      `<iq id="p" type="set"><query xmlns="jabber:iq:roster"><item jid="${bob}" ${item}/></query></iq>`;
    const unsubscribed = `<presence from="${bob}" type="unsubscribed" />`;
    const kinds: (string | undefined)[] = [];
    const state = new ViewState(createHost(accounts, accounts));
    new ContactEvents(state, accounts.clock).onDidHappen(({ kind, contact }) =>
      kinds.push(`${kind} ${contact.refusal?.kind ?? ''}`),
    );
    await receive(unsubscribed + push('subscription="from"'));
    await receive(push('subscription="from" name="Robert"'));
    await receive(push('subscription="from" ask="subscribe"'));
    await receive(push('subscription="from"') + unsubscribed);
    await receive(push('subscription="none" ask="subscribe"'));
    const error =
      '<error type="cancel"><remote-server-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error>';
    for (let n = 0; n < 2; n++) {
      await receive(`<presence from="${bob}" type="error">${error}</presence>`);
    }
    assert.deepEqual(kinds, ['answer removed', 'answer denied', 'answer failed']);
  });

  it('is not told at each start that an old request does not arrive, only of a new one', async () => {
    const asked = `<item jid="${bob}" subscription="none" ask="subscribe" />`;
    const error = `<presence from="${bob}" type="error"><error type="cancel"><remote-server-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></presence>`;
    link = await accounts.add('work@example.org', asked);
    await pass(1000);
    await pass(1000);
    await receive(error);
    assert.deepEqual(happened, []);
    await pass(20_000);
    const push = (item: string) =>
      `<iq id="p" type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`;
    await receive(push(`<item jid="${bob}" subscription="remove" />`));
    await receive(push(asked));
    await receive(error);
    assert.deepEqual(happened, [`answer ${bob}`]);
  });

  it('is not told of what an account brings along', async () => {
    await receive(message(bob, 'one'));
    const later = new ContactEvents(new ViewState(createHost(accounts, accounts)), accounts.clock);
    const again: string[] = [];
    later.onDidHappen(({ kind }) => again.push(kind));
    await receive(message(bob, 'two'));
    assert.deepEqual(again, ['message']);
  });

  it('is not told of what came before a window that another one serves was loaded', async () => {
    await receive(message(bob, 'one'));
    const reloaded = new ViewState(delayedApi(createHost(accounts, accounts)));
    const again: string[] = [];
    new ContactEvents(reloaded, accounts.clock).onDidHappen(({ kind, contact }) =>
      again.push(`${kind} ${sayExcerpt(contact.lastReceived?.excerpt ?? '')}`),
    );
    await pass(1000);
    await settle();
    assert.equal(reloaded.contact(account, bob)?.unread, 1);
    await receive(message(bob, 'two'));
    await settle();
    assert.deepEqual(again, ['message two']);
  });
});

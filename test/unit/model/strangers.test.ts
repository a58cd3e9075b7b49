import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import type { Account } from '../../../src/model/account/account.ts';
import { createAccount } from '../../../src/model/account/createAccount.ts';
import { accountView } from '../../../src/host/accountViews.ts';
import { contactView } from '../../../src/host/contactViews.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { FakeLink } from '../../support/fakeLink.ts';
import { accountDeps } from '../../support/fakePlatform.ts';
import { unreadOf } from '../../support/unreadOf.ts';
import { settle } from '../../support/settle.ts';

const me = 'juliet@example.org';
const bob = 'bob@example.org';
const eve = 'eve@example.org';
const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" name="Bob" subscription="both" /></query></iq>`;
const message = (from: string, body = 'hi', more = '') =>
  `<message type="chat" id="i" from="${from}/x"><body>${body}</body>${more}</message>`;

describe('who writes without being a contact', () => {
  let history: MemoryHistory;
  let link: FakeLink;
  let account: Account;

  const start = async () => {
    link = new FakeLink({ mayKnowPresence: [bob] });
    const record = { jid: me, show: 'available', status: '' } as const;
    account = createAccount(record, 'secret', { ...accountDeps(link), history });
    await account.restore();
    link.goOnline();
    link.session.answer(roster);
    await settle();
  };

  beforeEach(async () => {
    history = new MemoryHistory();
    await start();
  });

  const receive = async (...stanzas: readonly string[]) => {
    link.session.receive(stanzas.join(''));
    await settle();
    await settle();
  };
  const chat = () => account.chats.open(Jid.of(eve));
  const standing = () => account.chats.find(eve)?.standing;
  const totals = () => {
    const { strangers } = accountView(account);
    return { unread: unreadOf(account), strangers };
  };

  it('is one request, and none of the unread messages, also after a restart', async () => {
    await receive(message(bob), message(eve, 'one'), message(eve, 'two'));
    assert.deepEqual(totals(), { unread: 1, strangers: 1 });
    account.dispose();
    await start();
    const contact = account.contacts.get(eve);
    assert.ok(contact);
    assert.equal(contactView(account, contact).standing, 'request');
    assert.equal(chat().isAccepted, false);
    assert.deepEqual(totals(), { unread: 1, strangers: 1 });
    await receive(message(eve, 'three'));
    assert.deepEqual([chat().unread, totals()], [3, { unread: 1, strangers: 1 }]);
  });

  it('is still one once it is read, and told nothing of that', async () => {
    const asks =
      '<request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/><active xmlns="http://jabber.org/protocol/chatstates"/>';
    const before = link.session.sent.length;
    await receive(message(eve, 'hi', asks));
    await account.see(chat());
    account.chatStates.set(chat().jid, 'composing');
    await settle();
    assert.deepEqual(totals(), { unread: 0, strangers: 1 });
    assert.deepEqual(link.session.sent.slice(before), []);
  });

  it('is accepted by the user, by an answer, from another client of ours, or as a contact', async () => {
    const answers: readonly (() => Promise<unknown>)[] = [
      () => chat().accept(),
      () => account.outbox.send(chat().jid, { body: 'hello' }),
      () =>
        receive(
          `<message from="${me}" to="${me}/balcony"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">
            <message xmlns="jabber:client" type="chat" id="c" from="${me}/phone" to="${eve}"><body>hello</body></message></forwarded></sent></message>`,
        ),
      () =>
        receive(
          `<iq type="set" id="p"><query xmlns="jabber:iq:roster"><item jid="${eve}" subscription="none" /></query></iq>`,
        ),
    ];
    for (const answer of answers) {
      history = new MemoryHistory();
      await start();
      await receive(message(eve));
      assert.equal(standing(), 'request');
      await answer();
      assert.equal(standing(), undefined);
      await receive(message(eve, 'good'));
      assert.equal(totals().strangers, 0);
      assert.ok(totals().unread > 0);
      account.dispose();
      await start();
      assert.equal(standing(), undefined);
    }
  });

  it('is a chat like any other where the user has begun it, and so is our server', async () => {
    await account.outbox.send(chat().jid, { body: 'hello' });
    await receive(message(eve), message('example.org', 'Maintenance at noon'));
    assert.equal(totals().strangers, 0);
    assert.equal(account.chats.find('example.org')?.isAccepted, true);
  });

  it('is ignored for good, with what they ask for, until the user answers', async () => {
    const request = `<presence type="subscribe" from="${eve}" />`;
    await receive(message(eve), request);
    assert.deepEqual([totals().strangers, [...account.subscriptions.values()].length], [0, 1]);
    await account.ignore(chat());
    await receive(message(eve, 'hello?'), request);
    account.dispose();
    await start();
    assert.equal(standing(), 'ignored');
    assert.deepEqual([...account.subscriptions.values()], []);
    assert.deepEqual(totals(), { unread: 0, strangers: 0 });
    await account.outbox.send(chat().jid, { body: 'yes?' });
    assert.equal(standing(), undefined);
  });
});

import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account/account.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import type { LinkOptions } from '../../../../src/model/link.ts';
import type { OwnShow } from '../../../../src/model/show.ts';
import { Jid } from '../../../../src/base/jid.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const jid = 'juliet@example.org';
const bob = 'bob@example.org';
const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" name="Bob" subscription="both" /></query></iq>`;

describe('own presence', () => {
  let link: FakeLink;
  let account: Account;
  let options: LinkOptions | undefined;
  let store: PersistentAccountStore;

  beforeEach(() => (store = new PersistentAccountStore(new MemoryValues(), new MemorySecrets())));

  const start = async (show: OwnShow, { resumed = false } = {}) => {
    link = new FakeLink();
    const [record = { jid, show, status: '' }] = store.list();
    account = createAccount(record, 'secret', {
      ...accountDeps(link),
      store,
      openLink: (given) => {
        options = given;
        return link;
      },
    });
    link.goOnline(resumed);
    link.session.answer(roster);
    await settle();
  };
  /** The presence sent so far: its type or show, and `available` without either. */
  const sent = () =>
    link.session.sent
      .filter((stanza) => stanza.getName() === 'presence')
      .map((stanza) => stanza.attrs['type'] ?? stanza.getChildText('show') ?? 'available');

  describe('while the user is idle', () => {
    beforeEach(() => start('available'));

    it('is away, then xa, and back as it was', () => {
      account.setIdle('away');
      account.setIdle('away');
      assert.equal(account.show, 'away');
      account.setIdle('xa');
      account.setIdle(undefined);
      assert.deepEqual(sent(), ['available', 'away', 'xa', 'available']);
      assert.equal(account.record.show, 'available');
    });

    it('stays what the user chose, where that says they are not free', async () => {
      await account.setPresence('dnd', '');
      account.setIdle('away');
      account.setIdle('xa');
      assert.deepEqual(sent(), ['available', 'dnd']);
    });

    it('changes without a connection, and is told with the next one', () => {
      link.goOffline();
      account.setIdle('xa');
      assert.deepEqual(sent(), ['available']);
      link.goOnline(true);
      assert.deepEqual(sent(), ['available', 'xa']);
    });

    it('is the same for accounts that come later', async () => {
      const accounts = new FakeAccounts();
      accounts.setIdle('away');
      await accounts.add(jid);
      assert.equal(accounts.get(jid).show, 'away');
      accounts.setIdle(undefined);
      assert.equal(accounts.get(jid).show, 'available');
    });
  });

  describe('that is invisible', () => {
    it('sends no presence in a new session', async () => {
      await start('invisible');
      assert.deepEqual(sent(), []);
      await account.setPresence('available', '');
      assert.deepEqual(sent(), ['available']);
    });

    it('says goodbye once and knows nobody’s presence, but stays connected', async () => {
      await start('available');
      link.session.receive(`<presence from="${bob}/x" />`);
      await account.setPresence('invisible', 'hidden');
      await account.setPresence('invisible', 'hidden');
      account.setIdle('away');
      assert.deepEqual(sent(), ['available', 'unavailable']);
      assert.equal(link.session.sent.at(-1)?.getChildText('status'), null);
      assert.deepEqual(account.contacts.get(bob)?.resources, []);
      assert.ok(!link.calls.includes('stop'));
      link.goOffline();
      link.goOnline(true);
      assert.deepEqual(account.contacts.get(bob)?.resources, []);
      assert.deepEqual(sent(), ['available', 'unavailable']);
    });

    it('says goodbye once, though another process takes its session over', async () => {
      await start('available');
      await account.setPresence('invisible', '');
      await start('invisible', { resumed: true });
      assert.deepEqual(sent(), []);
      await account.setPresence('available', '');
      await start('available', { resumed: true });
      await account.setPresence('invisible', '');
      assert.deepEqual(sent().slice(-1), ['unavailable']);
    });

    it('says goodbye where it is not sure that it has', async () => {
      await start('available');
      await store.save({ jid, show: 'invisible', status: '' });
      await start('invisible', { resumed: true });
      assert.deepEqual(sent(), ['unavailable']);
    });

    it('answers contacts nothing that would show it', async () => {
      await start('available');
      assert.equal(options?.mayKnowPresence(Jid.of(`${bob}/x`)), true);
      await account.setPresence('invisible', '');
      assert.equal(options.mayKnowPresence(Jid.of(`${bob}/x`)), false);
      link.session.receive(`<presence type="subscribe" from="${bob}" />`);
      assert.deepEqual(sent(), ['available', 'unavailable']);
    });
  });

  it('remembers the last five status messages, each once', async () => {
    await start('available');
    for (const status of ['1', '2', '', '3', '4', '2', '5', '6']) {
      await account.setPresence('available', status);
    }
    assert.deepEqual(account.record.recentStatuses, ['6', '5', '2', '4', '3']);
  });
});

import assert from 'node:assert/strict';
import type { Change, Topic } from '../../../src/api/topics.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import { Items } from '../../../webview/items.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { settle } from '../../support/settle.ts';

const account = 'me@example.org';
const bob = 'bob@example.org';
const roster = `<item jid="${bob}" name="Bob" subscription="both" />`;
const PARAMS = { account, chat: bob };
const TOPICS = ['contacts', 'chat', 'messages', 'transfers', 'subscriptionRequests'] as const;

describe('what is watched of an account', () => {
  let history: BrokenHistory;
  let accounts: FakeAccounts;
  let host: Host;
  let changes: Change<{ id: string }>[];

  class BrokenHistory extends MemoryHistory {
    broken = false;
    override load(...args: Parameters<MemoryHistory['load']>) {
      return this.broken ? Promise.reject(new Error('the disk is gone')) : super.load(...args);
    }
  }

  beforeEach(() => {
    history = new BrokenHistory();
    accounts = new FakeAccounts(history);
    host = createHost(accounts, accounts);
    changes = [];
  });

  const watch = (topic: Topic) => {
    const isOfAccount = topic === 'contacts' || topic === 'subscriptionRequests';
    const params = isOfAccount ? { account } : PARAMS;
    return host.watchUnchecked(topic, params, (change) => {
      changes.push(change as Change<{ id: string }>);
    });
  };
  const seen = async () => {
    await settle();
    accounts.clock.advance(20);
    await settle();
    const items = new Items<{ id: string }>();
    for (const change of changes) items.apply(change);
    return items.all.map(({ id }) => id);
  };
  const trouble = () => {
    const last = changes.at(-1);
    return last?.kind === 'unavailable' ? last.error.code : undefined;
  };
  const fill = async () => {
    const link = await accounts.add(account, roster);
    link.session.receive(`<message from="${bob}/x" type="chat"><body>hi</body></message>`);
    link.session.receive('<presence from="eve@example.org" type="subscribe" />');
    await settle();
    return link;
  };

  for (const topic of TOPICS) {
    it(`is empty and says why while it is signed out: ${topic}`, async () => {
      watch(topic);
      assert.deepEqual(await seen(), []);
      assert.equal(trouble(), 'no-account');
    });

    it(`comes again when it is signed in again: ${topic}`, async () => {
      await fill();
      watch(topic);
      const before = await seen();
      await host.request('signOut', { account });
      assert.deepEqual(await seen(), []);
      assert.equal(trouble(), 'no-account');
      const told = changes.length;
      await fill();
      assert.equal((await seen()).length, topic === 'messages' ? 2 : before.length);
      assert.ok(changes.length > told, 'it was told something');
      assert.equal(trouble(), undefined);
    });

    it(`is not told any more once nobody watches: ${topic}`, async () => {
      await fill();
      watch(topic).dispose();
      const told = changes.length;
      await host.request('signOut', { account });
      await fill();
      await seen();
      assert.equal(changes.length, told);
    });
  }

  it('is that of the new session, whose messages come and go as in the first', async () => {
    await fill();
    watch('messages');
    watch('messages');
    await host.request('signOut', { account });
    const link = await fill();
    const before = (await seen()).length;
    link.session.receive(`<message from="${bob}/x" type="chat"><body>new</body></message>`);
    assert.equal((await seen()).length, before + 1);
    await host.request('sendMessage', { ...PARAMS, body: 'mine' });
    assert.equal((await seen()).length, before + 2);
  });

  it('is gone with an account that is removed, and empty when that is signed in again', async () => {
    await fill();
    watch('messages');
    await host.request('removeAccount', { account });
    await accounts.add(account, roster);
    assert.deepEqual(await seen(), []);
    assert.equal(trouble(), undefined);
  });

  it('says that messages cannot be read', async () => {
    await fill();
    history.broken = true;
    watch('messages');
    await seen();
    assert.equal(trouble(), 'failed');
  });
});

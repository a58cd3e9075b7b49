import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import {
  AccountChatOptions,
  type ChatNews,
  type ChatOptions,
} from '../../../../src/model/chats/chatOptions.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const account = 'me@example.org';
const bob = 'bob@example.org';
const HOUR_MS = 3_600_000;

describe('the options of chats', () => {
  let values: MemoryValues;
  let clock: FakeClock;
  let events: Emitter<ChatNews>;
  /** The unread messages of Bob. */
  let unread: number;
  let options: AccountChatOptions;
  let changed: string[];

  const store = () => new PersistentAccountStore(values, new MemorySecrets());
  const make = () => {
    options = new AccountChatOptions({
      ...{ account, clock, store: store() },
      chats: { find: chat, onDidChange: events.event },
      report: (_, error) => {
        throw error;
      },
    });
    changed = [];
    options.onDidChange((ids) => changed.push(...ids));
  };
  const chat = () => ({ key: { account, chat: bob }, unread });
  const happens = (change?: ChatNews['change']) => {
    events.fire({ chat: chat(), ...(change && { change }) });
  };
  const kept = async (): Promise<ChatOptions | undefined> => {
    await settle();
    return store().loadChatOptions(account).get(bob);
  };

  beforeEach(() => {
    values = new MemoryValues();
    clock = new FakeClock();
    events = new Emitter();
    unread = 0;
    make();
  });

  it('are none at first, and kept until they are taken back', async () => {
    assert.deepEqual([options.get(bob), [...options.ids]], [{}, []]);
    options.pin(bob, true);
    options.mute(bob, null);
    assert.deepEqual(changed, [bob, bob]);
    assert.deepEqual(await kept(), { pinned: true, mutedUntil: null });
    make();
    assert.deepEqual(options.get(bob), { pinned: true, mutedUntil: null });
    options.pin(bob, false);
    options.mute(bob, 0);
    assert.equal(await kept(), undefined);
    assert.deepEqual([...options.ids], []);
  });

  it('end a mute when its time is over, also while nothing ran', async () => {
    options.mute(bob, clock.now() + HOUR_MS);
    options.mute('eve@example.org', clock.now() + 48 * HOUR_MS);
    clock.advance(HOUR_MS - 1);
    assert.equal(options.isMuted(bob), true);
    clock.advance(1);
    assert.deepEqual([options.isMuted(bob), changed.at(-1)], [false, bob]);
    clock.advance(47 * HOUR_MS);
    assert.equal(options.isMuted('eve@example.org'), false);
    options.mute(bob, clock.now() + HOUR_MS);
    await settle();
    options.dispose();
    clock.advance(2 * HOUR_MS);
    make();
    assert.equal(options.isMuted(bob), false);
  });

  it('bring an archived chat back with something new that is unread', () => {
    unread = 2;
    options.archive(bob, true);
    happens();
    assert.equal(options.get(bob).archivedUnread, 2);
    unread = 1;
    happens();
    unread = 2;
    happens();
    assert.equal(options.get(bob).archivedUnread, undefined);
  });

  it('bring an archived chat back with a message of ours, not with an older change', () => {
    options.archive(bob, true);
    happens({ kind: 'reset' });
    happens({ kind: 'added', messages: [] });
    assert.equal(options.get(bob).archivedUnread, 0);
    const ours = { id: '1', sender: account, outgoing: true, body: 'x', time: 0 };
    happens({ kind: 'added', messages: [ours] });
    assert.equal(options.get(bob).archivedUnread, undefined);
  });

  it('have a chat either pinned or archived', () => {
    options.pin(bob, true);
    options.archive(bob, true);
    assert.deepEqual(options.get(bob), { archivedUnread: 0 });
    options.pin(bob, true);
    assert.deepEqual(options.get(bob), { pinned: true });
    options.archive(bob, false);
    assert.deepEqual(options.get(bob), { pinned: true });
  });

  it('have a contact pinned whatever is chosen for the chat', async () => {
    options.pinContact(bob, true);
    assert.deepEqual([await kept(), options.hasPlace(bob)], [{ contactPinned: true }, false]);
    options.pin(bob, true);
    options.archive(bob, true);
    assert.deepEqual(options.get(bob), { contactPinned: true, archivedUnread: 0 });
    assert.equal(options.hasPlace(bob), true);
    options.archive(bob, false);
    options.pinContact(bob, false);
    assert.equal(await kept(), undefined);
  });

  it('go with the account, and are none where what is kept is damaged', async () => {
    options.pin(bob, true);
    await settle();
    const [all] = [store()];
    await all.remove(account);
    await all.saveChatOptions(account, new Map([[bob, { pinned: true }]]));
    assert.equal(await kept(), undefined);
    await values.update(`chatOptions:${account}`, [[bob, { pinned: 'yes' }]]);
    assert.equal(await kept(), undefined);
  });
});

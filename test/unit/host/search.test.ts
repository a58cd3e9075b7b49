import assert from 'node:assert/strict';
import type { OfChat, Requests } from '../../../src/api/requests.ts';
import type { ChatView } from '../../../src/api/views.ts';
import { findRemovable } from '../../../src/host/removable.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import type { Message } from '../../../src/model/history.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { told } from '../../support/say.ts';

const me = 'me@example.org';
const work = 'me@work.example';
const bob: OfChat = { account: me, chat: 'bob@example.org' };

const message = (id: string, body: string, time: number, more: Partial<Message> = {}): Message => ({
  ...{ id, sender: bob.chat, outgoing: false, body, time },
  ...more,
});

describe('searching', () => {
  let history: MemoryHistory;
  let accounts: FakeAccounts;
  let host: Host;

  beforeEach(async () => {
    history = new MemoryHistory();
    accounts = new FakeAccounts(history);
    host = createHost(accounts, accounts);
    await accounts.add(me, `<item jid="${bob.chat}" name="Bob" subscription="both" />`);
    await accounts.add(work);
    const file = { name: 'parser.ts', url: 'https://x/parser' };
    await history.save(bob, message('1', 'Where is the parser?', 1000));
    await history.save(bob, message('2', file.url, 2000, { sender: me, outgoing: true, file }));
    await history.save({ account: work, chat: 'eve@work.example' }, message('3', 'A parser', 3000));
  });

  it('finds what a moderator can take back of an author, the newest first', async () => {
    const room = { account: me, chat: 'cave@rooms.example.org', kind: 'room' } as const;
    const sender = 'occupant:hag';
    const add = (n: number, more: Partial<Message> = {}) => {
      const own = { sender, nick: 'hag', stanzaId: `s${n}`, ...more };
      return history.save(room, message(`h${n}`, 'bubble', n, own));
    };
    for (let n = 0; n < 130; n += 1) await add(n);
    await add(130, { retracted: 1, body: '' });
    await add(131, { sender: 'occupant:other' });
    const { stanzaId: _, ...unnamed } = message('h132', 'bubble', 132, { sender });
    await history.save(room, unnamed);
    const find = (limit: number) => findRemovable(accounts, room, sender, limit);
    const some = await find(100);
    assert.deepEqual([some.messages.length, some.hasMore], [100, true]);
    assert.deepEqual(some.messages.slice(0, 2), ['h129', 'h128']);
    const all = await find(500);
    assert.deepEqual([all.messages.length, all.hasMore], [130, false]);
  });

  const idsOf = async (params: Partial<Requests['searchMessages']['params']>) =>
    (await host.request('searchMessages', { text: '', limit: 9, ...params })).found.map(
      ({ id }) => id,
    );

  it('tells what was found where, newest first', async () => {
    const { found, next } = await host.request('searchMessages', { text: 'parser', limit: 2 });
    assert.deepEqual(found, [
      {
        ...{ id: '3', account: work, chat: 'eve@work.example', chatName: 'eve@work.example' },
        ...{ outgoing: false, senderName: 'eve@work.example', time: 3000, excerpt: 'A parser' },
      },
      {
        ...{ id: '2', ...bob, chatName: 'Bob', outgoing: true, senderName: 'You', time: 2000 },
        ...{ excerpt: '', fileName: 'parser.ts' },
      },
    ]);
    assert.ok(next);
    assert.deepEqual(await idsOf({ text: 'parser', next }), ['1']);
  });

  it('says of what has no words what it tells', async () => {
    const notice = { kind: 'encrypted', method: 'OMEMO' } as const;
    await history.save(bob, message('4', '', 4000, { notice }));
    const { found } = await host.request('searchMessages', { text: '', limit: 1 });
    assert.match(told(found[0]?.excerpt), /^Encrypted with OMEMO/u);
  });

  it('narrows by chats, senders, time and files', async () => {
    assert.deepEqual(await idsOf({ chats: [bob] }), ['2', '1']);
    assert.deepEqual(await idsOf({ chats: [] }), []);
    assert.deepEqual(await idsOf({ senders: [me] }), ['2']);
    assert.deepEqual(await idsOf({ from: 2000, to: 2999 }), ['2']);
    assert.deepEqual(await idsOf({ hasFile: true }), ['2']);
  });

  it('leaves out who is signed out, whose messages stay', async () => {
    await host.request('signOut', { account: work });
    assert.deepEqual(await idsOf({}), ['2', '1']);
    assert.equal((await history.search({ text: '', limit: 9 })).found.length, 3);
  });

  it('leads to a place of which nobody takes the last message for the newest', async () => {
    for (let n = 0; n < 200; n++) await history.save(bob, message(`hay ${n}`, 'hay', 5000 + n));
    let head: ChatView | undefined;
    host.watch('chat', bob, (change) => {
      if (change.kind === 'snapshot' || change.kind === 'upsert') [head] = change.items;
    });
    host.watch('messages', bob, () => undefined);
    await host.request('loadAround', { ...bob, around: 'hay 3' });
    assert.equal(head?.hasNewer, true);
    await host.request('loadAround', { ...bob, around: 'hay 199' });
    assert.equal(head.hasNewer, false);
  });

  it('works without a connection', async () => {
    for (const link of accounts.links) link.goOffline();
    assert.deepEqual(await idsOf({ text: 'parser' }), ['3', '2', '1']);
    assert.deepEqual(await host.request('findInChat', { ...bob, text: 'ARS', limit: 9 }), [
      '1',
      '2',
    ]);
  });
});

import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import { Chat } from '../../../src/model/chat.ts';
import type { Delivery } from '../../../src/model/history.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };

describe('Chat', () => {
  let history: MemoryHistory;
  let chat: Chat;

  beforeEach(() => {
    history = new MemoryHistory();
    chat = new Chat(Jid.of(key.chat), key, { history, clock: new FakeClock() });
  });

  const receive = (body: string, identity?: string) => chat.receive({ identity, body, time: 1 });
  const bodies = async () => (await history.load(key, { limit: 5000 })).map(({ body }) => body);
  const deliveryOf = async (id: string) => (await chat.find(id))?.delivery;

  it('keeps what comes twice once', async () => {
    await receive('first', 'a');
    await receive('first', 'a');
    await receive('second', 'b');
    assert.deepEqual(await bodies(), ['first', 'second']);
    assert.equal(chat.unread, 2);
  });

  it('keeps what nothing tells apart each time', async () => {
    await receive('hm');
    await receive('hm');
    assert.deepEqual(await bodies(), ['hm', 'hm']);
  });

  it('remembers a thousand', async () => {
    for (let n = 0; n <= 1000; n++) await receive(String(n), String(n));
    await receive('known', '1');
    await receive('forgotten', '0');
    assert.equal((await bodies()).at(-1), 'forgotten');
    assert.equal(chat.unread, 1002);
  });

  it('ends typing and counts what is not read', async () => {
    let changes = 0;
    chat.onState(() => changes++);
    chat.setComposing(true);
    chat.setComposing(true);
    await receive('there');
    assert.deepEqual([chat.composing, chat.unread, changes], [false, 1, 2]);
    chat.markRead();
    chat.markRead();
    assert.deepEqual([chat.unread, changes], [0, 3]);
  });

  const steps: Record<Delivery, readonly Delivery[]> = {
    queued: ['sent', 'delivered', 'failed'],
    sent: ['delivered', 'failed'],
    delivered: [],
    failed: ['queued', 'delivered'],
  };
  const ways: Record<Delivery, readonly Delivery[]> = {
    queued: [],
    sent: ['sent'],
    delivered: ['sent', 'delivered'],
    failed: ['failed'],
  };
  for (const from of Object.keys(steps) as Delivery[]) {
    for (const to of Object.keys(steps) as Delivery[]) {
      const allowed = steps[from].includes(to);
      it(`${allowed ? 'lets a message get' : 'keeps a message'} from ${from} to ${to}`, async () => {
        const { id } = await chat.queue('hello');
        for (const step of ways[from]) await chat.mark(id, step);
        assert.equal(await deliveryOf(id), from);
        assert.equal(await chat.mark(id, to), allowed);
        assert.equal(await deliveryOf(id), allowed ? to : from);
      });
    }
  }

  it('says why a message failed, until it is sent again', async () => {
    const { id } = await chat.queue('hello');
    await chat.mark(id, 'failed', 'Nobody is there.');
    assert.equal((await chat.find(id))?.error, 'Nobody is there.');
    await chat.mark(id, 'queued');
    assert.equal((await chat.find(id))?.error, undefined);
    assert.deepEqual(
      chat.queued.map((message) => message.id),
      [id],
    );
  });

  it('knows nothing of a message of another chat', async () => {
    assert.equal(await chat.mark('elsewhere', 'delivered'), false);
  });

  it('offers for sending only what is kept', async () => {
    const queueing = chat.queue('hello');
    assert.equal(chat.queued.length, 0);
    const { id } = await queueing;
    assert.deepEqual(
      chat.queued.map((message) => message.id),
      [id],
    );
  });
});

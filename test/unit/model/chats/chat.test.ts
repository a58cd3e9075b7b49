import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { LiveOrder } from '../../../../src/model/chats/liveOrder.ts';
import { Chat } from '../../../../src/model/chats/chat.ts';
import type { Delivery } from '../../../../src/model/history.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { incoming } from '../../../support/additions.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { saying } from '../../../support/say.ts';

const NOBODY = saying('Nobody is there.');

const key = { account: 'me@example.org', chat: 'bob@example.org' };

describe('Chat', () => {
  let history: MemoryHistory;
  let chat: Chat;

  const make = () =>
    new Chat(Jid.of(key.chat), key, {
      history,
      clock: new FakeClock(),
      liveOrder: new LiveOrder(),
    });

  beforeEach(() => {
    history = new MemoryHistory();
    chat = make();
  });

  const receive = async (body: string, identity?: string) =>
    (await chat.receiveAll([incoming(key, body, identity)]))[0];
  const bodies = async () => (await history.load(key, { limit: 5000 })).map(({ body }) => body);
  const deliveryOf = async (id: string) => (await chat.find(id))?.delivery;

  it('has what came by itself for its newest message, also while the archive is read', async () => {
    const { message } = incoming(key, 'from the archive', 'a');
    await history.add([incoming(key, 'from the archive', 'a')]);
    await chat.applyArchived([message], true);
    await receive('by itself', 'b');
    chat.announceArchived();
    assert.equal(chat.lastReceived?.body, 'by itself');
  });

  it('counts what an archive appends, and not all again', async () => {
    let counted = 0;
    const markRead = history.markRead.bind(history);
    history.markRead = (...of) => {
      counted += 1;
      return markRead(...of);
    };
    const page = async (...names: readonly string[]) => {
      const additions = names.map((name) => incoming(key, name, name));
      await history.add(additions);
      return additions.map(({ message }) => message);
    };
    await chat.applyArchived(await page('a', 'b'), true);
    await chat.applyArchived(await page('c'), true);
    await chat.applyOlder(await page('in no later page'), true);
    assert.deepEqual([chat.unread, counted], [4, 0]);
    const [first, ours, last] = await page('d', 'e', 'f');
    assert.ok(first && ours && last);
    await chat.applyArchived([first, { ...ours, outgoing: true }, last], true);
    assert.deepEqual([chat.unread, counted], [1, 1]);
  });

  it('counts nothing that was marked as read once it was stored', async () => {
    await receive('before', 'a');
    const addition = incoming(key, 'from the archive', 'b');
    await history.add([addition]);
    await chat.markRead();
    await chat.applyArchived([addition.message], true);
    assert.equal(chat.unread, 0);
  });

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

  it('has the draft at once, and after a restart', async () => {
    const seen: string[] = [];
    chat.onState(() => seen.push(chat.draft.draft));
    await chat.saveDraft({ draft: 'half a' });
    await chat.saveDraft({ draft: 'half a' });
    await chat.saveDraft({ draft: 'half a sentence' });
    assert.deepEqual(seen, ['half a', 'half a sentence']);
    chat = make();
    for (const state of await history.chats(key.account)) chat.restore(state);
    assert.deepEqual(chat.draft, { draft: 'half a sentence' });
  });

  it('has after a restart what the draft is for, until that is cleared', async () => {
    const { id } = await chat.queue({ body: 'first' });
    await chat.mark(id, 'sent');
    const edit = { draft: 'firs', mode: { kind: 'edit', message: id, aside: 'aside' } } as const;
    await chat.saveDraft({ draft: 'firs' });
    await chat.saveDraft(edit);
    chat = make();
    for (const state of await history.chats(key.account)) chat.restore(state);
    assert.deepEqual(chat.draft, edit);
    await chat.clear();
    assert.deepEqual(chat.draft, { draft: 'aside' });
  });

  it('knows after a restart what came before, and how much of it is unread', async () => {
    await receive('first', 'a');
    await chat.markRead();
    await receive('second', 'b');
    chat = make();
    for (const state of await history.chats(key.account)) chat.restore(state);
    await receive('second', 'b');
    assert.deepEqual(await bodies(), ['first', 'second']);
    assert.equal(chat.unread, 1);
  });

  it('ends typing and counts what is not read', async () => {
    let changes = 0;
    chat.onState(() => changes++);
    chat.typing.begin('x');
    chat.typing.begin('x');
    await receive('there');
    assert.deepEqual([chat.composing, chat.unread, changes], [false, 1, 3]);
    await chat.markRead();
    await chat.markRead();
    assert.deepEqual([chat.unread, changes], [0, 4]);
  });

  const steps: Record<Delivery, readonly Delivery[]> = {
    queued: ['sent', 'delivered', 'displayed', 'failed'],
    sent: ['delivered', 'displayed', 'failed'],
    delivered: ['displayed'],
    displayed: [],
    failed: ['queued', 'delivered', 'displayed'],
  };
  const ways: Record<Delivery, readonly Delivery[]> = {
    queued: [],
    sent: ['sent'],
    delivered: ['sent', 'delivered'],
    displayed: ['sent', 'delivered', 'displayed'],
    failed: ['failed'],
  };
  for (const from of Object.keys(steps) as Delivery[]) {
    for (const to of Object.keys(steps) as Delivery[]) {
      const allowed = steps[from].includes(to);
      it(`${allowed ? 'lets a message get' : 'keeps a message'} from ${from} to ${to}`, async () => {
        const { id } = await chat.queue({ body: 'hello' });
        for (const step of ways[from]) {
          if (step === 'displayed') await chat.markDisplayed(id);
          else await chat.mark(id, step);
        }
        assert.equal(await deliveryOf(id), from);
        assert.equal((await chat.mark(id, to))?.delivery, allowed ? to : undefined);
        assert.equal(await deliveryOf(id), allowed ? to : from);
      });
    }
  }

  it('says why a message failed, until it is sent again', async () => {
    const { id } = await chat.queue({ body: 'hello' });
    await chat.mark(id, 'failed', NOBODY);
    assert.deepEqual((await chat.find(id))?.error, NOBODY);
    await chat.mark(id, 'queued');
    assert.equal((await chat.find(id))?.error, undefined);
  });

  it('takes as seen what the other side got before what it has seen, and nothing else', async () => {
    const ids: string[] = [];
    for (const body of ['sent', 'failed', 'delivered', 'queued', 'seen', 'later']) {
      ids.push((await chat.queue({ body })).id);
    }
    const [sent = '', failed = '', delivered = '', , seen = '', later = ''] = ids;
    for (const id of [sent, delivered, seen, later]) await chat.mark(id, 'sent');
    await chat.mark(failed, 'failed', NOBODY);
    await chat.mark(delivered, 'delivered');
    await chat.markDisplayed(seen);
    assert.deepEqual(await Promise.all(ids.map(deliveryOf)), [
      ...['displayed', 'failed', 'displayed', 'queued', 'displayed', 'sent'],
    ]);
    await chat.mark(later, 'delivered');
    await chat.markDisplayed(later);
    assert.equal(await deliveryOf(later), 'displayed');
  });

  it('keeps as seen what is told late: that it was sent, got or seen', async () => {
    const { id } = await chat.queue({ body: 'hello' });
    const changes: unknown[] = [];
    chat.onMessage((change) => {
      if (change.kind === 'changed')
        changes.push(...change.messages.map(({ delivery }) => delivery));
    });
    await Promise.all([
      chat.markDisplayed(id),
      chat.markDisplayed(id).then(() => chat.mark(id, 'sent')),
    ]);
    await chat.mark(id, 'delivered');
    await chat.markDisplayed(id);
    assert.equal(await deliveryOf(id), 'displayed');
    assert.equal(new Set(changes).size, 1);
  });

  it('reads no further back than to what was seen before', async () => {
    for (let n = 0; n < 120; n++) {
      const { id } = await chat.queue({ body: String(n) });
      await chat.mark(id, 'sent');
      await receive('aha');
    }
    const all = (await history.load(key, { limit: 5000 })).filter(({ outgoing }) => outgoing);
    const changed: string[] = [];
    chat.onMessage((change) => {
      if (change.kind === 'changed') changed.push(...change.messages.map(({ body }) => body));
    });
    await chat.markDisplayed(all[99]?.id ?? '');
    assert.equal(changed.length, 100);
    await chat.markDisplayed(all[119]?.id ?? '');
    assert.equal(changed.length, 120);
  });

  it('ignores that a message of theirs, or an unknown one, was seen', async () => {
    await receive('theirs');
    const [theirs] = await history.load(key, { limit: 1 });
    for (const id of [theirs?.id ?? '', 'unknown']) await chat.markDisplayed(id);
    assert.equal((await history.load(key, { limit: 9 }))[0]?.delivery, undefined);
  });

  it('knows nothing of a message of another chat', async () => {
    assert.equal(await chat.mark('elsewhere', 'delivered'), undefined);
  });

  it('tells of a message once it is kept, and never of one that is not', async () => {
    const told: string[] = [];
    chat.onMessage((change) => told.push(change.kind));
    history.save = () => Promise.reject(new Error('full'));
    await assert.rejects(chat.queue({ body: 'hello' }), /full/u);
    assert.deepEqual(told, []);
  });

  it('forgets what was not sent, and everything when it is cleared', async () => {
    const told: string[] = [];
    const { id } = await chat.queue({ body: 'hello' });
    await receive('hi');
    chat.onMessage((change) => told.push(change.kind));
    assert.equal(await chat.remove(id, ['failed']), false);
    assert.equal(await chat.remove(id, ['queued']), true);
    await chat.clear();
    assert.deepEqual(told, ['removed', 'reset']);
    assert.deepEqual([await bodies(), chat.unread], [[], 0]);
  });
});

import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Chat } from '../../../../src/model/chats/chat.ts';
import { Last } from '../../../../src/model/chats/lastMessage.ts';
import { LiveOrder } from '../../../../src/model/chats/liveOrder.ts';
import type { Message } from '../../../../src/model/history.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { incoming } from '../../../support/additions.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { settle } from '../../../support/settle.ts';

const key = { account: 'me@example.org', chat: 'bob@example.org' };

describe('the last message of a chat', () => {
  let history: MemoryHistory;
  let chat: Chat;

  const make = () =>
    new Chat(Jid.of(key.chat), key, {
      ...{ history, clock: new FakeClock(), liveOrder: new LiveOrder() },
    });
  const receive = async (body: string) => {
    const addition = incoming(key, body, body);
    await chat.receiveAll([addition]);
    return addition.message.id;
  };
  const last = () => chat.last?.body;

  beforeEach(() => {
    history = new MemoryHistory();
    chat = make();
  });

  it('is what came or was written last, with what becomes of it', async () => {
    assert.equal(last(), undefined);
    await receive('one');
    const { id } = await chat.queue({ body: 'two' });
    assert.deepEqual([last(), chat.last?.outgoing], ['two', true]);
    await chat.mark(id, 'failed');
    assert.equal(chat.last?.delivery, 'failed');
    await chat.change(id, (message) => ({ ...message, body: 'corrected' }));
    assert.equal(last(), 'corrected');
    await chat.remove(id, ['failed']);
    await settle();
    assert.equal(last(), 'one');
    await chat.clear();
    assert.equal(last(), undefined);
  });

  it('is there after a restart, without reading any chat', async () => {
    await receive('one');
    await receive('two');
    const [state] = await history.chats(key.account);
    history = new MemoryHistory();
    chat = make();
    chat.restore(state ?? assert.fail());
    assert.equal(last(), 'two');
  });

  it('is the end of the archive, not what is older', async () => {
    const old = incoming(key, 'old', 'old');
    await history.add([old]);
    await chat.applyArchived([old.message], false);
    await settle();
    assert.equal(last(), 'old', 'there is no other');
    await receive('new');
    const between = incoming(key, 'between', 'between');
    await history.add([{ ...between, before: chat.last?.id ?? '' }]);
    await chat.applyArchived([between.message], false);
    await settle();
    assert.equal(last(), 'new');
    const end = incoming(key, 'end', 'end');
    await history.add([end]);
    await chat.applyArchived([end.message], true);
    assert.equal(last(), 'end');
  });

  it('is read again where the order has changed', async () => {
    const [one] = [await receive('one'), await receive('two')];
    await history.order(key, [(chat.last ?? assert.fail()).id, one]);
    let told = 0;
    chat.onState(() => (told += 1));
    chat.invalidate();
    await settle();
    assert.deepEqual([last(), told], ['one', 1]);
  });

  it('is not what was read before something newer came', async () => {
    const [old] = [incoming(key, 'old', 'old').message];
    const reads: ((message: Message) => void)[] = [];
    const read = new Last(
      () => new Promise((resolve) => reads.push(resolve)),
      () => undefined,
    );
    const reading = read.reload();
    read.append([incoming(key, 'new', 'new').message]);
    reads[0]?.(old);
    await reading;
    assert.equal(read.message?.body, 'new');
    const again = read.reload();
    read.change([{ ...old, body: 'corrected' }]);
    assert.equal(reads.length, 3, 'what is being read may be older than the change');
    reads[1]?.(old);
    reads[2]?.({ ...old, body: 'corrected' });
    await again;
    await settle();
    assert.equal(read.message.body, 'corrected');
  });
});

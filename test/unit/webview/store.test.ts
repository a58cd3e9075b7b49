import assert from 'node:assert/strict';
import type { TransferView } from '../../../src/api/views.ts';
import { parseState } from '../../../webview/keptState.ts';
import { message, of, StoreBench } from '../../support/storeBench.ts';

describe('ChatStore', () => {
  let bench: StoreBench;
  beforeEach(() => {
    bench = new StoreBench();
  });

  it('keeps the draft and the place over a reload, for its own chat only', () => {
    const store = bench.load();
    store.draft = 'half a sent';
    store.anchor = { message: 'm1', offset: -4 };
    const again = bench.load();
    assert.equal(again.draft, 'half a sent');
    assert.deepEqual(again.anchor, { message: 'm1', offset: -4 });
    bench.state = { ...parseState(bench.state), chat: 'other@example.org' };
    assert.equal(bench.load().draft, '');
  });

  it('empties the input when sending, and keeps the text until the host has taken it', async () => {
    const store = bench.load();
    store.draft = 'hello';
    void store.send();
    assert.equal(store.draft, '');
    assert.deepEqual(bench.asked, [`sendMessage ${JSON.stringify({ ...of, body: 'hello' })}`]);
    assert.equal(parseState(bench.state)?.draft, 'hello');
    await bench.answer();
    assert.equal(parseState(bench.state)?.draft, '');
  });

  it('gives back what the host did not take, before what was typed since', async () => {
    const store = bench.load();
    store.draft = 'first';
    void store.send();
    store.draft = 'second';
    await bench.answer('The disk is full.');
    assert.equal(store.draft, 'first\nsecond');
    assert.equal(store.notice, 'The message was not sent: The disk is full.');
    store.dismissNotice();
    assert.equal(store.notice, undefined);
  });

  it('sends nothing blank', async () => {
    const store = bench.load();
    store.draft = ' \n\t';
    await store.send();
    assert.deepEqual(bench.asked, []);
    assert.equal(store.draft, ' \n\t');
  });

  it('marks each newest incoming message as read once, again after a failure', async () => {
    const store = bench.load();
    bench.change('messages', { ...message, outgoing: true });
    void store.markRead();
    assert.equal(bench.asked.length, 0);
    bench.change('messages', message);
    void store.markRead();
    void store.markRead();
    assert.equal(bench.asked.length, 1);
    await bench.answer('no connection');
    void store.markRead();
    assert.equal(bench.asked.length, 2);
  });

  it("shows this chat's transfers that run or failed", () => {
    const store = bench.load();
    const transfer: TransferView = {
      id: 't1',
      chat: of.chat,
      name: 'a.ts',
      size: 10,
      sent: 1,
      state: 'running',
    };
    bench.change(
      'transfers',
      transfer,
      { ...transfer, id: 't2', chat: 'other@example.org' },
      { ...transfer, id: 't3', state: 'done' },
      { ...transfer, id: 't4', state: 'failed' },
    );
    assert.deepEqual(
      store.transfers.map(({ id }) => id),
      ['t1', 't4'],
    );
  });

  it('tells in one sentence what a retry failed for', async () => {
    const store = bench.load();
    void store.retry('m1');
    await bench.answer('You are signed out.');
    assert.equal(store.notice, 'The message was not sent again: You are signed out.');
  });
});

import assert from 'node:assert/strict';
import { type Api, RequestError } from '../../../src/api/channel.ts';
import type { Change } from '../../../src/api/topics.ts';
import type { ChatView, MessageView, TransferView } from '../../../src/api/views.ts';
import { ChatStore, parseState } from '../../../webview/store.ts';

const of = { account: 'me@example.org', chat: 'ada@example.org' };
const head: ChatView = {
  id: of.chat,
  name: 'Ada',
  show: 'available',
  status: '',
  composing: false,
  connection: { phase: 'online' },
  hasOlder: true,
  hasNewer: false,
  unread: 0,
  draft: '',
};
const message: MessageView = {
  id: 'm1',
  outgoing: false,
  senderName: 'Ada',
  body: 'hello',
  time: 0,
};

/** The other end of the contract, answered by hand, and a state that survives a reload. */
class Bench {
  readonly asked: string[] = [];
  readonly answers: { resolve: (value: never) => void; reject: (error: Error) => void }[] = [];
  readonly watchers = new Map<string, (change: never) => void>();
  state: unknown;
  readonly api: Api = {
    request: (method, params) => {
      this.asked.push(`${method} ${JSON.stringify(params)}`);
      return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
    },
    watch: (topic, _params, listener) => {
      this.watchers.set(topic, listener);
      return { dispose: () => this.watchers.delete(topic) };
    },
  };

  load(): ChatStore {
    const store = new ChatStore(this.api, of, {
      getState: () => this.state,
      setState: (state) => (this.state = state),
    });
    store.start(() => undefined);
    return store;
  }

  change(topic: string, ...items: (ChatView | MessageView | TransferView)[]): void {
    const change: Change<unknown> = { kind: 'snapshot', items };
    this.watchers.get(topic)?.(change as never);
  }

  /** Answers the oldest request. */
  async answer(error?: string, result: unknown = null): Promise<void> {
    const answer = this.answers.shift();
    if (error === undefined) answer?.resolve(result as never);
    else answer?.reject(new RequestError({ code: 'test', message: error }));
    await new Promise(setImmediate);
  }
}

describe('ChatStore', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
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

  it('asks for one older page at a time, and only while there is one', async () => {
    const store = bench.load();
    void store.loadOlder();
    bench.change('messages', message);
    void store.loadOlder();
    assert.deepEqual(bench.asked, []);
    bench.change('chat', head);
    void store.loadOlder();
    void store.loadOlder();
    assert.equal(bench.asked.length, 1);
    await bench.answer('The archive does not answer.');
    assert.equal(store.older, 'failed');
    void store.loadOlder();
    await bench.answer();
    assert.equal(store.older, 'idle');
    bench.change('chat', { ...head, hasOlder: false });
    void store.loadOlder();
    assert.equal(bench.asked.length, 2);
  });

  it('asks for newer pages only where there are any, and for its own tab', async () => {
    const store = bench.load();
    bench.change('messages', message);
    bench.change('chat', head);
    void store.loadNewer();
    assert.deepEqual(bench.asked, []);
    bench.change('chat', { ...head, hasNewer: true });
    void store.loadNewer();
    void store.loadNewer();
    assert.equal(bench.asked.length, 1);
    assert.match(bench.asked.join(), /^loadNewer .*"view":"[^"]+"/);
    await bench.answer('The archive does not answer.');
    assert.equal(store.newer, 'failed');
    assert.match(store.notice ?? '', /^Newer messages were not loaded: The archive/);
    void store.loadNewer();
    await bench.answer();
    assert.equal(store.newer, 'idle');
  });

  it('goes elsewhere only for what is not here, and says why it could not', async () => {
    const store = bench.load();
    bench.change('messages', message);
    assert.equal(await store.loadAround('m1'), 'm1');
    assert.deepEqual(bench.asked, []);
    const going = store.loadAround(5);
    assert.equal(store.jumping, true);
    assert.match(bench.asked.join(), /^loadAround .*"around":5/);
    await bench.answer(undefined, 'm7');
    assert.equal(await going, 'm7');
    assert.equal(store.jumping, false);
    const back = store.loadAround('gone', 'quiet');
    await bench.answer('It is gone.');
    assert.equal(await back, undefined);
    assert.equal(store.notice, undefined);
    void store.loadAround('gone');
    await bench.answer('It is gone.');
    assert.equal(store.notice, 'These messages were not loaded: It is gone.');
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

describe('parseState', () => {
  it('takes nothing that it did not keep itself', () => {
    for (const bad of [undefined, null, 1, {}, { ...of }, { ...of, draft: 1 }]) {
      assert.equal(parseState(bad), undefined);
    }
    const kept = { ...of, draft: 'd' };
    assert.deepEqual(parseState({ ...kept, anchor: { message: 1, offset: 0 } }), kept);
  });
});

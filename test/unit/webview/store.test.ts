import assert from 'node:assert/strict';
import { userError } from '../../../src/base/userError.ts';
import type { TransferView } from '../../../src/api/views.ts';
import { parseState } from '../../../webview/keptState.ts';
import { head, message, of, StoreBench } from '../../support/storeBench.ts';

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

  it('begins with what its page has, and with the draft there unless its own is newer', () => {
    const first = { head: { ...head, draft: 'begun elsewhere' }, messages: [message] };
    const store = bench.load(first);
    assert.deepEqual([store.head?.name, store.pages.messages], ['Ada', [message]]);
    assert.equal(store.draft, 'begun elsewhere');
    assert.deepEqual(bench.drafts, []);
    bench.change('chat', { ...head, draft: 'gone on elsewhere' });
    assert.equal(store.draft, 'gone on elsewhere');
    store.draft = 'typed here';
    assert.equal(bench.load(first).draft, 'typed here');
  });

  it('adds a text to the draft once that is known, and replaces nothing', () => {
    const store = bench.load();
    store.addText('from a link');
    store.addText('from another');
    assert.deepEqual([store.draft, bench.drafts], ['', []]);
    bench.change('chat', { ...head, draft: 'begun elsewhere' });
    assert.equal(store.draft, 'begun elsewhere\nfrom a link\nfrom another');
    assert.deepEqual(bench.drafts, [store.draft]);
    store.draft = '';
    bench.change('chat', head);
    assert.equal(store.draft, '');
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

  it('tells every change of the draft at once, and that it was sent before that it is gone', () => {
    const store = bench.load();
    for (const draft of ['h', 'he', 'hey']) store.draft = draft;
    assert.deepEqual(bench.drafts, ['h', 'he', 'hey']);
    void store.send();
    assert.deepEqual(bench.drafts, ['h', 'he', 'hey', '']);
    assert.deepEqual(bench.told.slice(-2), ['sendMessage', 'saveDraft']);
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

  it('tells what the draft is for, and goes on with it in a tab that knows of nothing', () => {
    const store = bench.load();
    store.draft = 'a new one';
    store.edit({ ...message, outgoing: true });
    store.draft = 'hello, changed';
    const { draft, mode } = store;
    assert.deepEqual(mode, { kind: 'edit', message: message.id, aside: 'a new one' });
    assert.deepEqual(bench.lastDraft, { ...of, draft, mode });
    bench.state = undefined;
    const again = bench.load();
    bench.change('chat', { ...head, draft, mode });
    assert.deepEqual([again.draft, again.mode], [draft, mode]);
    again.leaveMode();
    assert.deepEqual(bench.lastDraft, { ...of, draft: 'a new one' });
  });

  it('gives back what was not taken without touching what is edited by then', async () => {
    const store = bench.load();
    bench.change('messages', { ...message, outgoing: true });
    store.draft = 'new';
    void store.send();
    store.edit({ ...message, outgoing: true });
    const kept = parseState(bench.state);
    assert.deepEqual(
      [kept?.draft, kept?.mode?.kind === 'edit' && kept.mode.aside],
      ['hello', 'new'],
    );
    await bench.answer('The disk is full.');
    assert.equal(store.draft, 'hello');
    store.draft = 'hello, changed';
    void store.send();
    assert.deepEqual(bench.told.slice(-2), ['correctMessage', 'saveDraft']);
    store.edit({ ...message, id: 'm2', outgoing: true });
    await bench.answer('The message is gone.');
    assert.equal(store.draft, 'hello');
    store.leaveMode();
    assert.equal(store.draft, 'hello, changed\nnew');
  });

  it('says that a draft is too long for the host, and keeps all of it', async () => {
    const store = bench.load();
    bench.draftError = { code: 'no-account', params: {} };
    store.draft = 'a';
    await new Promise(setImmediate);
    assert.equal(store.notice, undefined);
    bench.draftError = userError('too-long.draft', { most: 1, length: 2 });
    store.draft = 'ab';
    await new Promise(setImmediate);
    assert.equal(
      store.notice,
      'What you type is kept in this tab alone: A draft has at most 1 characters, and this has 2: send it in parts, or put it into a file.',
    );
    assert.equal(parseState(bench.state)?.draft, 'ab');
  });

  it('says why it is told nothing, until it is, and watches again on demand', () => {
    const store = bench.load();
    const error = { code: 'no-account', params: {} };
    for (const topic of ['messages', 'chat']) {
      bench.watchers.get(topic)?.({ kind: 'unavailable', error } as never);
    }
    assert.deepEqual([store.trouble, store.pages.loaded], [error, false]);
    bench.change('messages', message);
    assert.deepEqual([store.trouble, store.pages.loaded], [error, true]);
    bench.watchers.clear();
    store.watchAgain();
    assert.deepEqual([...bench.watchers.keys()].sort(), ['chat', 'messages', 'transfers']);
    bench.change('chat', head);
    assert.equal(store.trouble, undefined);
  });

  it('says another text than was typed, and gives back what was typed', async () => {
    const store = bench.load();
    store.draft = '//shrug';
    void store.send('/shrug');
    assert.deepEqual(bench.asked, [`sendMessage ${JSON.stringify({ ...of, body: '/shrug' })}`]);
    await bench.answer('The disk is full.');
    assert.equal(store.draft, '//shrug');
    store.clearDraft();
    assert.deepEqual([store.draft, store.notice], ['', undefined]);
  });

  it('keeps over a reload that the occupants are shown', () => {
    const store = bench.load();
    assert.equal(store.showsOccupants, false);
    store.showsOccupants = true;
    assert.equal(bench.load().showsOccupants, true);
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
      way: 'upload',
      state: 'running',
    };
    bench.change(
      'transfers',
      transfer,
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
    void store.requests.retry('m1');
    await bench.answer('You are signed out.');
    assert.equal(store.notice, 'The message was not sent again: You are signed out.');
  });
});

import assert from 'node:assert/strict';
import { head, message, StoreBench } from '../../support/storeBench.ts';

describe('MessagePages', () => {
  let bench: StoreBench;
  beforeEach(() => {
    bench = new StoreBench();
  });

  it('asks for one older page at a time, and only while there is one', async () => {
    const store = bench.load();
    void store.pages.loadOlder();
    bench.change('messages', message);
    void store.pages.loadOlder();
    assert.deepEqual(bench.asked, []);
    bench.change('chat', head);
    void store.pages.loadOlder();
    void store.pages.loadOlder();
    assert.equal(bench.asked.length, 1);
    await bench.answer('The archive does not answer.');
    assert.equal(store.pages.older, 'failed');
    void store.pages.loadOlder();
    await bench.answer();
    assert.equal(store.pages.older, 'idle');
    bench.change('chat', { ...head, hasOlder: false });
    void store.pages.loadOlder();
    assert.equal(bench.asked.length, 2);
  });

  it('asks for newer pages only where there are any, and for its own tab', async () => {
    const store = bench.load();
    bench.change('messages', message);
    bench.change('chat', head);
    void store.pages.loadNewer();
    assert.deepEqual(bench.asked, []);
    bench.change('chat', { ...head, hasNewer: true });
    void store.pages.loadNewer();
    void store.pages.loadNewer();
    assert.equal(bench.asked.length, 1);
    assert.match(bench.asked.join(), /^loadNewer .*"view":"[^"]+"/);
    await bench.answer('The archive does not answer.');
    assert.equal(store.pages.newer, 'failed');
    assert.match(store.notice ?? '', /^Newer messages were not loaded: The archive/);
    void store.pages.loadNewer();
    await bench.answer();
    assert.equal(store.pages.newer, 'idle');
  });

  it('goes elsewhere only for what is not here, and says why it could not', async () => {
    const store = bench.load();
    bench.change('messages', message);
    assert.equal(await store.pages.loadAround('m1'), 'm1');
    assert.deepEqual(bench.asked, []);
    const going = store.pages.loadAround(5);
    assert.equal(store.pages.jumping, true);
    assert.match(bench.asked.join(), /^loadAround .*"around":5/);
    await bench.answer(undefined, 'm7');
    assert.equal(await going, 'm7');
    assert.equal(store.pages.jumping, false);
    const back = store.pages.loadAround('gone', 'quiet');
    await bench.answer('It is gone.');
    assert.equal(await back, undefined);
    assert.equal(store.notice, undefined);
    void store.pages.loadAround('gone');
    await bench.answer('It is gone.');
    assert.equal(store.notice, 'These messages were not loaded: It is gone.');
  });
});

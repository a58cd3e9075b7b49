import assert from 'node:assert/strict';
import type { MessageView } from '../../../src/api/views.ts';
import { UnreadDivider } from '../../../webview/unreadDivider.ts';

/** One message a letter; those in capitals are our own. */
const list = (ids: string): MessageView[] =>
  Array.from(ids, (id) => ({
    id,
    outgoing: id !== id.toLowerCase(),
    senderName: id,
    body: id,
    time: 0,
  }));

describe('UnreadDivider', () => {
  it('begins with what was not read when the tab was opened', () => {
    const news = new UnreadDivider();
    news.update(list('abcBd'), 2, true);
    assert.deepEqual(news.mark, { first: 'c', count: 2 });
    news.update(list('abcBde'), 0, true);
    assert.deepEqual(news.mark, { first: 'c', count: 2 });
  });

  it('marks nothing where all was read, nor what comes while one reads', () => {
    const news = new UnreadDivider();
    news.update(list('ab'), 0, true);
    news.update(list('abc'), 0, true);
    assert.equal(news.mark, undefined);
  });

  it('counts what comes while one is away, and moves on the next time', () => {
    const news = new UnreadDivider();
    news.update(list('a'), 0, true);
    news.update(list('ab'), 1, false);
    news.update(list('abcd'), 3, false);
    assert.deepEqual(news.mark, { first: 'b', count: 3 });
    news.update(list('abcd'), 0, true);
    assert.deepEqual(news.mark, { first: 'b', count: 3 });
    news.update(list('abcde'), 1, false);
    assert.deepEqual(news.mark, { first: 'e', count: 1 });
  });

  it('goes when one writes', () => {
    const news = new UnreadDivider();
    news.update(list('ab'), 1, true);
    news.update(list('abC'), 0, true);
    assert.equal(news.mark, undefined);
  });

  it('takes nothing for new while the newest is not loaded, and what is unread when it is', () => {
    const news = new UnreadDivider();
    news.update(list('xyz'), 0, true);
    news.update(list('ab'), 0, false, false);
    news.update(list('abcd'), 0, false, false);
    assert.equal(news.mark, undefined);
    news.update(list('abcdxyzv'), 1, false);
    assert.deepEqual(news.mark, { first: 'v', count: 1 });
  });

  it('is not moved by older pages, nor by a list that is another one', () => {
    const news = new UnreadDivider();
    news.update(list('cd'), 1, true);
    news.update(list('abcd'), 0, false);
    assert.deepEqual(news.mark, { first: 'd', count: 1 });
    news.update(list('xyz'), 0, false);
    assert.deepEqual(news.mark, { first: 'd', count: 1 });
  });
});

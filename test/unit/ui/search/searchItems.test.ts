import assert from 'node:assert/strict';
import type { FoundMessageView } from '../../../../src/api/views.ts';
import { againItem, foundItem, sayItem } from '../../../../src/ui/search/searchItems.ts';

const found: FoundMessageView = {
  ...{ id: '1', account: 'me@example.org', chat: 'ada@example.org', chatName: 'Ada' },
  ...{ outgoing: false, senderName: 'Ada', time: 0, excerpt: 'the words' },
};

describe('a row of the search', () => {
  it('says who wrote when, and what', () => {
    const item = foundItem(found, false, 'UTC');
    assert.match(item.description ?? '', /^Ada · .*1970/u);
    const ahead = foundItem({ ...found, time: Date.UTC(2026, 5, 30, 18) }, false, 'Asia/Tokyo');
    const days = Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
    assert.ok(ahead.description?.includes(days.format(Date.UTC(2026, 6, 1))), ahead.description);
    assert.equal(item.detail, 'the words');
    assert.equal(item.found, found);
  });

  it('says to whom one has written, and from which of several accounts', () => {
    const own = { ...found, outgoing: true, senderName: '' };
    assert.match(
      foundItem(own, true, 'UTC').description ?? '',
      /^You to Ada · .* · me@example\.org$/u,
    );
  });

  it('tells an action as one (XEP-0245 §3)', () => {
    assert.equal(foundItem({ ...found, excerpt: '/me waves' }, false, 'UTC').detail, 'Ada waves');
  });

  it('names an account as it is read', () => {
    const item = foundItem({ ...found, account: String.raw`my\20name@x` }, true, 'UTC');
    assert.ok(item.description?.endsWith(' · my name@x'), item.description);
  });

  it('names a file', () => {
    const item = foundItem({ ...found, excerpt: '', fileName: 'a.ts' }, false, 'UTC');
    assert.deepEqual([item.label, item.detail], ['$(file)', 'a.ts']);
  });

  it('has no words in its label, and stays whatever the editor finds in it', () => {
    for (const item of [foundItem(found, false, 'UTC'), againItem('x'), sayItem('warning', 'x')]) {
      assert.match(item.label, /^\$\([a-z]+\)$/u);
      assert.equal(item.alwaysShow, true);
    }
  });

  it('A41: shows what others wrote as it is: no icons, nothing that reorders it', () => {
    const hostile = '$(verified) \u202etxt.exe';
    const item = foundItem({ ...found, senderName: hostile, excerpt: hostile }, false, 'UTC');
    for (const text of [item.description, item.detail]) {
      assert.ok(text?.startsWith(String.raw`\$(verified) [U+202E]txt.exe`), text);
    }
  });
});

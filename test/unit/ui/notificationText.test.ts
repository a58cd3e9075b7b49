import assert from 'node:assert/strict';
import type { ContactEvent } from '../../../src/ui/contactEvents.ts';
import { notificationText, requestText } from '../../../src/ui/notificationText.ts';

const textOf = (
  kind: ContactEvent['kind'],
  { name = 'Ada', status = '', subscription = 'both', ...received }: Record<string, string>,
) =>
  notificationText({
    kind,
    of: { account: 'me@example.org', chat: 'ada@example.org' },
    contact: {
      id: 'ada@example.org',
      name,
      groups: [],
      subscription: subscription === 'both' ? 'both' : 'from',
      inRoster: true,
      pending: false,
      show: 'available',
      status,
      resources: [],
      unread: 1,
      composing: false,
      lastReceived: { id: '1', excerpt: '', ...received },
    },
  });

describe('the text of a notification', () => {
  it('names who and what', () => {
    assert.equal(textOf('message', { excerpt: 'Hello' }), 'Ada: Hello');
    assert.equal(textOf('file', { fileName: 'a.ts' }), 'Ada sends a.ts');
    assert.equal(textOf('online', {}), 'Ada is online');
    assert.equal(textOf('offline', {}), 'Ada is offline');
    assert.equal(textOf('status', { status: 'Tea' }), 'Ada is now “Tea”');
    assert.equal(textOf('answer', {}), 'Ada lets you see when they are online');
    const refused = textOf('answer', { subscription: 'from' });
    assert.equal(refused, 'Ada does not let you see when they are online');
  });

  it('counts those who ask to see us', () => {
    assert.equal(
      requestText(['eve@example.org']),
      'eve@example.org asks to see when you are online',
    );
    assert.equal(requestText(['a@x', 'b@x']), '2 people ask to see when you are online');
  });

  it('is one short line', () => {
    assert.equal(textOf('message', { excerpt: ' two\n\n\tlines ' }), 'Ada: two lines');
    const long = textOf('message', { excerpt: '👩'.repeat(200) });
    assert.equal(long, `Ada: ${'👩'.repeat(59)}…`);
  });

  it('keeps its order, whatever others wrote', () => {
    assert.equal(textOf('file', { fileName: 'a\u202est.exe\u0007' }), 'Ada sends ast.exe');
    assert.equal(textOf('online', { name: '\u2066Bob' }), 'Bob is online');
  });
});

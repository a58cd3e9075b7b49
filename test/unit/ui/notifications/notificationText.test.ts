import assert from 'node:assert/strict';
import type { ContactEvent } from '../../../../src/ui/notifications/contactEvents.ts';
import {
  notificationText,
  requestText,
  senderOf,
  summaryText,
} from '../../../../src/ui/notifications/notificationText.ts';
import { saying } from '../../../support/say.ts';

const contactOf = ({
  name = 'Ada',
  status = '',
  refusal,
  ...received
}: Record<string, string>): ContactEvent['contact'] => ({
  id: 'ada@example.org',
  name,
  givenName: name,
  groups: [],
  subscription: 'from',
  ...(refusal !== undefined && { refusal: { kind: 'denied', reason: saying(refusal) } }),
  inRoster: true,
  pending: false,
  show: 'available',
  status,
  resources: [],
  unread: 1,
  composing: false,
  lastReceived: { id: '1', excerpt: '', ...received },
});

const textOf = (kind: ContactEvent['kind'], given: Record<string, string>) =>
  notificationText({
    kind,
    of: { account: 'me@example.org', chat: 'ada@example.org' },
    contact: contactOf(given),
  });

describe('the text of a notification', () => {
  it('says that a file is only offered', () => {
    const contact = contactOf({});
    const lastReceived = { id: '1', excerpt: '', fileName: 'a.ts', isOffer: true } as const;
    const of = { account: 'me@example.org', chat: 'ada@example.org' };
    const event = { kind: 'file', of, contact: { ...contact, lastReceived } } as const;
    assert.equal(notificationText(event), 'Ada offers a.ts');
  });

  it('names who and what', () => {
    assert.equal(textOf('message', { excerpt: 'Hello' }), 'Ada: Hello');
    assert.equal(textOf('file', { fileName: 'a.ts' }), 'Ada sends a.ts');
    assert.equal(textOf('online', {}), 'Ada is online');
    assert.equal(textOf('offline', {}), 'Ada is offline');
    assert.equal(textOf('status', { status: 'Tea' }), 'Ada is now “Tea”');
    assert.equal(textOf('answer', {}), 'Ada lets you see when they are online');
    const text = `Ada does not let you see\nwhen they are online${'!'.repeat(120)}`;
    const refused = textOf('answer', { refusal: text });
    assert.equal(refused, text.replace('\n', ' '));
  });

  it('is in two parts for the desktop', () => {
    const partsOf = (kind: ContactEvent['kind'], given: Record<string, string>) => {
      const { name, words } = senderOf({ kind, contact: contactOf(given) });
      return [name, words];
    };
    assert.deepEqual(partsOf('message', { excerpt: 'one\ntwo' }), ['Ada', 'one two']);
    assert.deepEqual(partsOf('message', { excerpt: '/me waves' }), ['Ada', 'Ada waves']);
    assert.deepEqual(partsOf('file', { fileName: 'a\u202es.ts' }), ['Ada', 'Sends a[U+202E]s.ts']);
    assert.deepEqual(partsOf('message', { name: 'B\u202e' })[0], 'B[U+202E]');
    const contact = { ...contactOf({ excerpt: 'Buy this' }), standing: 'request' } as const;
    assert.deepEqual(senderOf({ kind: 'message', contact }), {
      name: 'Ada',
      words: 'Is not in your contacts and writes to you',
    });
  });

  it('counts those who ask to see us', () => {
    assert.equal(
      requestText(['eve@example.org']),
      'eve@example.org asks to see when you are online',
    );
    assert.equal(requestText(['a@x', 'b@x']), '2 people ask to see when you are online');
  });

  it('A34: tells of what was held back together', () => {
    const [ada, bob, eve, joe] = ['Ada', 'Bob', 'Eve', 'Joe'].map((name) => contactOf({ name }));
    assert.ok(ada && bob && eve && joe);
    assert.equal(summaryText('messages', [ada]), 'Ada: 1 unread message');
    assert.equal(summaryText('messages', [ada, bob]), '2 unread messages from Ada and Bob');
    const all = [ada, bob, eve, joe];
    assert.equal(summaryText('messages', all), '4 unread messages from Ada, Bob and 2 others');
    assert.equal(
      summaryText('strangers', all),
      '4 unread messages from 4 people who are not in your contacts',
    );
    assert.equal(
      summaryText('strangers', [ada]),
      '1 unread message from somebody who is not in your contacts',
    );
    assert.equal(
      summaryText('presence', [ada, bob, eve]),
      'News of the presence of Ada, Bob and one other',
    );
  });

  it('tells an action as one (XEP-0245 §3)', () => {
    assert.equal(textOf('message', { excerpt: '/me waves\nat you' }), 'Ada waves at you');
    assert.equal(textOf('message', { excerpt: '/meh' }), 'Ada: /meh');
  });

  it('is cut between graphemes', () => {
    for (const one of ['👨‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'e\u0301']) {
      for (let before = 100; before < 120; before += 1) {
        const text = textOf('message', { excerpt: `${'a'.repeat(before)}${one}${'b'.repeat(40)}` });
        assert.match(text, new RegExp(`^Ada: a+(?:${one}b*)?…$`, 'u'));
      }
    }
  });

  it('is one short line', () => {
    assert.equal(textOf('message', { excerpt: ' two\n\n\tlines ' }), 'Ada: two lines');
    const long = textOf('message', { excerpt: '👩'.repeat(200) });
    assert.equal(long, `Ada: ${'👩'.repeat(59)}…`);
  });

  it('keeps its order, whatever others wrote', () => {
    assert.equal(
      textOf('file', { fileName: 'a\u202est.exe\u0007' }),
      'Ada sends a[U+202E]st.exe[U+0007]',
    );
    assert.equal(textOf('online', { name: '\u2066Bob' }), '[U+2066]Bob is online');
  });
});

import assert from 'node:assert/strict';
import { parseXmppUri } from '../../../../../src/base/xmppUri.ts';
import { proposedEntry } from '../../../../../src/ui/commands/links/proposedEntry.ts';

describe('what a link proposes for a contact (XEP-0147 §3.2.1)', () => {
  const entry = (query: string) =>
    proposedEntry(parseXmppUri(`xmpp:romeo@montague.net?roster${query}`)?.values ?? new Map());

  it('is a name and a group, each on one line', () => {
    assert.deepEqual(entry(';name=Romeo%20%0AMontague;group=Friends'), {
      name: 'Romeo Montague',
      groups: ['Friends'],
    });
    assert.deepEqual(entry(''), {});
  });

  it('is nothing that is blank or too long', () => {
    assert.deepEqual(entry(`;name=%20;group=${'x'.repeat(257)}`), {});
  });
});

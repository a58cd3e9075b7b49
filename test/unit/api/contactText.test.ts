import assert from 'node:assert/strict';
import {
  clientText,
  durationText,
  localTimeText,
  subscriptionText,
} from '../../../src/api/contactText.ts';
import type { ContactView } from '../../../src/api/views.ts';
import { saying } from '../../support/say.ts';

const bob: ContactView = {
  ...{ id: 'bob@example.org', name: 'Bob', givenName: 'Bob', groups: [], subscription: 'to' },
  ...{ inRoster: true, pending: true, show: 'offline', status: '', resources: [] },
  ...{ unread: 0, composing: false },
};

describe('what is said of a contact', () => {
  it('is who sees whose presence, and whether a request waits', () => {
    assert.equal(
      subscriptionText(bob),
      'You see their presence, they do not see yours; your request is not answered yet',
    );
    const refused = { ...bob, refusal: { kind: 'denied' as const, reason: saying('no') } };
    assert.equal(subscriptionText(refused), 'You see their presence, they do not see yours');
    assert.equal(
      subscriptionText({ ...bob, inRoster: false, subscription: 'both' }),
      'Not in your contacts',
    );
  });

  it('is the client of a device, as far as it tells', () => {
    const software = { name: 'Dino', version: '0.4', os: 'Linux' };
    assert.equal(clientText({ resource: 'desk', software }), 'Dino 0.4 (Linux)');
    assert.equal(
      clientText({ resource: 'desk', software: { ...software, version: '', os: '' } }),
      'Dino',
    );
    assert.equal(clientText({ resource: 'desk' }), '');
  });

  for (const [seconds, words] of [
    [0, '0 seconds'],
    [1, '1 second'],
    [119, '119 seconds'],
    [120, '2 minutes'],
    [7300, '2 hours'],
    [172_800, '2 days'],
  ] as const) {
    it(`is a time of ${words}`, () => {
      assert.equal(durationText(seconds), words);
    });
  }

  it('is the time of day at a device', () => {
    const noon = Date.UTC(2026, 0, 1, 12);
    assert.equal(localTimeText(noon, -210), '08:30 (UTC−03:30)');
    assert.equal(localTimeText(noon, 840), '02:00 (UTC+14:00)');
  });
});

import assert from 'node:assert/strict';
import {
  type ContactDetailsView,
  type ContactView,
  PROFILE_FIELDS,
  type ProfileFields,
} from '../../../../src/api/views.ts';
import { detailLines } from '../../../../src/ui/contacts/detailLines.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

const bob: ContactView = {
  id: 'bob@example.org',
  name: 'Bob',
  groups: ['Team', 'Chess'],
  subscription: 'to',
  inRoster: true,
  givenName: 'Bob',
  pending: true,
  show: 'away',
  status: 'out',
  resources: [{ resource: 'phone', show: 'away', status: 'out', priority: 5 }],
  unread: 0,
  composing: false,
};

function lines(
  contact: ContactView,
  details?: Omit<ContactDetailsView, 'id' | 'complete'>,
): string[] {
  return detailLines(contact, details, NOON).map(({ device, label, value, show }) =>
    [device ?? '-', label, show ?? value].join('|'),
  );
}

describe('a contact’s details', () => {
  it('begin with what is known without asking', () => {
    assert.deepEqual(lines(bob), [
      '-|JID|bob@example.org',
      '-|name in your contacts|Bob',
      '-|groups|Team, Chess',
      '-|subscription|you see their presence, they do not see yours; your request is not answered yet',
      'phone||',
      'phone|presence|away',
      'phone|status message|out',
      'phone|priority|5',
    ]);
  });

  it('grow by what is answered', () => {
    const software = { name: 'Dino', version: '0.4', os: 'Linux' };
    const device = { resource: 'phone', software, idle: 7300, utcOffset: -210 };
    const none = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, ''])) as ProfileFields;
    const vcard = { ...none, name: 'Bob Unger', email: 'bob@example.org', note: 'builds\nthings' };
    const more = lines(bob, { vcard, devices: [device] });
    const known = lines(bob);
    assert.deepEqual(
      more.filter((line) => !known.includes(line)),
      [
        '-|full name|Bob Unger',
        '-|e-mail|bob@example.org',
        '-|about|builds things',
        'phone|client|Dino 0.4 (Linux)',
        'phone|not used for|2 hours',
        'phone|local time|08:30 (UTC−03:30)',
      ],
    );
  });

  it('say of somebody who is no contact that they are none', () => {
    const stranger = {
      ...bob,
      name: bob.id,
      inRoster: false,
      pending: false,
      groups: [],
      resources: [],
    };
    assert.deepEqual(lines(stranger), [
      '-|JID|bob@example.org',
      '-|subscription|not in your contacts',
    ]);
  });

  for (const [seconds, words] of [
    [0, '0 seconds'],
    [1, '1 second'],
    [119, '119 seconds'],
    [120, '2 minutes'],
    [172_800, '2 days'],
  ] as const) {
    it(`say that somebody was last seen ${words} ago`, () => {
      const offline = { ...bob, resources: [] };
      const line = lines(offline, { lastSeen: seconds, devices: [] }).at(-1);
      assert.equal(line, `-|last seen|${words} ago`);
    });
  }
});

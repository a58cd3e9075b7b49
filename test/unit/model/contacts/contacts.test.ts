import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Contacts } from '../../../../src/model/contacts/contacts.ts';
import type { PresenceShow } from '../../../../src/xmpp/stanza/availability.ts';
import type { RosterItem } from '../../../../src/xmpp/im/roster.ts';

const bob = 'bob@example.org';

function item(jid: string, change: Partial<RosterItem> = {}): RosterItem {
  const base = { name: '', groups: [], subscription: 'both', pending: false } as const;
  return { jid: Jid.of(jid), ...base, ...change };
}

function available(from: string, show: PresenceShow = 'available', priority = 0) {
  return { type: 'available', from: Jid.of(from), status: '', show, priority } as const;
}

describe('Contacts', () => {
  let contacts: Contacts;
  let changes: (readonly string[])[];

  beforeEach(() => {
    contacts = new Contacts(undefined, () => 1000);
    contacts.applyRoster([item(bob, { name: 'Bob', groups: ['Team'] }), item('eve@example.org')]);
    changes = [];
    contacts.onDidChange((ids) => changes.push(ids));
  });

  const resources = () => contacts.get(bob)?.resources.map(({ resource }) => resource);

  it('are named as the user wishes, else by their address', () => {
    assert.deepEqual(
      [...contacts.values()].map(({ name }) => name),
      ['Bob', 'eve@example.org'],
    );
  });

  it('have a name of one line, and what they are called at the server stays as it is', () => {
    const name = ' Bob\n\u2028of\tthe team ';
    contacts.applyPush({ jid: Jid.of(bob), item: item(bob, { name }) });
    assert.equal(contacts.get(bob)?.name, 'Bob of the team');
    assert.equal(contacts.get(bob)?.givenName, name);
  });

  it('have the most available device first, and among equals that of the highest priority', () => {
    contacts.applyPresence(available(`${bob}/away`, 'away', 100));
    contacts.applyPresence(available(`${bob}/low`, 'available', -1));
    contacts.applyPresence(available(`${bob}/high`, 'available', 5));
    contacts.applyPresence(available(`${bob}/chatty`, 'chat', -128));
    assert.deepEqual(resources(), ['chatty', 'high', 'low', 'away']);
  });

  it('lose one device by its goodbye, and all by that of the bare address', () => {
    for (const name of ['a', 'b', 'c']) contacts.applyPresence(available(`${bob}/${name}`));
    contacts.applyPresence({ type: 'unavailable', from: Jid.of(`${bob}/b`), status: '' });
    assert.deepEqual(resources(), ['a', 'c']);
    contacts.applyPresence({ type: 'unavailable', from: Jid.of(bob), status: '' });
    assert.deepEqual(resources(), []);
  });

  it('have no more devices than anybody has', () => {
    for (let n = 0; n < 60; n++) contacts.applyPresence(available(`${bob}/${n}`));
    assert.equal(resources()?.length, 50);
  });

  it('are as they are since their device said so, until it says something else', () => {
    const since = () => contacts.get(bob)?.resources[0]?.since;
    contacts.applyPresence({ ...available(`${bob}/a`, 'away'), delay: 500 });
    assert.equal(since(), 500);
    contacts.applyPresence(available(`${bob}/a`, 'away', 5));
    assert.equal(since(), 500);
    contacts.applyPresence(available(`${bob}/a`));
    assert.equal(since(), 1000);
  });

  it('were last seen when their last device went, or when a server says', () => {
    const lastSeen = () => contacts.get(bob)?.lastSeen;
    const gone = (resource: string, delay?: number) => {
      const from = Jid.of(resource === '' ? bob : `${bob}/${resource}`);
      contacts.applyPresence({
        ...{ type: 'unavailable', from, status: '' },
        ...(delay !== undefined && { delay }),
      });
    };
    // That of somebody whom we have not seen says nothing.
    gone('a');
    assert.equal(lastSeen(), undefined);
    gone('', 300);
    assert.equal(lastSeen(), 300);
    contacts.applyPresence(available(`${bob}/a`));
    contacts.applyPresence(available(`${bob}/b`));
    gone('a');
    assert.equal(lastSeen(), 300);
    contacts.learnLastSeen(Jid.of(bob), 700);
    assert.equal(lastSeen(), 300);
    gone('b');
    assert.equal(lastSeen(), 1000);
    contacts.learnLastSeen(Jid.of(bob), 700);
    assert.equal(lastSeen(), 700);
    contacts.applyRoster([item(bob, { name: 'Robert' })]);
    assert.equal(lastSeen(), 700);
  });

  it('are seen while they are online, unless no device is used', () => {
    const seen = () => Object.fromEntries(contacts.lastSeen());
    assert.deepEqual(seen(), {});
    contacts.applyPresence(available(`${bob}/a`));
    assert.deepEqual(seen(), { [bob]: 1000 });
    contacts.applyPresence({ ...available(`${bob}/a`, 'away'), idleSince: 400 });
    assert.deepEqual(seen(), { [bob]: 400 });
    // A time to come is none.
    contacts.applyPresence({ ...available(`${bob}/b`, 'away'), idleSince: 9999 });
    assert.deepEqual(seen(), { [bob]: 1000 });
    contacts.suspendPresence();
    assert.equal(contacts.get(bob)?.lastSeen, 1000);
  });

  it('ignore the presence of strangers', () => {
    contacts.applyPresence(available('mallory@evil.example/x'));
    assert.equal(contacts.get('mallory@evil.example'), undefined);
    assert.deepEqual(changes, []);
  });

  it('are replaced by a new roster, strangers with a chat and presence excepted', () => {
    contacts.addStranger(Jid.of('stranger@example.org/x'));
    contacts.applyPresence(available(`${bob}/a`));
    contacts.applyRoster([item(bob, { name: 'Robert' })]);
    assert.deepEqual(
      [...contacts.values()].map(({ name, inRoster }) => [name, inRoster]),
      [
        ['Robert', true],
        ['stranger@example.org', false],
      ],
    );
    assert.deepEqual(resources(), ['a']);
    assert.deepEqual(changes.at(-1), [bob, 'eve@example.org']);
  });

  it('follow the changes of one', () => {
    contacts.applyPush({ jid: Jid.of(bob), item: item(bob, { subscription: 'to' }) });
    assert.equal(contacts.get(bob)?.subscription, 'to');
    contacts.applyPush({ jid: Jid.of(bob) });
    assert.equal(contacts.get(bob), undefined);
    assert.deepEqual(changes, [[bob], [bob]]);
  });

  it('see us by their subscription only', () => {
    const sees = (subscription: RosterItem['subscription']) => {
      contacts.applyRoster([item(bob, { subscription })]);
      return contacts.seesUs(Jid.of(`${bob}/x`));
    };
    assert.deepEqual((['none', 'to', 'from', 'both'] as const).map(sees), [
      false,
      false,
      true,
      true,
    ]);
    assert.equal(contacts.seesUs(Jid.of('mallory@evil.example')), false);
  });

  it('are offline while the connection is gone, and as before when the session is resumed', () => {
    contacts.applyPresence(available(`${bob}/a`, 'dnd'));
    contacts.suspendPresence();
    assert.deepEqual(resources(), []);
    contacts.resumePresence();
    assert.deepEqual(contacts.get(bob)?.resources[0]?.show, 'dnd');
    assert.deepEqual(changes, [[bob], [bob], [bob]]);
  });

  it('are as before also after two losses, and forgotten in a new session', () => {
    contacts.applyPresence(available(`${bob}/a`));
    contacts.suspendPresence();
    contacts.suspendPresence();
    contacts.resumePresence();
    assert.deepEqual(resources(), ['a']);
    contacts.suspendPresence();
    contacts.forgetPresence();
    contacts.resumePresence();
    assert.deepEqual(resources(), []);
  });
});

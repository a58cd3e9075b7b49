import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { recordOf } from '../../../../src/model/rooms/occupantList.ts';
import { Occupants, type OccupantsChange } from '../../../../src/model/rooms/occupants.ts';
import type { Occupant } from '../../../../src/xmpp/xep/0045-occupant.ts';
import { FakeRooms } from '../../../support/fakeRooms.ts';
import { settle } from '../../../support/settle.ts';

const occupant = (nick: string, more: Partial<Occupant> = {}) =>
  recordOf({
    ...{ nick, role: 'participant', affiliation: 'none', jids: [], show: 'available' },
    ...{ status: '', hats: [], ...more },
  });

describe('the occupants of a room', () => {
  let occupants: Occupants;
  let changes: OccupantsChange[];
  const nicks = () => [...occupants.values()].map(({ nick }) => nick);
  const page = (window: object) => {
    const { occupants: shown, total } = occupants.page({ offset: 0, limit: 100, ...window });
    return [shown.map(({ nick }) => nick).join(' '), total];
  };

  beforeEach(() => {
    changes = [];
    occupants = new Occupants((change) => changes.push(change));
  });

  it('are gathered silently, and replace the former ones at once', async () => {
    occupants.gather();
    for (const nick of ['a', 'b', 'c']) occupants.set(occupant(nick));
    occupants.delete('b');
    await settle();
    assert.deepEqual([occupants.size, changes.length], [0, 0]);
    occupants.complete();
    await settle();
    assert.deepEqual(changes, [{ kind: 'reset' }]);
    assert.deepEqual(nicks(), ['a', 'c']);
    // Synchronized again, those not named have left; until then, the former ones stay.
    occupants.gather();
    occupants.set(occupant('c'));
    assert.deepEqual(nicks(), ['a', 'c']);
    occupants.complete();
    await settle();
    assert.deepEqual(nicks(), ['c']);
    assert.equal(changes.length, 2);
  });

  it('are forgotten with what was gathered when we are outside', () => {
    occupants.gather();
    occupants.set(occupant('a'));
    occupants.clear();
    occupants.clear();
    assert.deepEqual([occupants.size, occupants.isGathering], [0, false]);
    assert.deepEqual(changes, [{ kind: 'reset' }]);
  });

  it('change by nick, once for all changes of one read', async () => {
    for (const nick of ['a', 'b', 'a']) occupants.set(occupant(nick));
    occupants.set(occupant('a', { show: 'away' }));
    occupants.delete('b');
    assert.deepEqual(changes, []);
    await settle();
    assert.deepEqual(changes, [{ kind: 'changed', nicks: ['a', 'b'] }]);
    // Prosody sends presence again that says nothing new.
    const jid = Jid.of('a@example.org/x');
    occupants.set(occupant('a', { show: 'away' }));
    await settle();
    assert.equal(changes.length, 1);
    occupants.set(occupant('a', { show: 'away', jids: [jid] }));
    occupants.set(occupant('a', { show: 'away', jids: [jid] }));
    await settle();
    assert.deepEqual(changes[1], { kind: 'changed', nicks: ['a'] });
    assert.equal(occupants.delete('nobody'), undefined);
  });

  it('are counted by role as they change', () => {
    occupants.set(occupant('a', { role: 'moderator' }));
    occupants.set(occupant('b'));
    occupants.set(occupant('c', { role: 'visitor' }));
    occupants.set(occupant('c', { role: 'participant' }));
    occupants.delete('b');
    occupants.delete('b');
    assert.deepEqual(occupants.counts, { moderator: 1, participant: 1, visitor: 0, none: 0 });
    occupants.clear();
    assert.deepEqual(occupants.counts, { moderator: 0, participant: 0, visitor: 0, none: 0 });
  });

  it('are shown in part, moderators first, then by nick', () => {
    for (const nick of ['zoe', 'Ärla', 'bob', 'guest 10', 'guest 9']) {
      occupants.set(occupant(nick, { role: nick === 'zoe' ? 'moderator' : 'participant' }));
    }
    assert.deepEqual(page({}), ['zoe Ärla bob guest 9 guest 10', 5]);
    assert.deepEqual(page({ offset: 1, limit: 2 }), ['Ärla bob', 5]);
    assert.deepEqual(page({ role: 'moderator' }), ['zoe', 1]);
    assert.deepEqual(page({ filter: 'ARL' }), ['Ärla', 1]);
    assert.deepEqual(page({ role: 'visitor', filter: 'a' }), ['', 0]);
    occupants.set(occupant('bob', { role: 'moderator' }));
    assert.deepEqual(page({ limit: 2 }), ['bob zoe', 5]);
    occupants.set(occupant('bob', { role: 'moderator', show: 'dnd' }));
    assert.equal(occupants.page({ offset: 0, limit: 1 }).occupants[0]?.show, 'dnd');
    occupants.delete('bob');
    assert.deepEqual(page({ limit: 1 }), ['zoe', 4]);
  });

  it('are no more than a room has, whatever a service invents', () => {
    for (let n = 0; n < 50_010; n++) occupants.set(occupant(String(n)));
    assert.equal(occupants.size, 50_000);
    assert.equal(occupants.counts.participant, 50_000);
    occupants.set(occupant('1', { role: 'visitor' }));
    assert.equal(occupants.counts.visitor, 1);
  });

  it('are as many as the room says where it names none but us, as ejabberd above its limit', async () => {
    const fake = new FakeRooms();
    const announced = (count: number) => {
      fake.info = fake.info?.replace(
        /(?:<x .*)?<\/query>/su,
        `<x xmlns="jabber:x:data" type="result">
           <field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/muc#roominfo</value></field>
           <field var="muc#roominfo_occupants"><value>${count}</value></field></x></query>`,
      );
    };
    announced(1500);
    const room = await fake.join();
    assert.equal(room.occupants.size, 1500);
    assert.equal([...room.occupants.values()].length, 1);
    fake.receive({ nick: 'romeo' });
    assert.equal(room.occupants.size, 1501);
    room.leave();
    assert.equal(room.occupants.size, 0);
    // Somebody has left between the room's answer and our coming.
    announced(3);
    await fake.join({}, 'romeo');
    assert.equal(room.occupants.size, 2);
  });

  it('of which there are 6,000 make one list, no query and no write each', async () => {
    const fake = new FakeRooms();
    const room = await fake.ask();
    const before = fake.session.sent.length;
    fake.events.length = 0;
    for (let n = 0; n < 6000; n++) fake.receive({ nick: `nick ${n}` });
    await settle();
    assert.equal(fake.events.length, 0);
    fake.enter();
    await settle();
    const told = fake.events.map(([, { kind }]) => kind);
    assert.deepEqual(told, ['occupants', 'state', 'info']);
    assert.equal(room.occupants.size, 6001);
    assert.equal(fake.session.sent.length, before);
    assert.equal(fake.asked.length, 1);
    fake.verify();
  });

  it('take less than 100 ms for 5,000 presences, without their parsing', () => {
    const records = Array.from({ length: 5000 }, (_, n) =>
      occupant(`nick ${n}`, { occupantId: `id ${n}` }),
    );
    const { user: begin } = process.cpuUsage();
    occupants.gather();
    for (const record of records) occupants.set(recordOf({ ...record, status: '' } as Occupant));
    occupants.complete();
    const { user: end } = process.cpuUsage();
    assert.ok(end - begin < 100_000, `${end - begin} µs`);
  });
});

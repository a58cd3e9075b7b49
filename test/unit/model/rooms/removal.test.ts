import assert from 'node:assert/strict';
import type { Membership } from '../../../../src/model/rooms/membership.ts';
import { CAVE, FakeRooms } from '../../../support/fakeRooms.ts';
import { plain } from '../../../support/plain.ts';
import { settle } from '../../../support/settle.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ME = `${CAVE.bare}/juliet`;

describe('a room', () => {
  let fake: FakeRooms;
  let room: Membership;

  beforeEach(() => (fake = new FakeRooms()));
  afterEach(() => {
    fake.verify();
  });

  describe('that we are removed from', () => {
    beforeEach(async () => (room = await fake.join({}, 'romeo')));
    const item = (inner: string) => `<item role="none" affiliation="none">${inner}</item>`;

    it('says how, and by whom', () => {
      const inner = item('<actor nick="Hag" /><reason>Enough</reason>');
      fake.leave({ nick: 'juliet', codes: [110, 307], item: inner });
      assert.deepEqual(plain(fake.reason), {
        error: {
          code: 'room-kicked.by-reason',
          params: {
            ...{ actor: 'Hag', reason: 'Enough' },
            ...{ room: CAVE.bare, domain: CAVE.domain },
          },
        },
        remedy: 'join',
      });
      assert.equal(room.occupants.size, 0);
    });

    it('is not joined again by itself after a kick, ban or loss of membership', async () => {
      const cases = [
        [[307], 'room-kicked', 'join'],
        [[301], 'room-banned', 'none'],
        [[321], 'room-membership-lost', 'join'],
        [[322], 'room-members-only.now', 'membership'],
      ] as const;
      for (const [codes, code, remedy] of cases) {
        fake.leave({ nick: 'juliet', codes: [...codes, 110] });
        assert.deepEqual(fake.why, [code, remedy, 0]);
        await fake.advance(60 * MINUTE);
        fake.rooms.reset();
        fake.rooms.begin();
        await settle();
        assert.deepEqual(fake.told, []);
        await fake.join();
      }
    });

    it('by codes in any order', () => {
      for (const codes of [
        [110, 307],
        [307, 110],
      ]) {
        fake.leave({ nick: 'juliet', codes });
        assert.deepEqual(fake.why, ['room-kicked', 'join', 0]);
      }
    });

    it('for a technical reason, is joined again by itself', async () => {
      const status = '<status>Kicked: connection error</status>';
      fake.leave({ nick: 'juliet', codes: [333, 307, 110], children: status });
      assert.deepEqual(fake.why, ['room-lost.technical', 'join', 11]);
      await fake.advance(11 * SECOND);
      fake.enter();
      assert.equal(fake.phase, 'joined');
      // Again at once: slower.
      fake.leave({ nick: 'juliet', codes: [110, 333] });
      assert.equal(fake.why[2], 33);
    });

    it('as its service goes down, is joined again, and again soon after a quiet time', async () => {
      fake.leave({ nick: 'juliet', codes: [332, 110] });
      assert.deepEqual(fake.why, ['room-shutdown', 'join', 11]);
      await fake.advance(11 * SECOND);
      fake.enter();
      await fake.advance(5 * MINUTE);
      fake.leave({ nick: 'juliet', codes: [110, 332] });
      assert.equal(fake.why[2], 11);
    });

    it('for no known reason, is joined again once', async () => {
      fake.leave({ nick: 'juliet', codes: [110] });
      assert.deepEqual(fake.why, ['room-lost', 'join', 11]);
      await fake.advance(11 * SECOND);
      fake.enter();
      fake.leave({ nick: 'juliet', codes: [110] });
      assert.deepEqual(fake.why, ['room-lost', 'join', 0]);
    });

    it('as it is destroyed, names the other room; also without any code', () => {
      const destroy = `<item role="none" /><destroy jid="new@rooms.example.net"><reason>Moved</reason></destroy>`;
      fake.leave({ nick: 'juliet', item: destroy });
      assert.deepEqual(fake.why, ['room-destroyed.reason', 'otherRoom', 0]);
      assert.equal(fake.reason?.other?.bare, 'new@rooms.example.net');
    });

    it('is left by us without a reason, and can be joined at once', async () => {
      room.leave('bye');
      assert.deepEqual(fake.told, [`${ME} unavailable`]);
      assert.deepEqual(room.state, { phase: 'left' });
      await fake.ask();
      fake.leave({ nick: 'juliet', codes: [110] });
      assert.equal(fake.phase, 'joining');
      fake.enter();
      // The answer has come: what follows is another one.
      fake.leave({ nick: 'juliet', codes: [110] });
      assert.deepEqual(fake.why, ['room-lost', 'join', 11]);
    });

    it('is in doubt when another session of ours with our nick has left', async () => {
      const other = '<item role="none" jid="juliet@example.org/phone" />';
      fake.leave({ nick: 'juliet', item: other });
      await settle();
      assert.deepEqual(fake.asked, [`ping ${ME}`]);
      assert.equal(fake.phase, 'joined');
      assert.ok(room.self);
    });
  });

  describe('whose occupants come and go', () => {
    beforeEach(async () => (room = await fake.join({}, 'romeo')));

    it('tells of each', () => {
      fake.receive({ nick: 'nurse' });
      fake.receive({ nick: 'nurse', children: '<show>away</show>' });
      fake.leave({ nick: 'nurse', children: '<status>bye</status>' });
      // Prosody: members who are away.
      fake.leave({ nick: 'nobody' });
      const [entered, exited, ...others] = fake.events.map(([, event]) => event);
      assert.ok(entered?.kind === 'entered' && entered.occupant.nick === 'nurse');
      assert.ok(exited?.kind === 'exited');
      assert.deepEqual([exited.occupant.show, exited.how, exited.status], ['away', 'left', 'bye']);
      assert.deepEqual(others, []);
    });

    it('says nothing of presence that is sent again, as when real JIDs begin to show', () => {
      const jid = '<item role="participant" jid="romeo@example.net/orchard" />';
      fake.receive({ nick: 'romeo', item: jid });
      fake.receive({ nick: 'romeo', item: jid });
      assert.deepEqual(fake.events, []);
      assert.equal(room.occupants.get('romeo')?.jids.length, 1);
    });

    it('one whose connection is lost is gone, not kicked', () => {
      fake.leave({ nick: 'romeo', codes: [333, 307] });
      const [exited] = fake.eventsOf('exited');
      assert.ok(exited?.kind === 'exited' && exited.how === 'technical');
      assert.equal(room.occupants.get('romeo'), undefined);
    });

    it('one with another nick neither leaves nor enters', async () => {
      fake.leave({ nick: 'romeo', codes: [303], item: '<item role="none" nick="montague" />' });
      fake.receive({ nick: 'montague' });
      assert.deepEqual(
        fake.events.map(([, event]) => event),
        [{ kind: 'renamed', from: 'romeo', to: 'montague', isOwn: false }],
      );
      await settle();
      assert.deepEqual([room.occupants.size, room.occupants.counts.participant], [2, 2]);
    });
  });
});

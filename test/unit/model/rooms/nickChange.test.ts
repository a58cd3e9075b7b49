import assert from 'node:assert/strict';
import { Failure } from '../../../../src/base/userError.ts';
import type { Membership } from '../../../../src/model/rooms/membership.ts';
import { CAVE, error, FakeRooms } from '../../../support/fakeRooms.ts';

const SECOND = 1000;

describe('a room', () => {
  let fake: FakeRooms;
  let room: Membership;

  beforeEach(() => (fake = new FakeRooms()));
  afterEach(() => {
    fake.verify();
  });

  describe('in which we change our nick', () => {
    beforeEach(async () => (room = await fake.join({}, 'romeo')));
    const rejects = (work: Promise<void>, code: string) =>
      assert.rejects(work, (reason) => reason instanceof Failure && reason.userError.code === code);

    it('has us by the new one with 303, without a leave', async () => {
      const changed = room.changeNick('capulet');
      assert.equal(room.nick, 'juliet');
      fake.leave({
        nick: 'juliet',
        codes: [303, 110],
        item: '<item role="none" nick="capulet" />',
      });
      fake.enter({ nick: 'capulet' });
      await changed;
      assert.equal(room.occupant?.full, `${CAVE.bare}/capulet`);
      assert.deepEqual(
        fake.events.filter(([, { kind }]) => kind !== 'occupants').map(([, event]) => event),
        [{ kind: 'renamed', from: 'juliet', to: 'capulet', isOwn: true }],
      );
      assert.equal(fake.phase, 'joined');
    });

    it('keeps the old one if another has it', async () => {
      const changed = room.changeNick('romeo');
      fake.refuse('conflict');
      await rejects(changed, 'room-nick.taken');
      assert.deepEqual([fake.phase, room.nick], ['joined', 'juliet']);
      assert.ok(room.self);
    });

    it('keeps the old one if that is not allowed', async () => {
      for (const [condition, code] of [
        ['not-allowed', 'room-nick.not-allowed'],
        ['not-acceptable', 'room-nick.reserved'],
        ['jid-malformed', 'room-nick.invalid'],
      ] as const) {
        const changed = room.changeNick('capulet');
        fake.refuse(condition);
        await rejects(changed, code);
        assert.deepEqual([fake.phase, room.nick], ['joined', 'juliet']);
      }
      assert.deepEqual(fake.events, []);
    });

    it('decides by a self-ping if there is no answer for 10 s', async () => {
      const changed = room.changeNick('capulet');
      await fake.advance(10 * SECOND);
      assert.deepEqual(fake.asked, [`ping ${CAVE.bare}/capulet`]);
      await changed;
      assert.equal(room.nick, 'capulet');
      const again = room.changeNick('tybalt');
      fake.ping = error('not-acceptable');
      const rejected = rejects(again, 'room-nick.unanswered');
      await fake.advance(10 * SECOND);
      await rejected;
      // In doubt, the room is asked to tell all anew.
      assert.deepEqual([fake.phase, fake.told.at(-1)], ['joining', `${CAVE.bare}/capulet`]);
    });

    it('tells it our presence only afterwards, and is not asked whether we are inside', async () => {
      const changed = room.changeNick('capulet');
      fake.presence = { show: 'away', status: '' };
      fake.rooms.presenceChanged();
      assert.equal(await room.check(), undefined);
      assert.deepEqual(fake.told, [`${CAVE.bare}/capulet`]);
      fake.enter({ nick: 'capulet' });
      await changed;
      assert.deepEqual(fake.told, [`${CAVE.bare}/capulet`, `${CAVE.bare}/capulet`]);
      assert.equal(fake.sent[1]?.getChildText('show'), 'away');
    });

    it('refuses what cannot be a nick, and two changes at once', async () => {
      await rejects(room.changeNick(' '), 'room-nick.invalid');
      await room.changeNick('juliet');
      const first = room.changeNick('a');
      await rejects(room.changeNick('b'), 'room-not-joined');
      room.leave();
      await rejects(first, 'room-not-joined');
      await rejects(room.changeNick('c'), 'room-not-joined');
    });
  });
});

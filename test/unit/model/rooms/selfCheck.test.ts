import assert from 'node:assert/strict';
import type { Membership } from '../../../../src/model/rooms/membership.ts';
import { CAVE, error, FakeRooms } from '../../../support/fakeRooms.ts';
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

  describe('that may have lost us', () => {
    beforeEach(async () => (room = await fake.join()));

    it('is left undecided while its service is out of reach, and asked again', async () => {
      fake.ping = error('remote-server-timeout');
      assert.equal(await room.check(), 'undecided');
      assert.equal(fake.phase, 'notSure');
      for (const seconds of [33, 66, 132]) await fake.advance(seconds * SECOND);
      assert.deepEqual(fake.asked, Array(4).fill(`ping ${ME}`));
      assert.deepEqual(fake.told, []);
      fake.ping = '';
      await fake.advance(330 * SECOND);
      assert.deepEqual(room.state, { phase: 'joined', hasHistory: true });
    });

    it('is sure again by whatever the room says', async () => {
      fake.ping = error('remote-server-timeout');
      await room.check();
      fake.receive({ nick: 'romeo' });
      assert.equal(fake.phase, 'joined');
      await fake.advance(5 * MINUTE);
      assert.equal(fake.asked.length, 1);
    });

    it('is joined again if we are outside, slower each time that fails', async () => {
      fake.ping = error('not-acceptable');
      await room.check();
      await settle();
      assert.deepEqual(fake.told, [ME]);
      for (const seconds of [33, 66, 132, 330, 990]) {
        fake.refuse('service-unavailable', 'Starting');
        assert.deepEqual(fake.why, ['room-closed.said', 'join', seconds]);
        await fake.advance(seconds * SECOND);
      }
      fake.enter();
      assert.equal(fake.phase, 'joined');
    });

    it('is not created again when it is gone', async () => {
      fake.ping = error('item-not-found');
      fake.info = error('item-not-found');
      assert.equal(await room.check(), 'gone');
      assert.deepEqual(fake.why, ['room-missing', 'create', 0]);
      assert.deepEqual(fake.told, []);
    });

    it('says that it is destroyed', async () => {
      fake.ping = error('gone');
      await room.check();
      assert.deepEqual(fake.why, ['room-destroyed', 'none', 0]);
    });

    it('is asked no second time at once, and forgets an answer that comes too late', async () => {
      fake.ping = undefined;
      const answer = room.check();
      assert.equal(await room.check(), undefined);
      room.leave();
      await fake.ask();
      fake.enter();
      await fake.advance(MINUTE);
      assert.equal(await answer, undefined);
      assert.equal(fake.phase, 'joined');
    });

    it('is asked when it refuses our presence', async () => {
      fake.refuse('not-acceptable', '', 'any');
      await settle();
      assert.deepEqual(fake.asked, [`ping ${ME}`]);
    });

    it('swaps its occupants without a word when it tells them anew', async () => {
      fake.receive({ nick: 'romeo' });
      fake.receive({ nick: 'nurse' });
      await settle();
      room.rejoin();
      await settle();
      fake.events.length = 0;
      fake.receive({ nick: 'nurse' });
      fake.receive({ nick: 'tybalt' });
      fake.enter();
      await settle();
      assert.deepEqual(
        fake.events.map(([, { kind }]) => kind),
        ['occupants', 'state', 'info'],
      );
      assert.deepEqual(
        [...room.occupants.values()].map(({ nick }) => nick),
        ['nurse', 'tybalt', 'juliet'],
      );
    });
  });
});

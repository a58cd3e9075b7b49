import assert from 'node:assert/strict';
import type { Change } from '../../../src/api/topics.ts';
import type { RoomActivityView } from '../../../src/api/views.ts';
import { watchRoomActivity } from '../../../src/host/watchRoomActivity.ts';
import { FakeAccountRooms } from '../../support/fakeAccountRooms.ts';
import { CAVE, USER } from '../../support/fakeRooms.ts';
import { settle } from '../../support/settle.ts';

describe('watching the activity of a room', () => {
  let fake: FakeAccountRooms;
  let told: Change<RoomActivityView>[];

  beforeEach(async () => {
    fake = new FakeAccountRooms();
    told = [];
    await fake.begin();
    await fake.join();
    const { clock } = fake.session;
    watchRoomActivity(fake.rooms, CAVE.bare, (change) => void told.push(change), clock);
  });

  const presence = (nick: string, type = '') => {
    fake.session.receive(
      `<presence from="${CAVE.bare}/${nick}" ${type && `type="${type}"`}><x xmlns="${USER}">
         <item affiliation="none" role="participant" /></x></presence>`,
    );
  };
  const batch = async () => {
    await settle();
    fake.session.clock.advance(20);
  };
  const summary = () =>
    told.map((change) => {
      if (change.kind === 'remove') return `- ${change.ids.length}`;
      return 'items' in change ? `${change.kind} ${change.items.length}` : change.kind;
    });

  it('tells a snapshot, then what is added, together', async () => {
    for (const nick of ['romeo', 'nurse']) presence(nick);
    await batch();
    presence('romeo', 'unavailable');
    await batch();
    assert.deepEqual(summary(), ['snapshot 0', 'snapshot 2', 'upsert 1']);
    const [left] = told.flatMap((change) => (change.kind === 'upsert' ? change.items : []));
    assert.deepEqual([left?.kind, left?.kind === 'exited' && left.how], ['exited', 'left']);
  });

  it('sends of a flood no more than is kept, however many there are in it', async () => {
    presence('first');
    await batch();
    for (let n = 0; n < 150; n++) presence(`a${n}`);
    await batch();
    for (let n = 0; n < 2000; n++) presence(`b${n}`);
    await batch();
    for (let n = 0; n < 150; n++) presence(`c${n}`);
    await batch();
    assert.deepEqual(summary(), [
      ...['snapshot 0', 'snapshot 1', 'upsert 150', 'snapshot 200', 'upsert 150', '- 150'],
    ]);
  });

  it('follows the setting and the choice for the room, but always tells what concerns us', async () => {
    presence('romeo');
    fake.enter([], '<item affiliation="none" role="visitor" />');
    await batch();
    fake.showActivity = 'off';
    fake.changed.fire(undefined);
    await batch();
    fake.rooms.shownActivity.choose(CAVE.bare, true);
    await batch();
    fake.rooms.shownActivity.choose(CAVE.bare, false);
    await batch();
    assert.deepEqual(summary(), ['snapshot 0', 'snapshot 2', '- 1', 'snapshot 2', '- 1']);
    assert.equal(fake.rooms.find(CAVE.bare)?.showsActivity, false);
  });
});

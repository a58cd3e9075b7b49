import assert from 'node:assert/strict';
import { concernsUs, MAX_ACTIVITY } from '../../../../src/model/rooms/roomActivity.ts';
import { FakeRooms } from '../../../support/fakeRooms.ts';

const MODERATOR = '<item affiliation="none" role="moderator" />';
const VISITOR = '<item affiliation="none" role="visitor" />';

describe('the activity of a room', () => {
  let fake: FakeRooms;

  beforeEach(() => {
    fake = new FakeRooms();
  });

  afterEach(() => {
    fake.verify();
  });

  const entries = () =>
    fake.room.activity.entries.map(({ id: _, time: __, ...facts }) => facts as unknown);
  const kinds = () => fake.room.activity.entries.map(({ kind }) => kind);

  it('has who comes and goes once we are inside, in order and with the time', async () => {
    await fake.join({}, 'romeo', 'nurse');
    assert.deepEqual(entries(), []);
    fake.clock.advance(1000);
    fake.receive({ nick: 'tybalt' });
    fake.leave({ nick: 'romeo' });
    const kick = '<item role="none"><actor nick="nurse"/><reason>enough</reason></item>';
    fake.leave({ nick: 'tybalt', codes: [307], item: kick });
    const gone = { how: 'left', by: '', reason: '' };
    assert.deepEqual(entries(), [
      { kind: 'entered', nick: 'tybalt' },
      { kind: 'exited', nick: 'romeo', ...gone },
      { kind: 'exited', nick: 'tybalt', how: 'kicked', by: 'nurse', reason: 'enough' },
    ]);
    assert.equal(fake.room.activity.entries[0]?.time, fake.clock.now());
  });

  it('says nothing of a list that is sent again, nor of presence without news', async () => {
    await fake.join({}, 'romeo');
    fake.receive({ nick: 'romeo', children: '<show>away</show>' });
    fake.room.rejoin();
    await fake.advance(0);
    for (const nick of ['romeo', 'nurse']) fake.receive({ nick });
    fake.enter();
    await fake.advance(0);
    assert.deepEqual(kinds(), []);
    assert.equal(fake.room.occupants.size, 3);
  });

  it('says nothing of the presence of all that Prosody sends to a new moderator, but what we are', async () => {
    await fake.join({}, 'romeo', 'nurse');
    const jid = (item: string) => item.replace('/>', 'jid="x@example.net/y" />');
    for (const nick of ['romeo', 'nurse']) {
      fake.receive({ nick, item: jid('<item affiliation="none" role="participant" />') });
    }
    fake.enter({ item: MODERATOR });
    const before = { role: 'participant', affiliation: 'none' };
    const now = { role: 'moderator', affiliation: 'none' };
    assert.deepEqual(entries(), [{ kind: 'standing', nick: 'juliet', before, now, isOwn: true }]);
  });

  it('has new nicks, and what others may do now', async () => {
    await fake.join({}, 'romeo');
    const item = '<item role="participant" nick="montague" />';
    fake.leave({ nick: 'romeo', codes: [303], item });
    fake.receive({ nick: 'montague' });
    fake.receive({ nick: 'montague', item: VISITOR });
    assert.deepEqual(kinds(), ['renamed', 'standing']);
    assert.deepEqual(fake.room.activity.entries.map(concernsUs), [false, false]);
  });

  it('has that real addresses are shown now, once, and that the room is archived', async () => {
    await fake.ask();
    fake.enter({ codes: [110, 100, 170] });
    await fake.advance(0);
    const told = (code: number) => {
      fake.session.receive(
        `<message from="${fake.room.room.bare}" type="groupchat">
           <x xmlns="http://jabber.org/protocol/muc#user"><status code="${code}" /></x></message>`,
      );
    };
    told(172);
    for (const code of [173, 170]) told(code);
    await fake.advance(0);
    assert.deepEqual(
      entries(),
      ['addressesShown', 'addressesHidden', 'logged'].map((change) => ({
        kind: 'privacy',
        change,
      })),
    );
    assert.deepEqual(fake.room.activity.entries.map(concernsUs), [true, true, true]);
  });

  it('keeps the last entries of a flood only', async () => {
    await fake.join();
    for (let n = 0; n < 1000; n++) fake.receive({ nick: `n${n}` });
    const { entries: all, isSmall } = fake.room.activity;
    assert.equal(all.length, MAX_ACTIVITY);
    assert.deepEqual(all.at(-1), { ...all.at(-1), kind: 'entered', nick: 'n999' });
    assert.equal(new Set(all.map(({ id }) => id)).size, MAX_ACTIVITY);
    // It was small when we came in, and does not change its ways because of a flood.
    assert.equal(isSmall, true);
  });

  it('knows a room that is large when we come in', async () => {
    await fake.join({}, ...Array.from({ length: 30 }, (_, n) => `n${n}`));
    assert.equal(fake.room.activity.isSmall, false);
  });
});

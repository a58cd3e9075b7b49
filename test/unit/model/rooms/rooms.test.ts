import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { CAVE, error, FakeRooms } from '../../../support/fakeRooms.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { settle } from '../../../support/settle.ts';

const MINUTE = 60_000;
const jids = (count: number) =>
  Array.from({ length: count }, (_, n) => Jid.of(`r${n}@rooms.example.net`));

describe('the rooms of an account', () => {
  let fake: FakeRooms;

  beforeEach(() => (fake = new FakeRooms()));
  afterEach(() => {
    fake.verify();
  });

  const join = async (rooms: readonly Jid[], origin: 'bookmark' | 'user' = 'bookmark') => {
    for (const room of rooms) fake.rooms.join(room, { nick: 'juliet', origin });
    await settle();
  };
  const enter = async (rooms: readonly Jid[]) => {
    for (const room of rooms) {
      fake.enter({ room });
      await settle();
    }
  };
  const phases = () => [...fake.rooms.values()].map(({ state }) => state.phase);

  it('take the presence and notices of rooms, and of nobody else', async () => {
    await fake.join();
    const presence = (from: string, type = '') =>
      fake.rooms.receivePresence(incomingStanza(`<presence from="${from}" type="${type}" />`));
    assert.equal(presence(CAVE.bare, 'unavailable'), true);
    assert.equal(presence(`${CAVE.bare}/romeo`, 'unavailable'), true);
    assert.equal(presence(`${CAVE.bare}/romeo`, 'error'), true);
    assert.equal(presence('romeo@example.net/garden', 'unavailable'), false);
    assert.equal(presence(CAVE.bare, 'subscribe'), false);
    const message = (from: string, content: string) =>
      fake.rooms.receiveNotice(
        incomingStanza(`<message from="${from}" type="groupchat">${content}</message>`),
      );
    assert.equal(message(`${CAVE.bare}/romeo`, '<subject>Hi</subject>'), true);
    assert.equal(message(`${CAVE.bare}/romeo`, '<body>Hi</body>'), false);
    assert.equal(message('a@rooms.example.net/romeo', '<subject>Hi</subject>'), false);
    await settle();
  });

  it('are joined a few at a time, those that the user asks for first', async () => {
    const rooms = jids(6);
    await join(rooms);
    assert.equal(fake.told.length, 4);
    await join([CAVE], 'user');
    await enter(rooms.slice(0, 1));
    assert.equal(fake.told.at(-1), `${CAVE.bare}/juliet`);
    // One that does not answer keeps the others waiting for 30 s only.
    fake.clock.advance(30_000);
    await settle();
    assert.equal(fake.told.length, 7);
    await enter(rooms);
    await enter([CAVE]);
    assert.deepEqual(phases(), Array(7).fill('joined'));
  });

  it('are not kept waiting by those that do not say what they are', async () => {
    fake.info = undefined;
    await join(jids(6));
    assert.equal(fake.asked.length, 4);
    fake.announce();
    await fake.advance(5000);
    assert.deepEqual(fake.told, ['r4@rooms.example.net/juliet', 'r5@rooms.example.net/juliet']);
  });

  it('are all joined again in a new session, but for those that we left', async () => {
    const rooms = jids(3);
    await join(rooms);
    await enter(rooms);
    fake.rooms.find('r2@rooms.example.net')?.leave();
    fake.session.stream.goOffline();
    fake.session.stream.goOnline(false);
    fake.rooms.reset();
    assert.deepEqual(phases(), ['asking', 'asking', 'left']);
    fake.forgetSent();
    fake.rooms.begin();
    await settle();
    assert.deepEqual(fake.told, ['r0@rooms.example.net/juliet', 'r1@rooms.example.net/juliet']);
    await enter(rooms);
    assert.deepEqual(phases(), ['joined', 'joined', 'left']);
  });

  it('that wait for a connection keep no others waiting', async () => {
    fake.session.stream.goOffline();
    await join(jids(6));
    fake.session.stream.goOnline(false);
    fake.rooms.reset();
    await join([CAVE], 'user');
    assert.deepEqual(fake.told, [`${CAVE.bare}/juliet`]);
    fake.rooms.begin();
    await settle();
    assert.deepEqual([fake.told.length, new Set(fake.told).size], [4, 4]);
  });

  it('joined as soon as there is a connection are not joined again once it is ready', async () => {
    fake.rooms.reset();
    const [first = CAVE, second = CAVE] = jids(2);
    await join([first, second], 'user');
    await enter([first]);
    fake.receive({ room: second, nick: 'romeo' });
    fake.rooms.begin();
    await settle();
    assert.deepEqual(phases(), ['joined', 'joining']);
    await enter([second]);
    assert.deepEqual(fake.told, [`${first.bare}/juliet`, `${second.bare}/juliet`]);
    assert.equal(fake.rooms.find(second.bare)?.occupants.size, 2);
  });

  it('are asked by a resumed session whether we are inside', async () => {
    const rooms = jids(2);
    await join(rooms);
    await enter(rooms.slice(0, 1));
    fake.forgetSent();
    fake.session.stream.goOffline();
    fake.session.stream.goOnline(true);
    fake.rooms.resume();
    await settle();
    // The request to join the other is sent by the stream again.
    assert.deepEqual(fake.asked, ['ping r0@rooms.example.net/juliet']);
    assert.deepEqual(phases(), ['joined', 'joining']);
  });

  it('in a session resumed by another process are told anew who is inside', async () => {
    fake.session.stream.goOffline();
    await join([CAVE]);
    assert.deepEqual(phases(), ['asking']);
    fake.session.stream.goOnline(true);
    fake.rooms.begin();
    await settle();
    assert.ok(fake.sent[0]?.getChild('x', 'http://jabber.org/protocol/muc'));
    await enter([CAVE]);
    assert.deepEqual(phases(), ['joined']);
  });

  it('that were left while offline are told so when the session goes on', async () => {
    const room = await fake.join();
    fake.session.stream.goOffline();
    room.leave();
    fake.session.stream.goOnline(true);
    fake.rooms.resume();
    fake.rooms.resume();
    assert.deepEqual(fake.told, [`${CAVE.bare}/juliet unavailable`]);
    await settle();
    fake.leave({ nick: 'juliet', codes: [110] });
    assert.deepEqual(room.state, { phase: 'left' });
  });

  it('each hear of our presence, but not those that we are not in', async () => {
    const rooms = jids(2);
    await join(rooms);
    await enter(rooms.slice(0, 1));
    fake.forgetSent();
    fake.presence = { show: 'away', status: 'lunch' };
    fake.rooms.presenceChanged();
    assert.deepEqual(fake.told, ['r0@rooms.example.net/juliet']);
  });

  it('are left by being invisible, and joined again afterwards', async () => {
    const room = await fake.join();
    fake.presence = undefined;
    fake.rooms.presenceChanged();
    assert.ok(room.state.phase === 'left');
    assert.deepEqual(
      [room.state.reason?.error.code, room.state.reason?.remedy],
      ['room-invisible', 'show'],
    );
    fake.leave({ nick: 'juliet', codes: [110] });
    fake.rooms.reset();
    fake.rooms.begin();
    await settle();
    assert.equal(room.state.phase, 'left');
    assert.deepEqual(fake.told, []);
    fake.presence = { show: 'available', status: '' };
    fake.rooms.presenceChanged();
    await settle();
    fake.enter();
    assert.equal(phases()[0], 'joined');
  });

  it('of a silent service are asked for by one of them, all only if that has lost us', async () => {
    const rooms = jids(3);
    await join(rooms);
    await enter(rooms);
    fake.forgetSent();
    await fake.advance(14 * MINUTE);
    fake.receive({ nick: 'romeo', room: rooms[1] ?? CAVE });
    await fake.advance(15 * MINUTE - 1);
    assert.deepEqual(fake.asked, []);
    await fake.advance(1);
    assert.deepEqual(fake.asked, ['ping r0@rooms.example.net/juliet']);
    fake.ping = error('remote-server-timeout');
    await fake.advance(15 * MINUTE);
    assert.equal(fake.asked.length, 4);
    assert.deepEqual(phases(), Array(3).fill('notSure'));
    for (const { room } of fake.rooms.values()) fake.rooms.forget(room);
    fake.forgetSent();
    await fake.advance(60 * MINUTE);
    assert.deepEqual([fake.asked, fake.clock.pending], [[], 0]);
  });

  it('that are forgotten are left, and their presence is nothing to us', async () => {
    await fake.join();
    fake.rooms.forget(CAVE);
    assert.deepEqual(fake.told, [`${CAVE.bare}/juliet unavailable`]);
    assert.equal(fake.rooms.find(CAVE.bare), undefined);
    fake.leave({ nick: 'juliet', codes: [110] });
  });

  it('are no contacts of ours: only our own address in them is', async () => {
    await fake.join({}, 'romeo');
    const isOwn = (jid: string) => fake.rooms.isOwnOccupant(Jid.of(jid));
    assert.equal(isOwn(`${CAVE.bare}/juliet`), true);
    for (const jid of [CAVE.bare, `${CAVE.bare}/romeo`, 'a@b/juliet']) {
      assert.equal(isOwn(jid), false);
    }
  });
});

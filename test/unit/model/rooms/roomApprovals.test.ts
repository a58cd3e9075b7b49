import assert from 'node:assert/strict';
import { RoomApprovals } from '../../../../src/model/rooms/roomApprovals.ts';
import { messageModule } from '../../../../src/xmpp/im/messages.ts';
import { error, CAVE, FakeRooms, USER } from '../../../support/fakeRooms.ts';
import { settle } from '../../../support/settle.ts';

const MUC = 'http://jabber.org/protocol/muc';
const field = (name: string, value: string) =>
  `<field var="${name}"><value>${value}</value></field>`;
const item = (role: string, affiliation = 'none', jid = '') =>
  `<item role="${role}" affiliation="${affiliation}" ${jid && `jid="${jid}"`} />`;

describe('requests of others in a room', () => {
  let fake: FakeRooms;
  let approvals: RoomApprovals;
  let changes: (readonly string[])[];

  beforeEach(() => {
    fake = new FakeRooms();
    messageModule.attach?.(fake.session);
    const inside = () => ({ session: fake.session, membership: fake.room });
    approvals = new RoomApprovals(inside, fake.clock);
    fake.rooms.onDidChange((change) => {
      approvals.hear(change);
    });
    changes = [];
    approvals.onDidChange((ids) => changes.push(ids));
  });
  afterEach(() => {
    fake.verify();
  });

  /** We are inside with this role and affiliation, and a visitor. */
  const join = async (own = item('moderator', 'owner')) => {
    await fake.ask();
    fake.receive({ nick: 'hag', item: item('visitor') });
    fake.enter({ item: own });
    await settle();
    fake.forgetSent();
  };
  const ask = (nick = 'hag', from = CAVE.bare) => {
    fake.session.receive(`<message from="${from}"><x xmlns="jabber:x:data" type="form">
      ${field('FORM_TYPE', `${MUC}#request`)}${field('muc#role', 'participant')}
      ${field('muc#jid', `${nick}@example.org/pda`)}${field('muc#roomnick', nick)}
      ${field('muc#request_allow', 'false')}</x></message>`);
  };
  const askToRegister = (nick = 'hag', jid = '') => {
    fake.session.receive(`<message from="${CAVE.bare}"><x xmlns="jabber:x:data" type="form">
      ${field('FORM_TYPE', `${MUC}#register`)}${field('muc#register_roomnick', nick)}
      ${jid && field('muc#jid', jid)}${field('muc#register_allow', '0')}</x></message>`);
  };
  const waiting = () => [...approvals.values()].map(({ kind, nick }) => `${kind} ${nick}`);
  const only = () => [...approvals.values()][0]?.id ?? '';
  const answers = () =>
    fake.session.sent.filter((sent) => sent.getName() === 'message').map(String);

  it('wait for a moderator, one of each person', async () => {
    await join();
    ask();
    ask();
    assert.deepEqual(waiting(), ['voice hag']);
    assert.equal(changes.length, 2);
  });

  it('are ignored where we may not approve them, or nobody could ask', async () => {
    await join(item('participant', 'member'));
    ask();
    askToRegister();
    assert.deepEqual(waiting(), []);
    fake.receive({ nick: 'juliet', codes: [110], item: item('moderator') });
    ask('juliet');
    ask('nobody');
    ask('hag', 'den@rooms.example.net');
    // A moderator gives voice, but not membership (§5.2.1).
    askToRegister();
    assert.deepEqual(waiting(), []);
    ask();
    assert.deepEqual(waiting(), ['voice hag']);
  });

  it('are ignored in a room that we are not in', async () => {
    ask();
    await fake.ask();
    ask();
    assert.deepEqual(waiting(), []);
  });

  it('are approved and denied by the form, and settled once the room has it', async () => {
    await join();
    ask();
    const approving = approvals.answer(only(), true);
    await approving;
    assert.match(answers()[0] ?? '', /muc#request_allow"><value>true/u);
    assert.deepEqual(waiting(), []);
    await assert.rejects(approvals.answer('?', true), { code: 'no-approval' });
    ask();
    await approvals.answer(only(), false);
    assert.match(answers()[1] ?? '', /muc#request_allow"><value>false/u);
    assert.deepEqual(waiting(), []);
  });

  it('wait on if the room refuses the answer', async () => {
    await join();
    ask();
    const answering = approvals.answer(only(), true);
    const [sent] = fake.session.sent.filter((one) => one.getName() === 'message');
    fake.session.receive(
      `<message from="${CAVE.bare}" id="${sent?.attrs['id'] ?? ''}" type="error">${error('not-allowed')}</message>`,
    );
    await assert.rejects(answering, { code: 'room-change' });
    assert.deepEqual(waiting(), ['voice hag']);
  });

  it('end when somebody else has approved, or who asks has left', async () => {
    await join();
    ask();
    fake.receive({ nick: 'hag', item: item('participant') });
    await settle();
    assert.deepEqual(waiting(), []);
    fake.receive({ nick: 'hag', item: item('visitor') });
    ask();
    fake.leave({ nick: 'hag' });
    await settle();
    assert.deepEqual(waiting(), []);
  });

  it('end when we may not approve any more, or leave', async () => {
    await join();
    ask();
    fake.receive({ nick: 'juliet', codes: [110], item: item('participant') });
    await settle();
    assert.deepEqual(waiting(), []);
    fake.receive({ nick: 'juliet', codes: [110], item: item('moderator') });
    ask();
    assert.deepEqual(waiting(), ['voice hag']);
    fake.room.leave();
    assert.deepEqual(waiting(), []);
  });

  it('stay while the room tells anew who is inside', async () => {
    await join();
    ask();
    fake.room.rejoin();
    await settle();
    assert.deepEqual(waiting(), ['voice hag']);
    fake.receive({ nick: 'hag', item: item('visitor') });
    fake.enter({ item: item('moderator', 'owner') });
    await settle();
    assert.deepEqual(waiting(), ['voice hag']);
  });

  it('for membership end when it is given elsewhere', async () => {
    await join();
    askToRegister('witch', 'witch@example.org');
    assert.deepEqual(waiting(), ['membership witch']);
    fake.session.receive(
      `<message from="${CAVE.bare}"><x xmlns="${USER}">${item('none', 'member', 'witch@example.org')}</x></message>`,
    );
    assert.deepEqual(waiting(), []);
  });

  it('are bounded: none displaces another', async () => {
    await join();
    for (let n = 0; n < 30; n += 1) askToRegister(`witch${n}`);
    assert.equal(waiting().length, 20);
    assert.equal(waiting()[0], 'membership witch0');
  });
});

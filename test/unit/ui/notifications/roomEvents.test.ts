import assert from 'node:assert/strict';
import type { RoomView } from '../../../../src/api/views.ts';
import { approvalArrivals, invitationArrivals } from '../../../../src/ui/notifications/arrivals.ts';
import { OccupantEvents } from '../../../../src/ui/notifications/occupantEvents.ts';
import { RoomEvents } from '../../../../src/ui/notifications/roomEvents.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { occupant, room, RoomsHost } from '../../../support/roomTree.ts';

const received = (id: string, mentionsUs = false) => ({
  lastReceived: { id, excerpt: 'Hello', senderName: 'Ada', mentionsUs },
});

describe('what happens in rooms', () => {
  const follow = (first: RoomView) => {
    const host = new RoomsHost({ rooms: [first] });
    const happened: string[] = [];
    new RoomEvents(new ViewState(host.api)).onDidHappen(({ kind, of }) => {
      happened.push(`${kind} ${of.chat}`);
    });
    const become = (change: Partial<RoomView>) => {
      host.tell('rooms', { kind: 'upsert', items: [{ ...first, ...change }] });
      return happened.splice(0);
    };
    return { host, become, happened };
  };
  const lobby = room('lobby');
  const news = (kind: string) => [`${kind} ${lobby.id}`];

  it('is a message, by the level of the room', () => {
    const always = follow({ ...lobby, level: 'always' });
    assert.deepEqual(always.become({ level: 'always', ...received('1'), unread: 1 }), news('room'));
    assert.deepEqual(always.become({ level: 'always', ...received('1'), unread: 1 }), []);
    const never = follow({ ...lobby, level: 'never' });
    const mention = { ...received('1', true), unread: 1, mentions: 1 };
    assert.deepEqual(never.become({ level: 'never', ...mention }), []);
    const onMention = follow(lobby);
    assert.deepEqual(onMention.become({ ...received('1'), unread: 1 }), []);
    assert.deepEqual(
      onMention.become({ ...received('2', true), unread: 2, mentions: 1 }),
      news('room'),
    );
  });

  it('is a mention also where a later message came with it', () => {
    const { become } = follow(lobby);
    assert.deepEqual(become({ ...received('2'), unread: 2, mentions: 1 }), news('room'));
    assert.deepEqual(become({ ...received('3'), unread: 3, mentions: 1 }), []);
  });

  it('is no message that was read by now, or that was there at first', () => {
    const first = { ...lobby, ...received('1', true), unread: 1, mentions: 1 };
    const { host, become, happened } = follow(first);
    assert.deepEqual(become({ ...received('2', true), unread: 0 }), []);
    host.tell('rooms', { kind: 'snapshot', items: [first] });
    assert.deepEqual(happened.splice(0), news('room'), 'unread again');
    host.tell('rooms', { kind: 'snapshot', items: [first] });
    assert.deepEqual(happened, []);
  });

  it('is no message that was taken back at once', () => {
    const { become } = follow({ ...lobby, level: 'always' });
    const { lastReceived } = received('1');
    const taken = { lastReceived: { ...lastReceived, isDeleted: true }, unread: 1 } as const;
    assert.deepEqual(become({ level: 'always', ...taken }), []);
  });

  it('is being kicked, but not leaving or losing the connection', () => {
    const { become } = follow(lobby);
    const left = (code: string) => become({ phase: 'left', reason: { code, params: {} } });
    assert.deepEqual(left('room-kicked.by'), news('removed'));
    assert.deepEqual(left('room-kicked.by'), [], 'once');
    become({});
    assert.deepEqual(left('room-lost.technical'), []);
    become({});
    assert.deepEqual(become({ phase: 'left' }), []);
    become({});
    assert.deepEqual(left('room-destroyed'), news('removed'));
    become({});
    assert.deepEqual(left('room-destroyed.own'), [], 'we know that we closed it');
  });

  it('is another role or affiliation, but not that of entering', () => {
    const { become } = follow({ ...lobby, phase: 'joining' });
    const joined = { phase: 'joined', affiliation: 'none' } as const;
    assert.deepEqual(become({ ...joined, role: 'participant' }), []);
    assert.deepEqual(become({ ...joined, role: 'moderator' }), news('rights'));
    assert.deepEqual(become({ ...joined, role: 'moderator' }), []);
  });

  it('is an invitation, once', () => {
    const invitation = (id: string) => ({
      ...{ id, room: lobby.id, inviter: 'ada@example.org', reason: '', hasPassword: false },
      time: 0,
    });
    const host = new RoomsHost({ roomInvitations: [invitation('1')] });
    const came: string[] = [];
    invitationArrivals(new ViewState(host.api)).onDidCome((fresh) => {
      came.push(fresh.map((one) => one.invitation.id).join());
    });
    assert.deepEqual(came, []);
    const items = [invitation('1'), invitation('2'), invitation('3')];
    host.tell('roomInvitations', { kind: 'upsert', items });
    host.tell('roomInvitations', { kind: 'upsert', items });
    assert.deepEqual(came, ['2,3']);
  });

  it('is somebody who asks for something that we approve, once', () => {
    const approval = (id: string) => ({
      ...{ id, room: lobby.id, kind: 'voice' as const, nick: id, about: '', time: 0 },
    });
    const host = new RoomsHost({ roomApprovals: [approval('Ada')] });
    const came: string[] = [];
    approvalArrivals(new ViewState(host.api)).onDidCome((fresh) => {
      came.push(fresh.map((one) => one.approval.nick).join());
    });
    const items = [approval('Ada'), approval('Bob')];
    host.tell('roomApprovals', { kind: 'upsert', items });
    host.tell('roomApprovals', { kind: 'upsert', items });
    host.tell('roomApprovals', { kind: 'remove', ids: ['Bob'] });
    host.tell('roomApprovals', { kind: 'upsert', items });
    assert.deepEqual(came, ['Bob', 'Bob']);
  });

  describe('of others', () => {
    const page = (...nicks: readonly string[]) => ({
      kind: 'upsert' as const,
      items: [
        {
          ...{ id: lobby.id, total: nicks.length, offset: 0 },
          occupants: [occupant('Me', { isOwn: true }), ...nicks.map((nick) => occupant(nick))],
        },
      ],
    });
    const watch = (of: RoomView, isWanted: boolean, level: RoomView['level'] = 'always') => {
      const first = { ...of, level };
      const host = new RoomsHost({ rooms: [first] });
      const told: string[] = [];
      const events = new OccupantEvents(host.api, new ViewState(host.api), () => isWanted);
      events.onDidHappen(({ entered, left }) => {
        told.push(`+${entered.join()} -${left.join()}`);
      });
      return { host, told };
    };
    const asked = ({ asked: all }: RoomsHost) =>
      all.filter(({ topic }) => topic === 'occupants').length;

    it('is who enters and leaves a small room, where that is wanted', () => {
      const { host, told } = watch(lobby, true);
      host.tell('occupants', page('Ada'));
      host.tell('occupants', page('Ada', 'Bob'));
      host.tell('occupants', page('Bob', 'Eve'));
      assert.deepEqual(told, ['+Bob -', '+Eve -Ada']);
    });

    it('is not asked for in large rooms, outside, where not all notifies, or without the setting', () => {
      assert.equal(asked(watch({ ...lobby, occupants: 31 }, true).host), 0);
      assert.equal(asked(watch({ ...lobby, phase: 'left' }, true).host), 0);
      assert.equal(asked(watch(lobby, false).host), 0);
      assert.equal(asked(watch(lobby, true, 'on-mention').host), 0);
    });

    it('is no longer watched once the room is left', () => {
      const { host } = watch(lobby, true);
      host.tell('rooms', { kind: 'upsert', items: [{ ...lobby, phase: 'left' }] });
      assert.equal(host.ended.length, 1);
    });
  });
});

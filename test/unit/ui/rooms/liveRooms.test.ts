import assert from 'node:assert/strict';
import type { RoomView } from '../../../../src/api/views.ts';
import { LiveRooms } from '../../../../src/ui/rooms/liveRooms.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { privateChat, room, RoomsHost } from '../../../support/roomTree.ts';
import type { RoomNode } from '../../../../src/ui/rooms/roomNode.ts';
import type { Redrawn } from '../../../../src/ui/treeRedraws.ts';

describe('the rooms of the rooms’ tree', () => {
  const [lobby, chess, team] = [
    room('lobby'),
    room('Chess'),
    room('Team', { phase: 'left', isAutojoined: false }),
  ];

  const follow = (rooms: readonly RoomView[]) => {
    const host = new RoomsHost({ rooms });
    const state = new ViewState(host.api);
    const live = new LiveRooms(state);
    const redrawn: Redrawn<RoomNode>[] = [];
    state.onRooms((change) => redrawn.push(live.apply(change)));
    live.top();
    const names = () => live.top().map((node) => node.room.name);
    const change = (view: RoomView, changed: Partial<RoomView>) => {
      host.tell('rooms', { kind: 'upsert', items: [{ ...view, ...changed }] });
    };
    return { host, live, redrawn, names, change };
  };

  it('are those we are in by name, then the others', () => {
    assert.deepEqual(follow([team, lobby, chess]).names(), ['Chess', 'lobby', 'Team']);
  });

  it('have one row drawn anew where it stays in its place', () => {
    const { live, redrawn, change } = follow([lobby, chess]);
    const before = live.top();
    change(lobby, { subject: 'Tea' });
    assert.deepEqual(
      redrawn.at(-1)?.map((node) => node?.room.subject),
      ['Tea'],
    );
    assert.equal(live.top(), before);
    assert.equal(live.find('me@example.org', lobby.id)?.room.subject, 'Tea');
  });

  it('have only their row drawn anew where another name leaves them in their place', () => {
    const { redrawn, names, change } = follow([lobby, chess, team]);
    change(chess, { name: 'Cheese' });
    assert.deepEqual(
      redrawn.at(-1)?.map((node) => node?.room.name),
      ['Cheese'],
    );
    change(chess, { name: 'Zoo' });
    assert.deepEqual(redrawn.at(-1), [undefined]);
    assert.deepEqual(names(), ['lobby', 'Zoo', 'Team']);
  });

  it('keep their nodes when they move, and when others come', () => {
    const { host, live, redrawn, names, change } = follow([lobby, chess, team]);
    const before = new Set(live.top());
    change(chess, { phase: 'left' });
    assert.deepEqual(redrawn.at(-1), [undefined]);
    assert.deepEqual(names(), ['lobby', 'Chess', 'Team']);
    assert.ok(live.top().every((node) => before.has(node)));
    host.tell('rooms', { kind: 'upsert', items: [room('Attic')] });
    assert.deepEqual(names(), ['Attic', 'lobby', 'Chess', 'Team']);
    host.tell('rooms', { kind: 'remove', ids: [lobby.id] });
    assert.deepEqual(names(), ['Attic', 'Chess', 'Team']);
  });

  it('stay where they are while their service cannot be reached', () => {
    const { redrawn, names, change } = follow([lobby, chess]);
    change(chess, { phase: 'notSure' });
    assert.deepEqual(names(), ['Chess', 'lobby']);
    assert.equal(redrawn.at(-1)?.length, 1);
  });

  it('have the chats with their occupants, the newest first, which keep their nodes', () => {
    const [ada, bob] = [privateChat('Ada'), privateChat('Bob', { newest: 2 })];
    const host = new RoomsHost({ rooms: [lobby, chess], privateChats: [ada, bob] });
    const state = new ViewState(host.api);
    const live = new LiveRooms(state);
    const redrawn: Redrawn<RoomNode>[] = [];
    state.onPrivateChats((change) => redrawn.push(live.applyPrivateChats(change)));
    const nodes = () => live.find('me@example.org', lobby.id)?.privateChats ?? [];
    const before = nodes();
    assert.deepEqual(
      before.map(({ chat }) => chat.nick),
      ['Bob', 'Ada'],
    );
    host.tell('privateChats', { kind: 'upsert', items: [{ ...ada, newest: 3, unread: 1 }] });
    assert.deepEqual(
      redrawn.at(-1)?.map((node) => node?.room.id),
      [lobby.id],
    );
    assert.deepEqual(nodes(), [before[1], before[0]]);
    assert.equal(nodes()[0]?.chat.unread, 1);
    host.tell('privateChats', { kind: 'remove', ids: [bob.id] });
    assert.deepEqual(nodes(), [before[1]]);
    assert.deepEqual(live.find('me@example.org', chess.id)?.privateChats, []);
  });

  it('A35: have the newest hundred chats with occupants, however many write', () => {
    const privateChats = Array.from({ length: 300 }, (_, n) => privateChat(`n${n}`, { newest: n }));
    const live = new LiveRooms(new ViewState(new RoomsHost({ rooms: [lobby], privateChats }).api));
    const [node] = live.top();
    assert.equal(node?.privateChats.length, 100);
    assert.equal(node.privateChats[0]?.chat.nick, 'n299');
  });
});

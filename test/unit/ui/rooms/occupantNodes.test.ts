import assert from 'node:assert/strict';
import { OccupantNodes } from '../../../../src/ui/rooms/occupantNodes.ts';
import type { RoomNode, RoomTreeNode } from '../../../../src/ui/rooms/roomNode.ts';
import { account } from '../../../support/contactTree.ts';
import { cpuTime } from '../../../support/cpuTime.ts';
import { occupant, room } from '../../../support/roomTree.ts';

describe('the occupants of a room in the tree', () => {
  const of: RoomNode = { kind: 'room', account, room: room('lobby'), privateChats: [] };
  const ada = occupant('Ada', { role: 'moderator', affiliation: 'owner' });
  const bob = occupant('Bob');
  const eve = occupant('Eve', { role: 'visitor' });

  const outline = (nodes: readonly RoomTreeNode[]): unknown[] =>
    nodes.map((node) => {
      switch (node.kind) {
        case 'room':
          return node.room.name;
        case 'private':
          return node.chat.name;
        case 'role':
          return [node.role, ...outline(node.children)];
        case 'occupant':
          return node.occupant.id;
        case 'more':
          return node.count;
      }
    });

  it('are by role, moderators first, and say how many are not loaded', () => {
    const nodes = new OccupantNodes(of);
    nodes.update([ada, bob, eve], 2000);
    assert.deepEqual(outline(nodes.children()), [
      ['moderator', 'Ada'],
      ['participant', 'Bob'],
      ['visitor', 'Eve'],
      1997,
    ]);
  });

  it('may have rows drawn anew where nobody came, left or moved', () => {
    const nodes = new OccupantNodes(of);
    assert.deepEqual(nodes.update([ada, bob], 3), [of]);
    const before = nodes.children();
    const redrawn = nodes.update([ada, { ...bob, show: 'away' }], 4);
    assert.deepEqual(outline(redrawn), [['moderator', 'Ada'], ['participant', 'Bob'], 2, 'Bob']);
    assert.ok(nodes.children().every((node, at) => node === before[at]));
    assert.deepEqual(nodes.update([{ ...ada }, { ...bob, show: 'away' }], 4), before);
  });

  it('are all drawn anew where somebody enters, leaves or moves', () => {
    const nodes = new OccupantNodes(of);
    nodes.update([ada, bob], 2);
    for (const now of [
      [ada, bob, occupant('Cem')],
      [ada, occupant('Cem')],
      [ada, { ...occupant('Cem'), role: 'visitor' as const }],
    ]) {
      assert.deepEqual(nodes.update(now, now.length), [of]);
    }
    assert.deepEqual(outline(nodes.children()), [
      ['moderator', 'Ada'],
      ['visitor', 'Cem'],
    ]);
    assert.deepEqual(nodes.update([ada], 2), [of]);
    assert.deepEqual(outline(nodes.children()), [['moderator', 'Ada'], 1]);
  });

  it('have one row each, though pages may overlap', () => {
    const nodes = new OccupantNodes(of);
    nodes.update([ada, bob, bob], 2);
    assert.deepEqual(outline(nodes.children()), [
      ['moderator', 'Ada'],
      ['participant', 'Bob'],
    ]);
  });

  it('take little time for 2,000 of whom one changes', () => {
    const many = Array.from({ length: 2000 }, (_, n) => occupant(`Nick ${n}`));
    const nodes = new OccupantNodes(of);
    nodes.update(many, 2000);
    const ms = cpuTime(() => {
      nodes.update(
        many.map((one, n) => (n === 1000 ? { ...one, show: 'away' as const } : { ...one })),
        2000,
      );
    }, 50);
    assert.ok(ms <= 50, `${ms} ms`);
  });
});

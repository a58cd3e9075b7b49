import assert from 'node:assert/strict';
import type { ContactView, RoomApprovalView } from '../../../../src/api/views.ts';
import { topNodes, type Tree } from '../../../../src/ui/contacts/contactNodes.ts';
import type { Node } from '../../../../src/ui/contacts/treeNode.ts';
import { cpuTime } from '../../../support/cpuTime.ts';
import { account, contact, outline } from '../../../support/contactTree.ts';
import { room } from '../../../support/roomTree.ts';

const request = (id: string) => ({ account, request: { id, status: '', nickname: '' } });

/** Somebody who is not in the contacts and has written. */
const asking = (name: string, change: Partial<ContactView> = {}) =>
  contact(name, { inRoster: false, show: 'offline', standing: 'request', ...change });

/** All in one list, as the tree has them. */
type Given = Omit<Tree, 'invitations' | 'suggestions' | 'approvals' | 'rooms' | 'showStrangers'> &
  Partial<Tree>;

function listed(tree: Given): Node[] {
  const { groups, ungrouped, requests } = topNodes({
    ...{ invitations: [], suggestions: [], approvals: [], rooms: [], showStrangers: true },
    ...tree,
  });
  return [...groups, ...ungrouped, ...requests];
}

describe('the nodes of the contacts’ tree', () => {
  const contacts = [
    contact('Zoe', { groups: ['Team', 'Chess'] }),
    contact('Bob', { groups: ['Team'], show: 'offline' }),
    contact('Eve', { inRoster: false, show: 'offline', unread: 1 }),
    contact('Ada', { groups: ['Team'], show: 'away' }),
    contact('Lin', { show: 'offline' }),
  ];

  it('are groups by name, in each the most available first, strangers and requests last', () => {
    const requests = [request('y@example.org'), request('x@example.org')];
    assert.deepEqual(outline(listed({ contacts, requests, showOffline: true })), [
      ['Chess', 'Zoe'],
      ['Team', 'Zoe', 'Ada', 'Bob'],
      ['Not in Contacts', 'Eve'],
      'Lin',
      ['Requests', 'x@example.org', 'y@example.org'],
    ]);
  });

  it('leave out who is offline and has said nothing new, where the user wishes so', () => {
    assert.deepEqual(outline(listed({ contacts, requests: [], showOffline: false })), [
      ['Chess', 'Zoe'],
      ['Team', 'Zoe', 'Ada'],
      ['Not in Contacts', 'Eve'],
    ]);
  });

  it('A41: tell whom a stranger could be taken for', () => {
    const nodes = listed({
      contacts: [contact('Ada'), contact('Zed', { id: 'аda@example.org', inRoster: false })],
      requests: [request('adа@example.org'), request('lin@example.org')],
      showOffline: true,
    });
    const resembled = nodes.flatMap((node) => {
      if (node.kind === 'group') return node.children.map(({ resembles }) => resembles);
      if (node.kind === 'requests') {
        return node.children.map((one) => (one.kind === 'request' ? one.resembles : one.text));
      }
      return [];
    });
    assert.deepEqual(resembled, ['ada@example.org', 'ada@example.org', undefined]);
  });

  it('A41: tell which contacts of an account have names that look the same', () => {
    const other = { ...account, id: 'work@example.org' };
    const nodes = listed({
      contacts: [
        contact('Ada'),
        contact('Аdа', { id: 'x@example.org' }),
        contact('Lin'),
        { ...contact('Lin'), account: other },
        contact('Zoe', { id: 'z@example.org', inRoster: false }),
        contact('Zoe'),
      ],
      requests: [],
      showOffline: true,
    });
    const namesakes = nodes.flatMap((node) =>
      node.kind === 'contact' && node.hasNamesake ? [node.contact.id] : [],
    );
    assert.deepEqual(namesakes.sort(), ['ada@example.org', 'x@example.org']);
  });

  it('have requests to be approved in rooms below the others', () => {
    const approval = (nick: string, change: Partial<RoomApprovalView>) => ({
      account,
      approval: {
        ...{ id: nick, room: 'cave@rooms.example.org', kind: 'voice' as const, nick },
        ...{ about: '', time: 1 },
        ...change,
      },
    });
    const nodes = listed({
      contacts: [],
      requests: [request('x@example.org')],
      approvals: [
        approval('hag', { jid: 'hag66@example.org' }),
        approval('witch', { kind: 'membership', time: 2, room: 'den@rooms.example.org' }),
      ],
      rooms: [{ account, room: room('Cave', { id: 'cave@rooms.example.org' }) }],
      showOffline: true,
    });
    assert.deepEqual(outline(nodes), [
      [
        'Requests',
        'x@example.org',
        'witch asks to be a member of den@rooms.example.org',
        'hag (hag66@example.org) asks to write in Cave',
      ],
    ]);
  });

  it('have invitations to rooms below the requests, the newest first', () => {
    const invitation = (room: string, time: number) => ({
      account,
      invitation: {
        ...{ id: room, room: `${room}@rooms.example.org`, inviter: 'ada@example.org' },
        ...{ reason: '', hasPassword: false, time },
      },
    });
    const nodes = listed({
      contacts: [contact('Ada')],
      requests: [request('x@example.org')],
      invitations: [invitation('old', 1), invitation('new', 2)],
      showOffline: true,
    });
    assert.deepEqual(outline(nodes), [
      'Ada',
      [
        'Requests',
        'x@example.org',
        'Ada invites you to new@rooms.example.org',
        'Ada invites you to old@rooms.example.org',
      ],
    ]);
  });

  it('A35: hold requests by the thousand below one node, and count those that are not listed', () => {
    const requests = Array.from({ length: 1000 }, (_, n) => request(`x${n}@example.org`));
    const contacts = Array.from({ length: 20_000 }, (_, n) => asking(`y${n}`));
    const draw = () => listed({ contacts, requests, showOffline: true });
    const [node, ...more] = draw();
    assert.ok(node?.kind === 'requests');
    assert.deepEqual([node.children.length, node.others, more.length], [500, 20_500, 0]);
    const ids = outline(node.children);
    assert.ok(ids.includes('x0@example.org') && ids.includes('y19999@example.org'));
    const ms = cpuTime(draw, 100);
    assert.ok(ms <= 100, `${ms} ms`);
  });

  it('have one entry for somebody who writes and asks, below Requests alone', () => {
    const contacts = [asking('Eve'), asking('Mallory', { unread: 2 })];
    const requests = [request('eve@example.org'), request('zed@example.org')];
    const [node, ...more] = listed({ contacts, requests, showOffline: true });
    assert.ok(node?.kind === 'requests');
    assert.deepEqual(more, []);
    assert.deepEqual(
      node.children.map((one) => one.kind === 'request' && [one.id, !!one.request, !!one.contact]),
      [
        ['eve@example.org', true, true],
        ['mallory@example.org', false, true],
        ['zed@example.org', true, false],
      ],
    );
  });

  it('have none of those who are ignored or blocked, nor of any if the user says so', () => {
    const contacts = [
      asking('Eve', { standing: 'ignored' }),
      asking('Mallory', { blockedBy: 'example.org' }),
    ];
    assert.deepEqual(listed({ contacts, requests: [], showOffline: true }), []);
    const hidden = { contacts: [asking('Trudy')], showStrangers: false, showOffline: true };
    assert.deepEqual(listed({ ...hidden, requests: [] }), []);
    const requests = [request('trudy@example.org')];
    assert.deepEqual(outline(listed({ ...hidden, requests })), [['Requests', 'trudy@example.org']]);
  });

  it('take little time to be made again for 10,000 contacts, of whom one has changed', () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      contact(`Ünder ${(n * 7919) % 10_000}`, { groups: [`Group ${n % 20}`] }),
    );
    const make = () => listed({ contacts: many, requests: [], showOffline: true });
    make();
    const ms = cpuTime(() => {
      many[5000] = contact('Ünder 1', {
        id: 'other@example.org',
        show: 'away',
        groups: ['Group 1'],
      });
      make();
    }, 100);
    assert.ok(ms <= 100, `${ms} ms`);
  });

  it('A35: takes little time to be drawn again with 20,000 strangers', () => {
    const strangers = Array.from({ length: 20_000 }, (_, n) =>
      contact(`${(n * 7919) % 20_000}é`, { inRoster: false, unread: 1 }),
    );
    const draw = () => listed({ contacts: strangers, requests: [], showOffline: true });
    draw();
    const ms = cpuTime(draw, 100);
    assert.ok(ms <= 100, `${ms} ms`);
    const [group] = draw();
    assert.ok(group?.kind === 'group');
    assert.deepEqual([group.children.length, group.others], [500, 19_500]);
    const ids = new Set(group.children.map(({ contact: { id } }) => id));
    for (const known of [strangers[0], strangers.at(-1)])
      assert.ok(ids.has(known?.contact.id ?? ''));
  });
});

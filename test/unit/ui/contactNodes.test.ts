import assert from 'node:assert/strict';
import type { AccountView, ContactView } from '../../../src/api/views.ts';
import { type Node, topNodes } from '../../../src/ui/contactNodes.ts';

const account: AccountView = {
  id: 'me@example.org',
  jid: 'me@example.org',
  connection: { phase: 'online' },
  show: 'available',
  status: '',
  unread: 0,
  recentStatuses: [],
};

function contact(name: string, change: Partial<ContactView> = {}) {
  const view: ContactView = {
    id: `${name.toLowerCase()}@example.org`,
    name,
    groups: [],
    subscription: 'both',
    inRoster: true,
    pending: false,
    show: 'available',
    status: '',
    resources: [],
    unread: 0,
    composing: false,
    ...change,
  };
  return { account, contact: view };
}

const request = (id: string) => ({ account, request: { id, status: '' } });

/** The tree as names, a group as its name and members. */
function outline(nodes: readonly Node[]): unknown[] {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'group':
        return [node.name, ...outline(node.contacts)];
      case 'contact':
        return node.contact.name;
      case 'requests':
        return ['Requests', ...outline(node.requests)];
      case 'request':
        return node.request.id;
    }
  });
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
    assert.deepEqual(outline(topNodes({ contacts, requests, showOffline: true })), [
      ['Chess', 'Zoe'],
      ['Team', 'Zoe', 'Ada', 'Bob'],
      ['Not in Contacts', 'Eve'],
      'Lin',
      ['Requests', 'x@example.org', 'y@example.org'],
    ]);
  });

  it('leave out who is offline and has said nothing new, where the user wishes so', () => {
    assert.deepEqual(outline(topNodes({ contacts, requests: [], showOffline: false })), [
      ['Chess', 'Zoe'],
      ['Team', 'Zoe', 'Ada'],
      ['Not in Contacts', 'Eve'],
    ]);
  });

  it('A41: tell whom a stranger could be taken for', () => {
    const nodes = topNodes({
      contacts: [contact('Ada'), contact('Zed', { id: 'аda@example.org', inRoster: false })],
      requests: [request('adа@example.org'), request('lin@example.org')],
      showOffline: true,
    });
    const resembled = nodes.flatMap((node) => {
      if (node.kind === 'group') return node.contacts.map(({ resembles }) => resembles);
      if (node.kind === 'requests') return node.requests.map(({ resembles }) => resembles);
      return [];
    });
    assert.deepEqual(resembled, ['ada@example.org', 'ada@example.org', undefined]);
  });

  it('hold a thousand requests below one node', () => {
    const requests = Array.from({ length: 1000 }, (_, n) => request(`x${n}@example.org`));
    const [node, ...more] = topNodes({ contacts: [], requests, showOffline: true });
    assert.equal(node?.kind === 'requests' && node.requests.length, 1000);
    assert.deepEqual(more, []);
  });
});

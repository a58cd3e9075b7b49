/** Contacts and the tree of them, for tests. */
import type { AccountView, ContactView } from '../../src/api/views.ts';
import type { OwnedContact } from '../../src/ui/state.ts';
import type { Node } from '../../src/ui/contacts/treeNode.ts';

export const account: AccountView = {
  id: 'me@example.org',
  jid: 'me@example.org',
  connection: { phase: 'online' },
  show: 'available',
  status: '',
  strangers: 0,
  recentStatuses: [],
};

export function contact(name: string, change: Partial<ContactView> = {}): OwnedContact {
  const view: ContactView = {
    id: `${name.toLowerCase()}@example.org`,
    name,
    groups: [],
    subscription: 'both',
    inRoster: true,
    givenName: '',
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

/** The tree as names, a group as its name and members. */
export function outline(nodes: readonly Node[]): unknown[] {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'group':
        return [node.name, ...outline(node.children)];
      case 'contact':
        return node.contact.name;
      case 'requests':
        return ['Requests', ...outline(node.children)];
      case 'request':
        return node.id;
      case 'approval':
      case 'suggestion':
      case 'invitation':
        return node.text;
    }
  });
}

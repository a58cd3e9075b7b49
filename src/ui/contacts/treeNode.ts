import type { ContactView } from '../../api/views.ts';
import type { OwnedContact, OwnedRequest } from '../state.ts';

/** Its members come, go and move while it is in the tree. */
export interface GroupNode {
  readonly kind: 'group';
  readonly name: string;
  /** Whether it holds those who are in no group, being no contacts. */
  readonly isStrangers: boolean;
  readonly children: ContactNode[];
  /** How many more there are: of very many strangers, not all have a node. */
  readonly others: number;
}

/** A contact in the tree; what menus and commands on it receive. The same object while it is there. */
export interface ContactNode extends OwnedContact {
  readonly kind: 'contact';
  readonly group: string;
  /** As it is now. */
  contact: ContactView;
  /** The contact whom this stranger could be taken for. */
  readonly resembles: string | undefined;
  /** Whether another contact has a name that looks the same. */
  readonly hasNamesake: boolean;
}

/** Everybody who asks to see our presence. */
export interface RequestsNode {
  readonly kind: 'requests';
  readonly children: readonly RequestNode[];
}

/** One of them; what menus and commands on it receive. */
export interface RequestNode extends OwnedRequest {
  readonly kind: 'request';
  /** The contact whom they could be taken for. */
  readonly resembles: string | undefined;
}

export type Node = GroupNode | ContactNode | RequestsNode | RequestNode;

/** What a node is known by as long as it is in the tree: no two have the same. */
export function keyOf(node: Node): string {
  switch (node.kind) {
    case 'group':
      return node.isStrangers ? 'strangers' : `group:${node.name}`;
    case 'contact':
      return `contact:${node.account.id}\n${node.contact.id}\n${node.group}`;
    case 'requests':
      return 'requests';
    case 'request':
      return `request:${node.account.id}\n${node.request.id}`;
  }
}

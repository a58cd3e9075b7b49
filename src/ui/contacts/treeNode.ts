import type { AccountView, ContactView, SubscriptionRequestView } from '../../api/views.ts';
import type { OwnedApproval, OwnedContact, OwnedInvitation, OwnedSuggestion } from '../state.ts';

/** What a list of contacts is: a group of the roster, those pinned, or those not in the roster. */
export type Section = 'group' | 'pinned' | 'strangers';

/** Its members are added, removed and moved while it is in the tree. */
export interface GroupNode {
  readonly kind: 'group';
  readonly section: Section;
  readonly name: string;
  readonly children: ContactNode[];
  /** The number of further members: of very many strangers, not all have a node. */
  readonly others: number;
}

/** A contact in the tree; passed to menus and commands. The same object while it is in the tree. */
export interface ContactNode extends OwnedContact {
  readonly kind: 'contact';
  readonly section: Section;
  /** The group of the roster that this row is in; empty for none. */
  readonly group: string;
  /** The current state. */
  contact: ContactView;
  /** The contact that this stranger could be mistaken for. */
  readonly resembles: string | undefined;
  /** Whether another contact has a name that looks the same. */
  readonly hasNamesake: boolean;
}

/**
 * Who is not in the contacts and wants something of the user, requests to be approved in rooms, and
 * invitations to rooms.
 */
export interface RequestsNode {
  readonly kind: 'requests';
  readonly children: readonly (RequestNode | SuggestionNode | ApprovalNode | InvitationNode)[];
  /** The number of further members: of very many, not all have a node. */
  readonly others: number;
}

/** A stranger who asks to see our presence, or has written, or both; passed to menus and commands. */
export interface RequestNode {
  readonly kind: 'request';
  readonly account: AccountView;
  /** The bare JID. */
  readonly id: string;
  readonly request?: SubscriptionRequestView;
  /** If they have written. */
  readonly contact?: ContactView;
  /** The contact that the sender could be mistaken for. */
  readonly resembles: string | undefined;
}

/** An invitation to a room; passed to menus and commands. */
export interface InvitationNode extends OwnedInvitation {
  readonly kind: 'invitation';
  /** Who invites to what, in one sentence. */
  readonly text: string;
}

/** A request to be approved in a room; passed to menus and commands. */
export interface ApprovalNode extends OwnedApproval {
  readonly kind: 'approval';
  /** Who asks for what, in one sentence: by nick, and with the address. */
  readonly label: string;
  readonly text: string;
}

/** Contacts that a sender suggests; passed to menus and commands. */
export interface SuggestionNode extends OwnedSuggestion {
  readonly kind: 'suggestion';
  /** Who suggests how many. */
  readonly text: string;
}

export type Node =
  | GroupNode
  | ContactNode
  | RequestsNode
  | RequestNode
  | SuggestionNode
  | ApprovalNode
  | InvitationNode;

/** The key of a node while it is in the tree; unique. */
export function keyOf(node: Node): string {
  switch (node.kind) {
    case 'group':
      return node.section === 'group' ? `group:${node.name}` : node.section;
    case 'contact':
      return `contact:${node.account.id}\n${node.contact.id}\n${node.section}\n${node.group}`;
    case 'requests':
      return 'requests';
    case 'request':
      return `request:${node.account.id}\n${node.id}`;
    case 'approval':
      return `approval:${node.account.id}\n${node.approval.id}`;
    case 'suggestion':
      return `suggestion:${node.account.id}\n${node.suggestion.id}`;
    case 'invitation':
      return `invitation:${node.account.id}\n${node.invitation.id}`;
  }
}

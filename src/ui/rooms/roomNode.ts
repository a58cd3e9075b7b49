import type {
  AccountView,
  OccupantView,
  PrivateChatView,
  RoomRole,
  RoomView,
} from '../../api/views.ts';
import type { OwnedRoom } from '../state.ts';

/** A room in the tree; passed to menus and commands. The same object while it is in the tree. */
export interface RoomNode extends OwnedRoom {
  readonly kind: 'room';
  /** The current state. */
  room: RoomView;
  /** The chats with its occupants, the newest first. */
  privateChats: readonly PrivateChatNode[];
}

/** A chat with an occupant, there or gone, below the room. */
export interface PrivateChatNode {
  readonly kind: 'private';
  readonly account: AccountView;
  /** The current state. */
  chat: PrivateChatView;
}

/** The occupants of one role, as far as they are loaded. */
export interface RoleNode {
  readonly kind: 'role';
  readonly of: RoomNode;
  readonly role: RoomRole;
  children: readonly OccupantNode[];
}

/** An occupant in the tree; passed to menus and commands. */
export interface OccupantNode {
  readonly kind: 'occupant';
  readonly account: AccountView;
  readonly of: RoomNode;
  /** The current state. */
  occupant: OccupantView;
}

/** Stands for the occupants that are not loaded; a click loads the next page. */
export interface MoreNode {
  readonly kind: 'more';
  readonly of: RoomNode;
  /** How many there are. */
  count: number;
}

export type RoomTreeNode = RoomNode | PrivateChatNode | RoleNode | OccupantNode | MoreNode;

/** The key of a room, or of a chat with an occupant, unique over all accounts. */
export function roomKey(account: string, room: string): string {
  return `${account}\n${room}`;
}

/** The key of a node while it is in the tree; unique. */
export function keyOf(node: RoomTreeNode): string {
  if (node.kind === 'room') return `room:${roomKey(node.account.id, node.room.id)}`;
  if (node.kind === 'private') return `private:${roomKey(node.account.id, node.chat.id)}`;
  const { account, room } = node.of;
  const key = `${node.kind}:${roomKey(account.id, room.id)}`;
  switch (node.kind) {
    case 'role':
      return `${key}\n${node.role}`;
    case 'occupant':
      return `${key}\n${node.occupant.id}`;
    case 'more':
      return key;
  }
}

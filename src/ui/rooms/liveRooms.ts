import type { PrivateChatView, RoomView } from '../../api/views.ts';
import { compareNames } from '../../base/compareNames.ts';
import type { OwnedRoom, ViewState } from '../state.ts';
import { type Redrawn, WHOLE } from '../treeRedraws.ts';
import type { ChangedOf } from '../watchedByAccount.ts';
import { type PrivateChatNode, roomKey, type RoomNode } from './roomNode.ts';

/** Maximum number of chats with occupants below a room: nicks cost nothing. */
const MAX_PRIVATE_CHATS = 100;

type Source = Pick<ViewState, 'rooms' | 'privateChatsOf'>;

/**
 * The rooms of the tree in order, updated incrementally: a change that leaves a room in its place
 * updates its node only. A room that is still there keeps its node.
 */
export class LiveRooms {
  readonly #source: Source;
  /** By {@link roomKey}. */
  #nodes: ReadonlyMap<string, RoomNode> = new Map();
  #top: RoomNode[] | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Those that the user is in first, then by name. */
  top(): readonly RoomNode[] {
    return (this.#top ??= this.#make());
  }

  find(account: string, room: string): RoomNode | undefined {
    this.top();
    return this.#nodes.get(roomKey(account, room));
  }

  /** Applies a change. @returns what has to be redrawn */
  apply({ account, changed }: ChangedOf<RoomView>): Redrawn<RoomNode> {
    const redrawn = new Set<RoomNode>();
    for (const { before, now } of changed === 'all' ? [] : changed) {
      const node = now && this.#nodes.get(roomKey(account, now.id));
      if (!this.#top || !before || !node || isInside(before) !== isInside(now)) {
        return this.#reset();
      }
      node.room = now;
      if (before.name !== now.name && !isInPlace(this.#top, node)) return this.#reset();
      redrawn.add(node);
    }
    return changed === 'all' ? this.#reset() : [...redrawn];
  }

  /** Applies a change of chats with occupants. @returns what has to be redrawn */
  applyPrivateChats({ account, changed }: ChangedOf<PrivateChatView>): Redrawn<RoomNode> {
    const rooms =
      changed === 'all'
        ? this.top().filter((node) => node.account.id === account)
        : changed.map(({ before, now }) => this.find(account, (now ?? before)?.room ?? ''));
    const redrawn = [...new Set(rooms)].filter((node) => node !== undefined);
    for (const node of redrawn) node.privateChats = this.#privateChatsOf(node);
    return redrawn;
  }

  /** The newest; those that are still there keep their nodes. */
  #privateChatsOf({ account, room, privateChats }: RoomNode): readonly PrivateChatNode[] {
    const known = new Map(privateChats.map((node) => [node.chat.id, node]));
    return this.#source
      .privateChatsOf(account.id)
      .filter((chat) => chat.room === room.id)
      .sort((a, b) => b.newest - a.newest)
      .slice(0, MAX_PRIVATE_CHATS)
      .map((chat) => {
        const node = known.get(chat.id) ?? { kind: 'private', account, chat };
        node.chat = chat;
        return node;
      });
  }

  #reset(): Redrawn<RoomNode> {
    this.#top = undefined;
    return WHOLE;
  }

  #make(): RoomNode[] {
    const nodes = this.#source.rooms.map((owned) => {
      const known = this.#nodes.get(roomKey(owned.account.id, owned.room.id));
      const node = known ?? { kind: 'room' as const, ...owned, privateChats: [] };
      node.room = owned.room;
      node.privateChats = this.#privateChatsOf(node);
      return node;
    });
    this.#nodes = new Map(nodes.map((node) => [roomKey(node.account.id, node.room.id), node]));
    return nodes.sort(compareRooms);
  }
}

/** The order of lists of rooms. */
export function compareRooms({ room: a }: OwnedRoom, { room: b }: OwnedRoom): number {
  return (
    Number(isInside(b)) - Number(isInside(a)) ||
    compareNames(a.name, b.name) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** Whether the user is in the room, as far as is known. */
export function isInside({ phase }: RoomView): boolean {
  return phase === 'joined' || phase === 'notSure';
}

/** Whether this one of a list in order is still between its neighbours. */
function isInPlace(list: readonly RoomNode[], node: RoomNode): boolean {
  const at = list.indexOf(node);
  const isInOrder = (a?: RoomNode, b?: RoomNode) => !a || !b || compareRooms(a, b) < 0;
  return isInOrder(list[at - 1], node) && isInOrder(node, list[at + 1]);
}

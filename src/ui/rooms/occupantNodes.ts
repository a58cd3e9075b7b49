import { type OccupantView, ROOM_ROLES, type RoomRole } from '../../api/views.ts';
import type { MoreNode, OccupantNode, RoleNode, RoomNode, RoomTreeNode } from './roomNode.ts';

/** The occupants of one room as nodes; those that are still there keep theirs. */
export class OccupantNodes {
  readonly #of: RoomNode;
  readonly #more: MoreNode;
  #roles: readonly RoleNode[] = [];
  #known: ReadonlyMap<string, OccupantNode> = new Map();

  constructor(of: RoomNode) {
    this.#of = of;
    this.#more = { kind: 'more', of, count: 0 };
  }

  /** The roles that any occupant has, then what stands for those who are not loaded. */
  children(): readonly RoomTreeNode[] {
    return this.#more.count > 0 ? [...this.#roles, this.#more] : this.#roles;
  }

  /**
   * Takes over the loaded occupants.
   * @param total how many there are
   * @returns what may have to be redrawn; the room with all below it
   */
  update(occupants: readonly OccupantView[], total: number): readonly RoomTreeNode[] {
    const known = new Map<string, OccupantNode>();
    const members = new Map<RoomRole, OccupantNode[]>(ROOM_ROLES.map((role) => [role, []]));
    const redrawn: RoomTreeNode[] = [];
    for (const occupant of occupants) {
      const old = this.#known.get(occupant.id);
      const node = old ?? { kind: 'occupant', account: this.#of.account, of: this.#of, occupant };
      if (known.has(occupant.id)) continue;
      if (old && !isSame(old.occupant, occupant)) redrawn.push(old);
      node.occupant = occupant;
      known.set(occupant.id, node);
      members.get(occupant.role)?.push(node);
    }
    this.#known = known;
    const had = this.children().length;
    const isMoved = this.#place(members);
    this.#more.count = Math.max(0, total - known.size);
    const children = this.children();
    // Not the role alone: the editor drops what is redrawn below a room that it has yet to read again.
    return isMoved || had !== children.length ? [this.#of] : [...children, ...redrawn];
  }

  /** @returns whether the roles, or the list of one, changed */
  #place(members: ReadonlyMap<RoomRole, readonly OccupantNode[]>): boolean {
    const before = new Map(this.#roles.map((node) => [node.role, node]));
    let isMoved = false;
    this.#roles = [...members].flatMap(([role, children]): RoleNode[] => {
      const known = before.get(role);
      if (!hasSame(known?.children ?? [], children)) isMoved = true;
      if (children.length === 0) return [];
      const node = known ?? { kind: 'role', of: this.#of, role, children };
      node.children = children;
      return [node];
    });
    return isMoved;
  }
}

function hasSame(before: readonly OccupantNode[], now: readonly OccupantNode[]): boolean {
  return before.length === now.length && before.every((node, at) => node === now[at]);
}

function isSame(before: OccupantView, now: OccupantView): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}

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
   * @returns what has to be redrawn, with its children
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
    const before = this.children();
    const moved = this.#place(members);
    this.#more.count = Math.max(0, total - known.size);
    const now = this.children();
    const isOther = before.length !== now.length || before.some((node, at) => node !== now[at]);
    if (isOther) return [this.#of];
    return [...moved, ...redrawn, ...(this.#more.count > 0 ? [this.#more] : [])];
  }

  /** @returns the roles whose list changed */
  #place(members: ReadonlyMap<RoomRole, readonly OccupantNode[]>): readonly RoleNode[] {
    const old = new Map(this.#roles.map((node) => [node.role, node]));
    const moved: RoleNode[] = [];
    this.#roles = [...members].flatMap(([role, children]): RoleNode[] => {
      if (children.length === 0) return [];
      const node = old.get(role) ?? { kind: 'role', of: this.#of, role, children };
      if (!hasSame(node.children, children)) moved.push(node);
      node.children = children;
      return [node];
    });
    return moved;
  }
}

function hasSame(before: readonly OccupantNode[], now: readonly OccupantNode[]): boolean {
  return before.length === now.length && before.every((node, at) => node === now[at]);
}

function isSame(before: OccupantView, now: OccupantView): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}

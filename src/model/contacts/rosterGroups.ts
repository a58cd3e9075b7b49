import type { Jid } from '../../base/jid.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { Roster } from './roster.ts';

/** Number of changes sent at a time; the next ones wait for the server's answers. */
const IN_FLIGHT = 10;

/** A contact that moves into another group. */
export interface GroupMove {
  readonly jid: Jid;
  /** The group that it leaves if it is in it; empty for none. */
  readonly from: string;
}

/**
 * The groups of the roster. A group exists as long as a contact is in it (RFC 6121 §2.1.2.5), so
 * that each change of one is a change of its contacts.
 */
export class RosterGroups {
  readonly #contacts: Pick<Contacts, 'inRoster' | 'values'>;
  readonly #roster: Pick<Roster, 'update'>;

  constructor(contacts: Pick<Contacts, 'inRoster' | 'values'>, roster: Pick<Roster, 'update'>) {
    this.#contacts = contacts;
    this.#roster = roster;
  }

  /** Moves contacts into a group; empty for none. @throws Failure, before anything is sent if one is no contact */
  async move(moves: readonly GroupMove[], to: string): Promise<void> {
    const changes = moves.map(({ jid, from }) => {
      return withGroup(this.#contacts.inRoster(jid), from, to);
    });
    await this.#apply(changes);
  }

  /** Renames a group; if there is one of the new name, its contacts are together then. @throws Failure */
  async rename(group: string, name: string): Promise<void> {
    await this.#apply(this.#membersOf(group).map((contact) => withGroup(contact, group, name)));
  }

  /** Takes all contacts out of a group; they stay contacts. @throws Failure */
  async delete(group: string): Promise<void> {
    await this.rename(group, '');
  }

  #membersOf(group: string): readonly Contact[] {
    return [...this.#contacts.values()].filter(
      ({ groups, inRoster }) => inRoster && groups.includes(group),
    );
  }

  async #apply(changes: readonly Change[]): Promise<void> {
    for (let at = 0; at < changes.length; at += IN_FLIGHT) {
      const some = changes.slice(at, at + IN_FLIGHT);
      await Promise.all(some.map(({ jid, groups }) => this.#roster.update(jid, { groups })));
    }
  }
}

interface Change {
  readonly jid: Jid;
  readonly groups: readonly string[];
}

/** The groups of a contact with one of them replaced, or another one added. */
function withGroup({ jid, groups }: Contact, from: string, to: string): Change {
  const changed = groups.map((group) => (group === from ? to : group));
  return { jid, groups: [...changed, to].filter((group) => group !== '') };
}

import type { Jid } from '../../base/jid.ts';
import { Failure, type UserError } from '../../base/userError.ts';
import type { Contacts } from './contacts.ts';
import type { Roster, RosterEntry } from './roster.ts';

/** A contact to add, or whose name and groups are set. */
export interface ImportedContact extends RosterEntry {
  readonly jid: Jid;
}

/** How many contacts were added and changed, and how many the server has refused. */
export interface ImportResult {
  readonly added: number;
  readonly changed: number;
  readonly failed: number;
  /** Why the first of them was refused. */
  readonly reason?: UserError;
}

/**
 * Adds and changes contacts, each after the server has answered for the one before; one that it
 * refuses does not hold up the others.
 *
 * @param subscribe whether subscriptions to the presence of the new ones are requested
 * @throws Failure offline
 */
export async function importContacts(
  { contacts, roster }: { readonly contacts: Contacts; readonly roster: Roster },
  imported: readonly ImportedContact[],
  subscribe: boolean,
): Promise<ImportResult> {
  let [added, changed, failed] = [0, 0, 0];
  let reason: UserError | undefined;
  for (const { jid, ...entry } of imported) {
    const isNew = contacts.get(jid.bare)?.inRoster !== true;
    try {
      if (isNew && subscribe) await roster.add(jid, entry);
      else await roster.put(jid, entry);
      if (isNew) added += 1;
      else changed += 1;
    } catch (error) {
      if (!(error instanceof Failure) || isOffline(error)) throw error;
      failed += 1;
      reason ??= error.userError;
    }
  }
  return { added, changed, failed, ...(reason && { reason }) };
}

function isOffline({ code }: Failure): boolean {
  return /^(?:offline|chosen-offline|needs-user|not-connected)/u.test(code);
}

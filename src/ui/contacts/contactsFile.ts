import { isRecord } from '../../base/isRecord.ts';
import { Jid } from '../../base/jid.ts';
import type { ContactView } from '../../api/views.ts';

/** Maximum size of a file that is read, in bytes: it is held in memory. */
export const MAX_FILE_BYTES = 4_000_000;
/** Maximum number of contacts that are read; a list as long as this is kept by no server. */
const MAX_CONTACTS = 5000;
/** Maximum number of groups of a contact. */
const MAX_GROUPS = 100;
/** Maximum length of a name and of a group, in UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

/** A contact as a file has it. */
export interface FiledContact {
  /** A bare JID. */
  readonly address: string;
  /** Empty for none. */
  readonly name: string;
  readonly groups: readonly string[];
}

/** A contact of a file that the roster lacks, or has with another name or in fewer groups. */
export interface ContactChange extends FiledContact {
  /** Absent if it is new. */
  readonly known?: ContactView;
  /** All groups that it is in then: an import takes no contact out of a group. */
  readonly groups: readonly string[];
}

/** The contacts of an account as JSON, for {@link parseContactsFile}. */
export function contactsFile(account: string, contacts: readonly ContactView[]): string {
  const filed = contacts
    .filter(({ inRoster }) => inRoster)
    .map(({ id, givenName, groups }): FiledContact => ({ address: id, name: givenName, groups }));
  return `${JSON.stringify({ account, contacts: filed }, undefined, 2)}\n`;
}

/**
 * Reads a list of contacts: an object with `contacts`, or that list alone; each has an `address` and
 * may have `name` and `groups`.
 *
 * @returns the contacts, and how many entries are none; `undefined` if there is no list
 */
export function parseContactsFile(
  text: string,
): { readonly contacts: readonly FiledContact[]; readonly invalid: number } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
  const list = isRecord(parsed) && !Array.isArray(parsed) ? parsed['contacts'] : parsed;
  if (!Array.isArray(list)) return undefined;
  const contacts = new Map<string, FiledContact>();
  let invalid = 0;
  for (const entry of list as readonly unknown[]) {
    const contact = contacts.size < MAX_CONTACTS ? parseContact(entry) : undefined;
    if (!contact) invalid += 1;
    else if (!contacts.has(contact.address)) contacts.set(contact.address, contact);
  }
  return { contacts: [...contacts.values()], invalid };
}

/** What a file would change in the roster of an account: new contacts first. */
export function contactChanges(
  account: string,
  filed: readonly FiledContact[],
  find: (address: string) => ContactView | undefined,
): readonly ContactChange[] {
  const changes = filed
    .filter(({ address }) => address !== account)
    .flatMap(({ address, name, groups }): readonly ContactChange[] => {
      const known = find(address);
      if (!known?.inRoster) return [{ address, name, groups }];
      const all = [...new Set([...known.groups, ...groups])];
      const isSame =
        (name === '' || name === known.givenName) && all.length === known.groups.length;
      return isSame ? [] : [{ address, name: name || known.givenName, groups: all, known }];
    });
  return changes.sort((a, b) => Number(a.known !== undefined) - Number(b.known !== undefined));
}

function parseContact(entry: unknown): FiledContact | undefined {
  if (!isRecord(entry)) return undefined;
  const { address, name = '', groups = [] } = entry;
  const jid = typeof address === 'string' ? Jid.parse(address.trim())?.toBare() : undefined;
  if (!jid || typeof name !== 'string' || !Array.isArray(groups)) return undefined;
  const names = [name, ...(groups as readonly unknown[])];
  if (names.length > MAX_GROUPS + 1 || !names.every(isName)) return undefined;
  const trimmed = names.slice(1).map((group) => group.trim());
  return {
    address: jid.bare,
    name: name.trim(),
    groups: [...new Set(trimmed)].filter((group) => group !== ''),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
}

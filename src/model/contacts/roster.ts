import type { Clock } from '../../base/clock.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import { removeRosterItem, setRosterItem } from '../../xmpp/im/roster.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { type ContactDetails, fetchContactDetails } from './contactDetails.ts';
import type { Contacts } from './contacts.ts';
import { explain } from '../explain.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The user's settings for a contact; absent ones are unchanged. */
export interface RosterEntry {
  /** Empty for none. */
  readonly name?: string | undefined;
  readonly groups?: readonly string[] | undefined;
}

export interface RosterDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly clock: Pick<Clock, 'now'>;
  readonly subscriptions: Subscriptions;
  /** @throws Failure offline */
  readonly session: () => Session;
}

/** The user's roster operations. Changes take effect with the server's push. */
export class Roster {
  readonly #deps: RosterDeps;

  constructor(deps: RosterDeps) {
    this.#deps = deps;
  }

  /**
   * Adds a contact, subscribes to their presence (RFC 6121 §3.1.2), and approves a pending request
   * of theirs. Known data of an existing contact is preserved. @throws Failure
   */
  async add(jid: Jid, entry: RosterEntry): Promise<void> {
    const { contacts, subscriptions } = this.#deps;
    await this.put(jid, entry);
    const subscription = contacts.get(jid.bare)?.subscription;
    if (subscription !== 'to' && subscription !== 'both') await subscriptions.request(jid);
    if (subscriptions.find(jid.bare)) subscriptions.answer(jid, 'approve');
  }

  /** Adds a contact without a subscription, or changes its name and groups. @throws Failure */
  async put(jid: Jid, entry: RosterEntry): Promise<void> {
    if (jid.bare === this.#deps.account.bare) throw failure('own-jid');
    const name = shownAddress(jid.bare);
    await this.#set(jid, entry, userError('task.add-contact', { name }));
  }

  /** Changes a contact's name and groups. @throws Failure */
  async update(jid: Jid, entry: RosterEntry): Promise<void> {
    const { name } = this.#deps.contacts.inRoster(jid);
    await this.#set(jid, entry, userError('task.change-contact', { name }));
  }

  /** Removes a contact and both subscriptions (RFC 6121 §2.5). @throws Failure */
  async remove(jid: Jid): Promise<void> {
    const { name } = this.#deps.contacts.inRoster(jid);
    const session = this.#deps.session();
    await removeRosterItem(session, jid).catch((error: unknown) => {
      throw explain(error, userError('task.remove-contact', { name }));
    });
  }

  /**
   * Queries the server and devices of a contact, or of anybody: their devices are unknown then.
   * Resolves when all have answered, or after five seconds. When a contact was last online is kept.
   * @param onAnswer called at each answer, with all received so far
   * @throws Failure
   */
  async details(jid: Jid, onAnswer: (details: ContactDetails) => void): Promise<void> {
    const { clock, contacts, session } = this.#deps;
    const known = contacts.get(jid.bare) ?? { jid, resources: [] };
    let lastSeen: number | undefined;
    await fetchContactDetails(session(), known, (details) => {
      if (details.lastSeen !== undefined && details.lastSeen !== lastSeen) {
        lastSeen = details.lastSeen;
        contacts.learnLastSeen(jid, clock.now() - lastSeen * 1000);
      }
      onAnswer(details);
    });
  }

  /** A set replaces the whole item (RFC 6121 §2.3.3), so unchanged fields are sent back. */
  async #set(jid: Jid, entry: RosterEntry, task: UserError): Promise<void> {
    const session = this.#deps.session();
    const contact = this.#deps.contacts.get(jid.bare);
    const known = contact?.inRoster ? contact : undefined;
    const { givenName = '', groups = [] } = known ?? {};
    const isNamed = entry.name !== undefined && entry.name !== known?.name;
    const item = {
      jid,
      name: isNamed ? (entry.name ?? '').trim() : givenName,
      groups: entry.groups ? this.#tidied(entry.groups) : groups,
    };
    const isSame = item.name === givenName && item.groups.join('\0') === groups.join('\0');
    if (known && isSame) return;
    await setRosterItem(session, item).catch((error: unknown) => {
      throw explain(error, task);
    });
  }

  /** Existing groups keep their names, however odd; new ones are trimmed. */
  #tidied(groups: readonly string[]): readonly string[] {
    const known = new Set([...this.#deps.contacts.values()].flatMap((contact) => contact.groups));
    const names = groups.map((group) => (known.has(group) ? group : group.trim()));
    return [...new Set(names)].filter((name) => name !== '');
  }
}

import type { Jid } from '../base/jid.ts';
import { removeRosterItem, setRosterItem } from '../xmpp/roster.ts';
import type { Session } from '../xmpp/session.ts';
import { type ContactDetails, fetchContactDetails } from './contactDetails.ts';
import type { Contact, Contacts } from './contacts.ts';
import { explain } from './explain.ts';
import { Failure } from './failure.ts';
import type { Subscriptions } from './subscriptions.ts';

/** How the user wants a contact to be kept. */
export interface RosterEntry {
  /** Empty for none. */
  readonly name: string;
  readonly groups: readonly string[];
}

export interface RosterDeps {
  readonly account: Jid;
  readonly contacts: Contacts;
  readonly subscriptions: Subscriptions;
  /** @throws Failure offline */
  readonly session: () => Session;
}

/** What the user does with the roster. The server's push makes changes seen. */
export class Roster {
  readonly #deps: RosterDeps;

  constructor(deps: RosterDeps) {
    this.#deps = deps;
  }

  /** Adds a contact and asks to see their presence (RFC 6121 §3.1.2). @throws Failure */
  async add(jid: Jid, entry: RosterEntry): Promise<void> {
    const { account, contacts, subscriptions } = this.#deps;
    if (jid.bare === account.bare) {
      throw new Failure('own-jid', 'This is your own address: type that of somebody else.');
    }
    await this.#set(jid, entry, `Adding ${jid.bare} failed`);
    const subscription = contacts.get(jid.bare)?.subscription;
    if (subscription !== 'to' && subscription !== 'both') subscriptions.request(jid);
  }

  /** Changes a contact's name and groups. @throws Failure */
  async update(jid: Jid, entry: RosterEntry): Promise<void> {
    const { name } = this.#contact(jid);
    await this.#set(jid, entry, `Changing ${name} failed`);
  }

  /** Removes a contact; neither sees the other's presence from then on (RFC 6121 §2.5). @throws Failure */
  async remove(jid: Jid): Promise<void> {
    const { name } = this.#contact(jid);
    const session = this.#deps.session();
    await removeRosterItem(session, jid).catch((error: unknown) => {
      throw explain(error, `Removing ${name} failed`);
    });
  }

  /** What a contact's server and devices tell, after at most five seconds. @throws Failure */
  async details(jid: Jid): Promise<ContactDetails> {
    return fetchContactDetails(this.#deps.session(), this.#contact(jid));
  }

  async #set(jid: Jid, { name, groups }: RosterEntry, failed: string): Promise<void> {
    const kept = [...new Set(groups.map((group) => group.trim()))].filter((group) => group !== '');
    const session = this.#deps.session();
    const item = { jid, name: name.trim(), groups: kept };
    await setRosterItem(session, item).catch((error: unknown) => {
      throw explain(error, failed);
    });
  }

  #contact(jid: Jid): Contact {
    const contact = this.#deps.contacts.get(jid.bare);
    if (contact?.inRoster) return contact;
    throw new Failure('no-contact', `${jid.bare} is not in your contacts: add this address first.`);
  }
}

import { shownAddress } from '../../base/jidEscaping.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { Lookalikes } from '../../base/lookalike.ts';
import { failure } from '../../base/userError.ts';
import type { Presence } from '../../xmpp/im/presence.ts';
import type { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { RosterChange, RosterItem } from '../../xmpp/im/roster.ts';
import { receivedLine } from '../../xmpp/stanza/text.ts';
import { type Refusal, refusalAfter, sees } from '../refusal.ts';
import { compareShow, type Show } from '../show.ts';

/** One device of a contact, from its presence. */
export interface Resource {
  readonly resource: string;
  readonly show: Show;
  readonly status: string;
  readonly priority: number;
  /** Since when it is as it is, in ms since 1970. */
  readonly since: number;
  /** Since when it was not used, in ms since 1970, if it says so. */
  readonly idleSince?: number;
}

/** A contact in the roster, or a stranger who has a chat with us. */
export interface Contact {
  readonly jid: Jid;
  /** The display name given by the user, or the JID. At most 256 UTF-16 code units. */
  readonly name: string;
  /** The name given by the user, unchanged; empty for none. */
  readonly givenName: string;
  readonly groups: readonly string[];
  readonly subscription: RosterItem['subscription'];
  readonly pending: boolean;
  readonly inRoster: boolean;
  /** Why their presence is not visible, if it should be. */
  readonly refusal?: Refusal | undefined;
  /** When they were last seen online, in ms since 1970, as far as known; not while they are. */
  readonly lastSeen?: number | undefined;
  /** The most available first. */
  readonly resources: readonly Resource[];
}

/** Maximum number of devices per contact: a hostile one could pretend to have more. */
const MAX_RESOURCES = 50;
const MAX_NAME_LENGTH = 256;
/** The name of the chat with our own account. */
const NOTES = 'Note to Self';
const NOBODY = {
  givenName: '',
  groups: [],
  subscription: 'none',
  pending: false,
  inRoster: false,
} as const;

/** The roster, the presence of contacts, and the strangers who have a chat with us. */
export class Contacts {
  readonly #changed = new Emitter<readonly string[]>();
  readonly #contacts = new Map<string, Contact>();
  /** The presence before the connection was lost, by bare JID. */
  readonly #suspended = new Map<string, readonly Resource[]>();
  /** Subscriptions ended according to the roster, by a side not known yet. */
  readonly #lostSight = new Set<string>();

  /** Our own bare JID. */
  readonly #account: string | undefined;
  readonly #now: () => number;
  /** Finds roster contacts that others could be mistaken for; rebuilt after a change. */
  #lookalikes: Lookalikes | undefined;

  /** The bare JIDs of contacts that were added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  /** @param now the time, in ms since 1970 */
  constructor(account?: string, now: () => number = Date.now) {
    this.#account = account;
    this.#now = now;
  }

  /** The display name for this bare JID: as given by the user, or the JID. */
  nameOf(id: string): string {
    return this.#contacts.get(id)?.name ?? this.#defaultName(id);
  }

  get(id: string): Contact | undefined {
    return this.#contacts.get(id);
  }

  /** The contact with this bare JID. @throws Failure if they are not in the roster */
  inRoster(jid: Jid): Contact {
    const contact = this.#contacts.get(jid.bare);
    if (contact?.inRoster) return contact;
    throw failure('no-contact', { address: shownAddress(jid.bare) });
  }

  values(): Iterable<Contact> {
    return this.#contacts.values();
  }

  /** Whether the contact may see our presence, according to the roster. */
  seesUs(jid: Jid): boolean {
    const subscription = this.#contacts.get(jid.bare)?.subscription;
    return subscription === 'from' || subscription === 'both';
  }

  /** The contact that this bare JID could be mistaken for (UTS #39). */
  lookalike(id: string): string | undefined {
    this.#lookalikes ??= new Lookalikes(this.rosterItems().map(({ jid }) => jid.bare));
    return this.#lookalikes.find(id);
  }

  /** Adds a contact who is not in the roster, so that a chat with them is shown. */
  addStranger(jid: Jid): void {
    if (this.#contacts.has(jid.bare)) return;
    const name = this.#defaultName(jid.bare);
    this.#contacts.set(jid.bare, { jid: jid.toBare(), name, resources: [], ...NOBODY });
    this.#changed.fire([jid.bare]);
  }

  /** The server's roster, as far as known. */
  rosterItems(): readonly RosterItem[] {
    return [...this.#contacts.values()]
      .filter(({ inRoster }) => inRoster)
      .map(({ jid, givenName: name, groups, subscription, pending }) => {
        return { jid, name, groups, subscription, pending };
      });
  }

  /** Replaces the roster; contacts missing in it are removed, but not strangers with a chat. */
  applyRoster(items: readonly RosterItem[]): void {
    const listed = new Set(items.map((item) => item.jid.bare));
    const changed = items.map((item) => this.#setItem(item, false));
    for (const [id, contact] of this.#contacts) {
      if (contact.inRoster && !listed.has(id)) changed.push(this.#removeItem(contact));
    }
    this.#changed.fire(changed);
  }

  /** Applies a roster push (RFC 6121 §2.1.6). */
  applyPush({ jid, item }: RosterChange): void {
    if (item) {
      this.#changed.fire([this.#setItem(item, true)]);
      return;
    }
    const contact = this.#contacts.get(jid.bare);
    if (contact) this.#changed.fire([this.#removeItem(contact)]);
  }

  /** A contact denied or cancelled our subscription (RFC 6121 §3.1.5, §3.2.3). */
  deny({ bare: id }: Jid): void {
    const contact = this.#contacts.get(id);
    if (!contact?.inRoster) return;
    // A roster push may have reported this before.
    const hadSight = this.#lostSight.delete(id) || sees(contact);
    if (contact.pending) this.#setRefusal(contact, { kind: 'denied' });
    else if (hadSight) this.#setRefusal(contact, { kind: 'removed' });
  }

  /** Our subscription request was not delivered. */
  fail({ bare: id }: Jid, error: StanzaError): void {
    const contact = this.#contacts.get(id);
    if (contact?.inRoster && !sees(contact)) this.#setRefusal(contact, { kind: 'failed', error });
  }

  /** The user asks again: the earlier answer no longer counts. */
  forgetRefusal({ bare: id }: Jid): void {
    const contact = this.#contacts.get(id);
    if (contact?.refusal) this.#setRefusal(contact, undefined);
  }

  #setRefusal(contact: Contact, refusal: Refusal | undefined): void {
    this.#contacts.set(contact.jid.bare, { ...contact, refusal });
    this.#changed.fire([contact.jid.bare]);
  }

  /** Applies presence of known contacts; any other is ignored, or strangers could fill the list. */
  applyPresence(presence: Presence): void {
    const id = presence.from.bare;
    const contact = this.#contacts.get(id);
    if (!contact || presence.type === 'error') return;
    // Our own devices are not shown as a contact.
    if (id === this.#account && !contact.inRoster) return;
    const { resource } = presence.from;
    const others = contact.resources.filter(
      (other) =>
        other.resource !== resource && (resource !== '' || presence.type !== 'unavailable'),
    );
    const time = presence.delay ?? this.#now();
    if (presence.type === 'available') {
      const known = contact.resources.find((one) => one.resource === resource);
      others.push(resourceOf(presence, known, time));
      others.sort((a, b) => compareShow(a.show, b.show) || b.priority - a.priority);
    }
    // A server may tell when a contact went offline whom we have not seen online (RFC 6121 §4.3.2).
    const isSeen = contact.resources.length > 0 || presence.delay !== undefined;
    const lastSeen = others.length === 0 && isSeen ? time : contact.lastSeen;
    this.#contacts.set(id, { ...contact, lastSeen, resources: others.slice(0, MAX_RESOURCES) });
    this.#changed.fire([id]);
  }

  /** A server has announced when the last device of a contact went offline, in ms since 1970. */
  learnLastSeen({ bare: id }: Jid, lastSeen: number): void {
    const contact = this.#contacts.get(id);
    if (!contact || contact.resources.length > 0) return;
    this.#contacts.set(id, { ...contact, lastSeen });
    this.#changed.fire([id]);
  }

  /** When those of the roster were seen last, in ms since 1970, by bare JID, as far as known. */
  *lastSeen(): Iterable<readonly [id: string, time: number]> {
    for (const [id, contact] of this.#contacts) {
      const time = this.#lastSeenOf(contact);
      if (contact.inRoster && time !== undefined) yield [id, time];
    }
  }

  /** Those who are online are seen now, or when they used a device last (XEP-0319). */
  #lastSeenOf({ lastSeen, resources }: Contact): number | undefined {
    if (resources.length === 0) return lastSeen;
    const now = this.#now();
    return Math.max(...resources.map(({ idleSince }) => Math.min(idleSince ?? now, now)));
  }

  /** The connection is lost: presence is unknown for now. */
  suspendPresence(): void {
    for (const [id, contact] of this.#contacts) {
      if (contact.resources.length === 0) continue;
      this.#suspended.set(id, contact.resources);
      const lastSeen = this.#lastSeenOf(contact);
      this.#contacts.set(id, { ...contact, lastSeen, resources: [] });
    }
    if (this.#suspended.size > 0) this.#changed.fire([...this.#suspended.keys()]);
  }

  /** The session resumed: presence is as before, and is not sent again (XEP-0198 §5). */
  resumePresence(): void {
    const suspended = [...this.#suspended];
    this.#suspended.clear();
    for (const [id, resources] of suspended) {
      const contact = this.#contacts.get(id);
      if (contact) this.#contacts.set(id, { ...contact, resources });
    }
    if (suspended.length > 0) this.#changed.fire(suspended.map(([id]) => id));
  }

  /** A new session began, in which all presence is sent again. */
  forgetPresence(): void {
    this.#suspended.clear();
  }

  #defaultName(id: string): string {
    return id === this.#account ? NOTES : shownAddress(id);
  }

  /** @param live whether this is a push */
  #setItem(item: RosterItem, live: boolean): string {
    this.#lookalikes = undefined;
    const id = item.jid.bare;
    const known = this.#contacts.get(id);
    const before = known?.inRoster === true ? known : undefined;
    if (live && before && sees(before) && !sees(item) && !before.refusal) this.#lostSight.add(id);
    else this.#lostSight.delete(id);
    this.#contacts.set(id, {
      jid: item.jid,
      name: receivedLine(item.name, MAX_NAME_LENGTH) || shownAddress(id),
      givenName: item.name,
      groups: item.groups,
      subscription: item.subscription,
      pending: item.pending,
      inRoster: true,
      refusal: refusalAfter(before, item, live),
      lastSeen: known?.lastSeen,
      resources: known?.resources ?? [],
    });
    return id;
  }

  #removeItem(contact: Contact): string {
    this.#lookalikes = undefined;
    this.#lostSight.delete(contact.jid.bare);
    this.#contacts.delete(contact.jid.bare);
    return contact.jid.bare;
  }
}

/** @param known the device as it was: while it only says the same again, it is so since then */
function resourceOf(
  presence: Presence & { type: 'available' },
  known: Resource | undefined,
  time: number,
): Resource {
  const { show, status, priority, idleSince } = presence;
  const isSame = known?.show === show && known.status === status;
  return {
    ...{ resource: presence.from.resource, show, status, priority },
    since: isSame ? known.since : time,
    ...(idleSince !== undefined && { idleSince }),
  };
}

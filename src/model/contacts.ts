import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import { Lookalikes } from '../base/lookalike.ts';
import type { Presence } from '../xmpp/presence.ts';
import type { RosterChange, RosterItem } from '../xmpp/roster.ts';
import { compareShow, type Show } from './show.ts';

/** One device of a contact, as its presence tells. */
export interface Resource {
  readonly resource: string;
  readonly show: Show;
  readonly status: string;
  readonly priority: number;
}

/** Somebody in the roster, or somebody not in it who has a chat with us. */
export interface Contact {
  readonly jid: Jid;
  /** As the user named it, or the JID. */
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: RosterItem['subscription'];
  readonly pending: boolean;
  readonly inRoster: boolean;
  /** The most available first. */
  readonly resources: readonly Resource[];
}

/** Nobody has more devices than this; a hostile contact could pretend to. */
const MAX_RESOURCES = 50;
const NOBODY = { groups: [], subscription: 'none', pending: false, inRoster: false } as const;

/** The roster, everybody's presence, and the strangers who have a chat with us. */
export class Contacts {
  readonly #changed = new Emitter<readonly string[]>();
  readonly #contacts = new Map<string, Contact>();
  /** What was known before the connection was lost, by bare JID. */
  readonly #suspended = new Map<string, readonly Resource[]>();

  /** Whom in the roster others could be taken for; made anew after a change. */
  #lookalikes: Lookalikes | undefined;

  /** The bare JIDs of contacts that were added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  get(id: string): Contact | undefined {
    return this.#contacts.get(id);
  }

  values(): Iterable<Contact> {
    return this.#contacts.values();
  }

  /** Whether the contact may see our presence, by the roster. */
  seesUs(jid: Jid): boolean {
    const subscription = this.#contacts.get(jid.bare)?.subscription;
    return subscription === 'from' || subscription === 'both';
  }

  /** The contact whom somebody with this bare JID could be taken for (UTS #39). */
  lookalike(id: string): string | undefined {
    this.#lookalikes ??= new Lookalikes(this.rosterItems().map(({ jid }) => jid.bare));
    return this.#lookalikes.find(id);
  }

  /** Adds somebody who is not in the roster, so that a chat with them can be seen. */
  addStranger(jid: Jid): void {
    if (this.#contacts.has(jid.bare)) return;
    this.#contacts.set(jid.bare, { jid: jid.toBare(), name: jid.bare, resources: [], ...NOBODY });
    this.#changed.fire([jid.bare]);
  }

  /** The roster as the server keeps it, as far as it is known. */
  rosterItems(): readonly RosterItem[] {
    return [...this.#contacts.values()]
      .filter(({ inRoster }) => inRoster)
      .map(({ jid, name, groups, subscription, pending }) => {
        return { jid, name: name === jid.bare ? '' : name, groups, subscription, pending };
      });
  }

  /** Replaces the roster; who is no longer in it goes, unless they are strangers with a chat. */
  applyRoster(items: readonly RosterItem[]): void {
    const listed = new Set(items.map((item) => item.jid.bare));
    const changed = items.map((item) => this.#setItem(item));
    for (const [id, contact] of this.#contacts) {
      if (contact.inRoster && !listed.has(id)) changed.push(this.#removeItem(contact));
    }
    this.#changed.fire(changed);
  }

  /** One change of the roster (RFC 6121 §2.1.6). */
  applyPush({ jid, item }: RosterChange): void {
    if (item) {
      this.#changed.fire([this.#setItem(item)]);
      return;
    }
    const contact = this.#contacts.get(jid.bare);
    if (contact) this.#changed.fire([this.#removeItem(contact)]);
  }

  /** Presence of somebody we know; anybody else's is ignored, or strangers could fill the list. */
  applyPresence(presence: Presence): void {
    const id = presence.from.bare;
    const contact = this.#contacts.get(id);
    if (!contact || presence.type === 'error') return;
    const { resource } = presence.from;
    const others = contact.resources.filter(
      (other) =>
        other.resource !== resource && (resource !== '' || presence.type !== 'unavailable'),
    );
    if (presence.type === 'available') {
      const { show, status, priority } = presence;
      others.push({ resource, show, status, priority });
      others.sort((a, b) => compareShow(a.show, b.show) || b.priority - a.priority);
    }
    this.#contacts.set(id, { ...contact, resources: others.slice(0, MAX_RESOURCES) });
    this.#changed.fire([id]);
  }

  /** The connection is gone: nobody's presence is known for now. */
  suspendPresence(): void {
    for (const [id, contact] of this.#contacts) {
      if (contact.resources.length === 0) continue;
      this.#suspended.set(id, contact.resources);
      this.#contacts.set(id, { ...contact, resources: [] });
    }
    if (this.#suspended.size > 0) this.#changed.fire([...this.#suspended.keys()]);
  }

  /** The session goes on, and presence from where it was: nobody says it again (XEP-0198 §5). */
  resumePresence(): void {
    const suspended = [...this.#suspended];
    this.#suspended.clear();
    for (const [id, resources] of suspended) {
      const contact = this.#contacts.get(id);
      if (contact) this.#contacts.set(id, { ...contact, resources });
    }
    if (suspended.length > 0) this.#changed.fire(suspended.map(([id]) => id));
  }

  /** A new session began, in which everybody's presence is told anew. */
  forgetPresence(): void {
    this.#suspended.clear();
  }

  #setItem(item: RosterItem): string {
    this.#lookalikes = undefined;
    const id = item.jid.bare;
    const resources = this.#contacts.get(id)?.resources ?? [];
    this.#contacts.set(id, {
      jid: item.jid,
      name: item.name === '' ? id : item.name,
      groups: item.groups,
      subscription: item.subscription,
      pending: item.pending,
      inRoster: true,
      resources,
    });
    return id;
  }

  #removeItem(contact: Contact): string {
    this.#lookalikes = undefined;
    this.#contacts.delete(contact.jid.bare);
    return contact.jid.bare;
  }
}

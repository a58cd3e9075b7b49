import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import {
  type ContactSuggestion,
  MAX_SUGGESTED,
  type SuggestedContact,
} from '../../xmpp/xep/0144-rosterItemExchange.ts';
import type { Contacts } from './contacts.ts';

/** Maximum number of senders whose suggestions wait; those of others are ignored. */
const MAX_SENDERS = 50;

/** The contacts that one sender suggests (XEP-0144). */
export interface PendingSuggestion {
  /** The bare JID of a contact, or our server. */
  readonly id: string;
  readonly contacts: readonly SuggestedContact[];
}

/**
 * Contacts that others suggest. Nothing is added before the user has chosen it, and only contacts of
 * the roster and our server may suggest any.
 */
export class ContactSuggestions {
  readonly #account: Jid;
  readonly #contacts: Pick<Contacts, 'get'>;
  readonly #pending = new Map<string, PendingSuggestion>();
  readonly #changed = new Emitter<readonly string[]>();

  /** The ids of suggestions that were received or settled. */
  readonly onDidChange = this.#changed.event;

  constructor(account: Jid, contacts: Pick<Contacts, 'get'>) {
    this.#account = account;
    this.#contacts = contacts;
  }

  values(): Iterable<PendingSuggestion> {
    return this.#pending.values();
  }

  find(id: string): PendingSuggestion | undefined {
    return this.#pending.get(id);
  }

  /** Those that the roster has in all groups suggested are left out (XEP-0144 §3.1). */
  receive({ from, contacts }: ContactSuggestion): void {
    const id = from.bare;
    if (!this.#maySuggest(from)) return;
    if (!this.#pending.has(id) && this.#pending.size >= MAX_SENDERS) return;
    const wanted = contacts.filter((one) => this.#isNews(one));
    if (wanted.length === 0) return;
    const all = new Map((this.#pending.get(id)?.contacts ?? []).map((one) => [one.jid.bare, one]));
    for (const one of wanted) {
      if (all.size < MAX_SUGGESTED || all.has(one.jid.bare)) all.set(one.jid.bare, one);
    }
    this.#pending.set(id, { id, contacts: [...all.values()] });
    this.#changed.fire([id]);
  }

  /** Forgets what a sender suggests: the user has chosen of it, or wants none of it. */
  settle(id: string): void {
    if (this.#pending.delete(id)) this.#changed.fire([id]);
  }

  #maySuggest({ bare }: Jid): boolean {
    return bare === this.#account.domain || this.#contacts.get(bare)?.inRoster === true;
  }

  #isNews({ jid, groups }: SuggestedContact): boolean {
    if (jid.bare === this.#account.bare) return false;
    const known = this.#contacts.get(jid.bare);
    return !known?.inRoster || groups.some((group) => !known.groups.includes(group));
  }
}

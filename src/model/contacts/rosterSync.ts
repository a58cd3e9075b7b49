import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { fetchRoster, offersRosterVersions, type RosterChange } from '../../xmpp/im/roster.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { AccountStore } from '../accountStore.ts';
import type { Contacts } from './contacts.ts';

/** Delay that combines a burst of changes into one write, in milliseconds. */
const SAVE_AFTER_MS = 1000;

export interface RosterSyncDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly contacts: Contacts;
  readonly store: AccountStore;
  readonly clock: Clock;
  readonly report: (what: string, error: unknown) => void;
}

/**
 * Synchronizes contacts with the server's roster, and stores them: they are shown at once after a
 * start, also offline, and a server with roster versioning sends only changes (RFC 6121 §2.6).
 */
export class RosterSync implements Disposable {
  readonly #deps: RosterSyncDeps;
  #version: string | undefined;
  #saving: Disposable | undefined;

  constructor(deps: RosterSyncDeps) {
    this.#deps = deps;
    const kept = deps.store.loadRoster(deps.account);
    if (!kept) return;
    this.#version = kept.version;
    deps.contacts.applyRoster(kept.items);
  }

  /** Called at the start of a session. @throws StanzaError */
  async fetch(session: Session): Promise<void> {
    const versioned = offersRosterVersions(session);
    const roster = await fetchRoster(session, versioned ? { version: this.#version ?? '' } : {});
    // An empty result means that the stored roster is current: changes since are pushed.
    if (!roster) return;
    this.#version = roster.version;
    this.#deps.contacts.applyRoster(roster.items);
    this.#saveSoon();
  }

  /** Applies a roster push. */
  apply(change: RosterChange): void {
    this.#version = change.version;
    this.#deps.contacts.applyPush(change);
    this.#saveSoon();
  }

  dispose(): void {
    this.#saving?.dispose();
  }

  /** Stores version and contacts together: what a crash loses, the server sends again. */
  #saveSoon(): void {
    const { account, clock, contacts, report, store } = this.#deps;
    this.#saving?.dispose();
    this.#saving = clock.after(SAVE_AFTER_MS, () => {
      const version = this.#version;
      const roster = { ...(version !== undefined && { version }), items: contacts.rosterItems() };
      store.saveRoster(account, roster).catch((error: unknown) => {
        report('keeping the contacts', error);
      });
    });
  }
}

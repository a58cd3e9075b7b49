import type { Clock } from '../../base/clock.ts';
import { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { AccountStore } from '../accountStore.ts';
import type { Contacts } from './contacts.ts';

/** Maximum number of contacts of whom it is stored, those seen last. */
const MAX_CONTACTS = 10_000;
/** Delay that combines the comings and goings of many contacts into one write, in ms. */
const SAVE_AFTER_MS = 60_000;

export interface KeptLastSeenDeps {
  /** The account's bare JID. */
  readonly account: string;
  /** With the roster as last stored. */
  readonly contacts: Contacts;
  readonly store: Pick<AccountStore, 'loadLastSeen' | 'saveLastSeen'>;
  readonly clock: Clock;
  readonly report: (what: string, error: unknown) => void;
}

/** Stores when contacts were seen last: a server says nothing of those who are offline at the start. */
export class KeptLastSeen implements Disposable {
  readonly #deps: KeptLastSeenDeps;
  readonly #kept = new LatestWrite(() => this.#write());
  readonly #listening: Disposable;
  #saving: Disposable | undefined;

  constructor(deps: KeptLastSeenDeps) {
    this.#deps = deps;
    const { account, clock, contacts, store } = deps;
    for (const [address, time] of store.loadLastSeen(account)) {
      const jid = Jid.parse(address);
      // The clock may have been wrong then.
      if (jid) contacts.learnLastSeen(jid, Math.min(time, clock.now()));
    }
    this.#listening = contacts.onDidChange(() => {
      this.#saving ??= clock.after(SAVE_AFTER_MS, () => {
        this.#save();
      });
    });
  }

  /** Those who are online now were seen until now. */
  dispose(): void {
    this.#listening.dispose();
    this.#save();
  }

  #save(): void {
    this.#saving?.dispose();
    this.#saving = undefined;
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping when contacts were last seen', error);
    });
  }

  #write(): Promise<void> {
    const { account, contacts, store } = this.#deps;
    const seen = [...contacts.lastSeen()].sort(([, a], [, b]) => b - a).slice(0, MAX_CONTACTS);
    return store.saveLastSeen(account, new Map(seen));
  }
}

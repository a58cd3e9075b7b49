import { beginningOf } from '../../base/graphemes.ts';
import { Jid } from '../../base/jid.ts';
import type { AccountStore } from '../accountStore.ts';
import type { Subscriptions } from './subscriptions.ts';

/** So many are kept, the oldest; the others are told again by the next session that begins. */
const MOST = 200;
/** Of what somebody says about a request, in UTF-16 code units. */
const STATUS_LENGTH = 200;

/**
 * Keeps who asks to see our presence over a restart: a server tells that again only to a session
 * that begins, not to one that goes on (RFC 6121 §3.1.3, XEP-0198 §5).
 */
export class KeptRequests {
  readonly #account: string;
  readonly #store: Pick<AccountStore, 'loadRequests' | 'saveRequests'>;
  readonly #subscriptions: Subscriptions;
  /** What is being written; and what is to be written after that, with all changes until then. */
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    account: string,
    store: Pick<AccountStore, 'loadRequests' | 'saveRequests'>,
    subscriptions: Subscriptions,
  ) {
    this.#account = account;
    this.#store = store;
    this.#subscriptions = subscriptions;
    const kept = store.loadRequests(account).flatMap(({ jid: address, status }) => {
      const jid = Jid.parse(address);
      return jid ? [{ jid: jid.toBare(), status }] : [];
    });
    subscriptions.restore(kept);
  }

  /** Resolves once what waits now is kept. */
  save(): Promise<void> {
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const written = this.#write();
      this.#writing = written.catch(() => undefined);
      return written;
    });
    return this.#next;
  }

  #write(): Promise<void> {
    const requests = [...this.#subscriptions.values()]
      .slice(0, MOST)
      .map(({ jid, status }) => ({ jid: jid.bare, status: beginningOf(status, STATUS_LENGTH) }));
    return this.#store.saveRequests(this.#account, requests);
  }
}

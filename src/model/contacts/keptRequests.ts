import { beginningOf } from '../../base/graphemes.ts';
import { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { AccountStore } from '../accountStore.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Maximum number of stored requests, the oldest; a new session delivers the others again. */
const MAX_REQUESTS = 200;
/** Maximum length of the stored status, in UTF-16 code units. */
const STATUS_LENGTH = 200;
/** The same of the nickname. */
const NICKNAME_LENGTH = 64;

/**
 * Stores subscription requests over a restart: a server delivers them again only to a new session,
 * not to a resumed one (RFC 6121 §3.1.3, XEP-0198 §5).
 */
export class KeptRequests {
  readonly #account: string;
  readonly #store: Pick<AccountStore, 'loadRequests' | 'saveRequests'>;
  readonly #subscriptions: Subscriptions;
  readonly #kept = new LatestWrite(() => this.#write());

  constructor(
    account: string,
    store: Pick<AccountStore, 'loadRequests' | 'saveRequests'>,
    subscriptions: Subscriptions,
  ) {
    this.#account = account;
    this.#store = store;
    this.#subscriptions = subscriptions;
    const kept = store.loadRequests(account).flatMap(({ jid: address, status, nickname = '' }) => {
      const jid = Jid.parse(address);
      return jid ? [{ jid: jid.toBare(), status, nickname }] : [];
    });
    subscriptions.restore(kept);
  }

  /** Resolves once the current requests are stored. */
  save(): Promise<void> {
    return this.#kept.save();
  }

  #write(): Promise<void> {
    const requests = [...this.#subscriptions.values()]
      .slice(0, MAX_REQUESTS)
      .map(({ jid, status, nickname }) => ({
        jid: jid.bare,
        status: beginningOf(status, STATUS_LENGTH),
        ...(nickname !== '' && { nickname: beginningOf(nickname, NICKNAME_LENGTH) }),
      }));
    return this.#store.saveRequests(this.#account, requests);
  }
}

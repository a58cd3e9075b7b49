import { shownAddress } from '../../base/jidEscaping.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { failure } from '../../base/userError.ts';
import { sendSubscription, type SubscriptionChange } from '../../xmpp/im/presence.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Contacts } from './contacts.ts';

/** A subscription request as received (RFC 6121 §3.1.3). */
export interface SubscriptionRequest {
  /** Bare. */
  readonly jid: Jid;
  /** Their message, untrusted; may be empty. */
  readonly status: string;
  /** What they call themselves, untrusted: never their name here; may be empty. */
  readonly nickname: string;
}

/** Maximum number of requests, against floods; the next session delivers later ones again. */
const MAX_REQUESTS = 5000;

export interface SubscriptionDeps {
  readonly contacts: Contacts;
  /** @throws Failure offline */
  readonly session: () => Session;
  /** What the user is called by their own choice; empty for nothing. Never rejects. */
  readonly nickname: () => Promise<string>;
  /** Whether the user's settings approve every request. */
  readonly acceptRequests: () => boolean;
  /** Whether an automatic answer may reveal that we are online. */
  readonly mayShow: () => boolean;
  /** Whether the user wants to see nothing of this sender. */
  readonly isUnwanted: (jid: Jid) => boolean;
}

/** Presence subscriptions: requests that wait for the user, and our own requests. */
export class Subscriptions {
  readonly #deps: SubscriptionDeps;
  readonly #requests = new Map<string, SubscriptionRequest>();
  /** Those we sent requests to in this process, by bare JID. */
  readonly #asked = new Set<string>();
  readonly #changed = new Emitter<readonly string[]>();

  /** The bare JIDs whose requests were received, changed or settled. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: SubscriptionDeps) {
    this.#deps = deps;
    // Another client of ours may have approved it.
    deps.contacts.onDidChange((ids) => {
      this.#forget(ids.filter((id) => this.#seesUs(id)));
    });
  }

  /** Requests that wait for an answer. */
  values(): Iterable<SubscriptionRequest> {
    return this.#requests.values();
  }

  find(id: string): SubscriptionRequest | undefined {
    return this.#requests.get(id);
  }

  /** Restores the stored requests, for a resumed session. */
  restore(requests: readonly SubscriptionRequest[]): void {
    for (const request of requests) this.#requests.set(request.jid.bare, request);
  }

  /** Applies a subscription stanza (RFC 6121 §3). */
  apply({ from, type, status, nickname }: SubscriptionChange): void {
    if (type === 'unsubscribed') this.#deps.contacts.deny(from);
    if (type === 'unsubscribe') this.#forget([from.bare]);
    if (type !== 'subscribe') return;
    const { contacts, acceptRequests, isUnwanted, mayShow, session } = this.#deps;
    if (isUnwanted(from)) return;
    const seesUs = contacts.seesUs(from);
    if (mayShow() && (seesUs || acceptRequests())) {
      // A subscribed contact has lost that state: approve again (RFC 6121 §3.1.3).
      sendSubscription(session(), from, 'subscribed');
      return;
    }
    if (seesUs) return;
    if (this.#requests.size >= MAX_REQUESTS && !this.#requests.has(from.bare)) return;
    this.#requests.set(from.bare, { jid: from, status, nickname });
    this.#changed.fire([from.bare]);
  }

  /** Approves requests received while invisible, if every request is to be approved. */
  acceptWaiting(): void {
    const { acceptRequests, mayShow } = this.#deps;
    if (!acceptRequests() || !mayShow()) return;
    for (const { jid } of [...this.#requests.values()]) this.answer(jid, 'approve');
  }

  /** Our presence was not delivered: a pending request, if any, failed (RFC 6121 §3.1.3). */
  fail(from: Jid, error: StanzaError): void {
    // Requests are sent to bare JIDs; an error from a full JID concerns no request.
    if (from.resource !== '') return;
    const isWaiting = this.#deps.contacts.get(from.bare)?.pending === true;
    if (isWaiting || this.#asked.has(from.bare)) this.#deps.contacts.fail(from, error);
  }

  /** A new session began: the server delivers all open requests again (RFC 6121 §3.1.3). */
  clear(): void {
    this.#forget([...this.#requests.keys()]);
  }

  /** Answers a request. @throws Failure if offline, or if it is already settled */
  answer(jid: Jid, answer: 'approve' | 'deny'): void {
    if (!this.#requests.has(jid.bare)) {
      throw failure('no-request', { address: shownAddress(jid.bare) });
    }
    sendSubscription(
      this.#deps.session(),
      jid,
      answer === 'approve' ? 'subscribed' : 'unsubscribed',
    );
    this.#forget([jid.bare]);
  }

  /**
   * Requests a subscription, with the user's nickname (XEP-0172 §4.1), and approves a pending request
   * of theirs. @throws Failure offline
   */
  async request(jid: Jid): Promise<void> {
    const { nickname, session } = this.#deps;
    session();
    const called = await nickname();
    sendSubscription(session(), jid, 'subscribe', called);
    this.#asked.add(jid.bare);
    this.#deps.contacts.forgetRefusal(jid);
    if (this.#requests.has(jid.bare)) this.answer(jid, 'approve');
  }

  /** Forgets requests without an answer; the next session delivers them again. */
  drop(isUnwanted: (request: SubscriptionRequest) => boolean): void {
    this.#forget([...this.#requests.values()].filter(isUnwanted).map(({ jid }) => jid.bare));
  }

  #seesUs(id: string): boolean {
    const contact = this.#deps.contacts.get(id);
    return contact !== undefined && this.#deps.contacts.seesUs(contact.jid);
  }

  #forget(ids: readonly string[]): void {
    const settled = ids.filter((id) => this.#requests.delete(id));
    if (settled.length > 0) this.#changed.fire(settled);
  }
}

import { shownAddress } from '../../base/jidEscaping.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { failure } from '../../base/userError.ts';
import { sendSubscription, type SubscriptionChange } from '../../xmpp/im/presence.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Contacts } from './contacts.ts';

/** Somebody who asks to see our presence (RFC 6121 §3.1.3). */
export interface SubscriptionRequest {
  /** Bare. */
  readonly jid: Jid;
  /** What they say about it, untrusted; may be empty. */
  readonly status: string;
}

/** Strangers may ask by the thousand; who comes later is told again in the next session. */
const MAX_REQUESTS = 5000;

export interface SubscriptionDeps {
  readonly contacts: Contacts;
  /** @throws Failure offline */
  readonly session: () => Session;
  /** Whether the user lets everybody who asks see our presence. */
  readonly acceptRequests: () => boolean;
  /** Whether an answer that the user has not given may show that we are here. */
  readonly mayShow: () => boolean;
}

/** Who may see whose presence: requests that wait for the user, and requests of our own. */
export class Subscriptions {
  readonly #deps: SubscriptionDeps;
  readonly #requests = new Map<string, SubscriptionRequest>();
  /** Whom we asked in this process, by bare JID. */
  readonly #asked = new Set<string>();
  readonly #changed = new Emitter<readonly string[]>();

  /** The bare JIDs whose requests came, changed or were settled. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: SubscriptionDeps) {
    this.#deps = deps;
    // Another client of ours may have approved.
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

  /** Takes over the requests that were kept, for a session that goes on. */
  restore(requests: readonly SubscriptionRequest[]): void {
    for (const request of requests) this.#requests.set(request.jid.bare, request);
  }

  /** A step of somebody else's (RFC 6121 §3). */
  apply({ from, type, status }: SubscriptionChange): void {
    if (type === 'unsubscribed') this.#deps.contacts.deny(from);
    if (type === 'unsubscribe') this.#forget([from.bare]);
    if (type !== 'subscribe') return;
    const { contacts, acceptRequests, mayShow, session } = this.#deps;
    const seesUs = contacts.seesUs(from);
    if (mayShow() && (seesUs || acceptRequests())) {
      // Who sees us already lost sight of it: the same answer again (RFC 6121 §3.1.3).
      sendSubscription(session(), from, 'subscribed');
      return;
    }
    if (seesUs) return;
    if (this.#requests.size >= MAX_REQUESTS && !this.#requests.has(from.bare)) return;
    this.#requests.set(from.bare, { jid: from, status });
    this.#changed.fire([from.bare]);
  }

  /** Those who came while nothing might show that we are here are let in, where everybody is. */
  acceptWaiting(): void {
    const { acceptRequests, mayShow } = this.#deps;
    if (!acceptRequests() || !mayShow()) return;
    for (const { jid } of [...this.#requests.values()]) this.answer(jid, 'approve');
  }

  /** Presence of ours did not arrive: a request of ours, where one waits for its answer (RFC 6121 §3.1.3). */
  fail(from: Jid, error: StanzaError): void {
    // A request goes to a bare address; what goes to a device is none.
    if (from.resource !== '') return;
    const isWaiting = this.#deps.contacts.get(from.bare)?.pending === true;
    if (isWaiting || this.#asked.has(from.bare)) this.#deps.contacts.fail(from, error);
  }

  /** A new session began, in which the server tells every open request anew (RFC 6121 §3.1.3). */
  clear(): void {
    this.#forget([...this.#requests.keys()]);
  }

  /** Answers a request. @throws Failure offline, or it is settled already */
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

  /** Asks to see somebody's presence, and lets them see ours if they asked. @throws Failure offline */
  request(jid: Jid): void {
    sendSubscription(this.#deps.session(), jid, 'subscribe');
    this.#asked.add(jid.bare);
    this.#deps.contacts.forgetRefusal(jid);
    if (this.#requests.has(jid.bare)) this.answer(jid, 'approve');
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

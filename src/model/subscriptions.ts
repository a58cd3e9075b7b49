import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import { sendSubscription, type SubscriptionChange } from '../xmpp/presence.ts';
import type { Session } from '../xmpp/session.ts';
import type { Contacts } from './contacts.ts';
import { Failure } from './failure.ts';

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
  readonly acceptsAll: () => boolean;
}

/** Who may see whose presence: requests that wait for the user, and requests of our own. */
export class Subscriptions {
  readonly #deps: SubscriptionDeps;
  readonly #requests = new Map<string, SubscriptionRequest>();
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

  /** A step of somebody else's (RFC 6121 §3). */
  apply({ from, type, status }: SubscriptionChange): void {
    if (type === 'unsubscribe') this.#forget([from.bare]);
    if (type !== 'subscribe') return;
    // Who sees us already lost sight of it: the same answer again (RFC 6121 §3.1.3).
    if (this.#deps.contacts.seesUs(from) || this.#deps.acceptsAll()) {
      sendSubscription(this.#deps.session(), from, 'subscribed');
      return;
    }
    if (this.#requests.size >= MAX_REQUESTS && !this.#requests.has(from.bare)) return;
    this.#requests.set(from.bare, { jid: from, status });
    this.#changed.fire([from.bare]);
  }

  /** A new session began, in which the server tells every open request anew (RFC 6121 §3.1.3). */
  clear(): void {
    this.#forget([...this.#requests.keys()]);
  }

  /** Answers a request. @throws Failure offline, or it is settled already */
  answer(jid: Jid, answer: 'approve' | 'deny'): void {
    if (!this.#requests.has(jid.bare)) {
      throw new Failure('no-request', `${jid.bare} no longer asks to see your presence.`);
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

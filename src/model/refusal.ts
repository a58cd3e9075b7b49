import type { UserError } from '../base/userError.ts';
import type { RosterItem } from '../xmpp/im/roster.ts';
import { StanzaError } from '../xmpp/stanza/stanzaError.ts';
import { explain } from './explain.ts';

/** Said of an address that does not exist, by servers that tell it (RFC 6121 §8.5.1) in several words. */
const NOBODY_THERE = ['service-unavailable', 'feature-not-implemented', 'recipient-unavailable'];

/**
 * Why the user does not see a contact's presence, where they wait for it or had it.
 *
 * - `denied`: the contact, or their server, does not grant it (RFC 6121 §3.1.5).
 * - `removed`: the contact took it back (§3.2.3).
 * - `ended`: it ended while this client was away, by the contact or by another client of ours.
 * - `failed`: the request did not arrive (§3.1.3).
 */
export type Refusal =
  | { readonly kind: 'denied' | 'removed' | 'ended' }
  | { readonly kind: 'failed'; readonly error: StanzaError };

/** What a contact was, as far as that says why the presence is not seen. */
export interface Sight extends Pick<RosterItem, 'subscription' | 'pending'> {
  readonly refusal?: Refusal | undefined;
}

/** Whether the user sees the contact's presence. */
export function sees({ subscription }: Pick<RosterItem, 'subscription'>): boolean {
  return subscription === 'to' || subscription === 'both';
}

/** Why a request did not arrive. */
export function explainUndelivered({ condition }: StanzaError, task: UserError): UserError {
  const isNobody = NOBODY_THERE.includes(condition);
  return explain(new StanzaError(isNobody ? 'item-not-found' : condition), task).userError;
}

/**
 * What is known of a refusal after the roster says something else of the contact.
 *
 * @param live whether the server says so as it happens: then what a contact takes back, they say themselves
 */
export function refusalAfter(
  before: Sight | undefined,
  now: Omit<Sight, 'refusal'>,
  live: boolean,
): Refusal | undefined {
  if (!before || sees(now)) return undefined;
  const { refusal } = before;
  // Asked once more; an error may be there before the roster says that we wait for an answer.
  if (now.pending && !before.pending) return refusal?.kind === 'failed' ? refusal : undefined;
  if (before.pending && !now.pending) return refusal ?? { kind: 'denied' };
  if (sees(before) && !live) return { kind: 'ended' };
  return refusal;
}

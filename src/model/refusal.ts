import type { UserError } from '../base/userError.ts';
import type { RosterItem } from '../xmpp/im/roster.ts';
import { StanzaError } from '../xmpp/stanza/stanzaError.ts';
import { explain } from './explain.ts';

/** Conditions that servers use for an address that does not exist (RFC 6121 §8.5.1). */
const NOBODY_THERE = ['service-unavailable', 'feature-not-implemented', 'recipient-unavailable'];

/**
 * Why a contact's presence is not visible although it was requested or granted.
 *
 * - `denied`: the contact, or their server, denied it (RFC 6121 §3.1.5).
 * - `removed`: the contact cancelled it (§3.2.3).
 * - `ended`: it ended while this client was offline, by the contact or by another client of ours.
 * - `failed`: the request was not delivered (§3.1.3).
 */
export type Refusal =
  | { readonly kind: 'denied' | 'removed' | 'ended' }
  | { readonly kind: 'failed'; readonly error: StanzaError };

/** The former state of a contact, as far as it explains why the presence is not visible. */
export interface Sight extends Pick<RosterItem, 'subscription' | 'pending'> {
  readonly refusal?: Refusal | undefined;
}

/** Whether the user sees the contact's presence. */
export function sees({ subscription }: Pick<RosterItem, 'subscription'>): boolean {
  return subscription === 'to' || subscription === 'both';
}

/** Why a request was not delivered. */
export function explainUndelivered({ condition }: StanzaError, task: UserError): UserError {
  const isNobody = NOBODY_THERE.includes(condition);
  return explain(new StanzaError(isNobody ? 'item-not-found' : condition), task).userError;
}

/**
 * The refusal after the roster reports another state of the contact.
 *
 * @param live whether it is a push: then a cancellation is sent by the contact separately
 */
export function refusalAfter(
  before: Sight | undefined,
  now: Omit<Sight, 'refusal'>,
  live: boolean,
): Refusal | undefined {
  if (!before || sees(now)) return undefined;
  const { refusal } = before;
  // Requested again; an error may arrive before the roster shows the request as pending.
  if (now.pending && !before.pending) return refusal?.kind === 'failed' ? refusal : undefined;
  if (before.pending && !now.pending) return refusal ?? { kind: 'denied' };
  if (sees(before) && !live) return { kind: 'ended' };
  return refusal;
}

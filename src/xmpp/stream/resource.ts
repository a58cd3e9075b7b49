import { randomBytes } from 'node:crypto';

/**
 * Makes a random resource (RFC 6120 §7) for one session: it does not link two sessions or accounts
 * of one user, and those who knew an earlier one cannot use it to probe our presence.
 */
export function makeResource(): string {
  return `parley-${randomBytes(6).toString('hex')}`;
}

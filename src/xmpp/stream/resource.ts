import { randomBytes } from 'node:crypto';

/**
 * A resource (RFC 6120 §7) for one session: it tells that two sessions, or two accounts, are of one
 * person to nobody, and who once knew it cannot ask by it whether we are here.
 */
export function makeResource(): string {
  return `parley-${randomBytes(6).toString('hex')}`;
}

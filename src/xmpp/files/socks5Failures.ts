import type { Jid } from '../../base/jid.ts';
import { defineMemo, type Session } from '../stanza/session.ts';

/** How long a device that was not reached by SOCKS5 gets what can go in band at once, in ms. */
const REMEMBERED_MS = 10 * 60_000;

const failures = defineMemo<Map<string, number>>('socks5Failures');
const failuresOf = (session: Session) =>
  session.memo(failures, () => new Map<string, number>(), 'newSession');

/** Notes that no SOCKS5 bytestream with a device has come about, so that the next file goes otherwise. */
export function noteSocks5Failure(session: Session, device: Jid): void {
  failuresOf(session).set(device.full, session.clock.monotonic());
}

/** Whether one with this device has failed a short time ago. */
export function hasSocks5Failed(session: Session, device: Jid): boolean {
  const failed = failuresOf(session).get(device.full) ?? -Infinity;
  return session.clock.monotonic() - failed < REMEMBERED_MS;
}

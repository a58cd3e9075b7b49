import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Log } from '../../base/log.ts';
import type { ResumeState } from '../resumeState.ts';
import type { ConnectionError } from './connectionError.ts';
import type { Endpoint } from './net/endpoints.ts';
import type { BeforeSignIn, OpenStream } from './negotiation.ts';

export interface ConnectionOptions {
  /** The account; its resource does not matter. */
  readonly account: Jid;
  /** The name to sign in by, where that is not the localpart of the account. */
  readonly login?: string | undefined;
  /** When absent, each session that is not resumed has one of its own. */
  readonly resource?: string | undefined;
  readonly password: string;
  /** Where to connect, instead of where the domain's records say. */
  readonly server?: Endpoint | undefined;
  /** Certificate authorities to trust besides the usual ones (PEM). */
  readonly trustedCa?: string | undefined;
  /** The only certificate to trust: its SHA-256 fingerprint, upper-case hex with colons. */
  readonly fingerprint?: string | undefined;
  /** The best SASL mechanism seen before; weaker ones are refused. */
  readonly strongestMechanism?: string | undefined;
  /** Runs over verified TLS before signing in, as registration does. */
  readonly beforeSignIn?: BeforeSignIn | undefined;
  /** The session to go on with, where the server still has it; else a new one begins. */
  readonly resume?: ResumeState | undefined;
  /**
   * Keeps what it takes to go on with the session in another process; `undefined` when there is
   * nothing to go on with. The server gets to know of no count that is not kept, so that whatever
   * becomes of this process, what is kept can be used. When absent nothing is kept.
   */
  readonly keep?: ((state: ResumeState | undefined) => Promise<void>) | undefined;
}

export interface ConnectionDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Finds a domain's endpoints; by its SRV records and host-meta when absent. @throws ConnectionError */
  readonly resolve?: (domain: string) => Promise<readonly Endpoint[]>;
  /** Opens a stream that may be signed in over; when absent only one with verified TLS will do. */
  readonly openStream?: OpenStream;
}

/**
 * `offline`: not wanted. `waiting`: the next try is at `retryAt` (ms since 1970). `needsUser`: no
 * further try before the user has acted on `error`.
 */
export interface ConnectionState {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  readonly error?: ConnectionError;
  readonly retryAt?: number;
}

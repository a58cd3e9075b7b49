import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Log } from '../../base/log.ts';
import type { ResumeState } from '../resumeState.ts';
import type { ConnectionError } from './connectionError.ts';
import type { Endpoint } from './net/endpoints.ts';
import type { BeforeSignIn, OpenStream } from './negotiation.ts';

export interface ConnectionOptions {
  /** The account; its resource is ignored. */
  readonly account: Jid;
  /** The name to sign in with, if it is not the localpart of the account. */
  readonly login?: string | undefined;
  /** When absent, each new session has its own. */
  readonly resource?: string | undefined;
  readonly password: string;
  /** Where to connect, instead of the endpoints in the domain's records. */
  readonly server?: Endpoint | undefined;
  /** Certificate authorities to trust besides the usual ones (PEM). */
  readonly trustedCa?: string | undefined;
  /** The only certificate to trust: its SHA-256 fingerprint, upper-case hex with colons. */
  readonly fingerprint?: string | undefined;
  /** The best SASL mechanism seen before; weaker ones are refused. */
  readonly strongestMechanism?: string | undefined;
  /** Runs over verified TLS before signing in, such as registration. */
  readonly beforeSignIn?: BeforeSignIn | undefined;
  /** The session to resume, if the server still has it; else a new one begins. */
  readonly resume?: ResumeState | undefined;
  /**
   * Stores the state to resume the session in another process; `undefined` when there is none. No
   * count is acknowledged to the server before it is stored, so that the stored state is usable
   * however this process ends. When absent nothing is stored.
   */
  readonly keep?: ((state: ResumeState | undefined) => Promise<void>) | undefined;
}

export interface ConnectionDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves a domain's endpoints; SRV records and host-meta if absent. @throws ConnectionError */
  readonly resolve?: (domain: string) => Promise<readonly Endpoint[]>;
  /** Opens a stream for sign-in; when absent only one with verified TLS is accepted. */
  readonly openStream?: OpenStream;
}

/**
 * `offline`: not wanted. `waiting`: the next attempt is at `retryAt` (ms since 1970). `needsUser`:
 * no further attempt before the user has acted on `error`.
 */
export interface ConnectionState {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  readonly error?: ConnectionError;
  readonly retryAt?: number;
}

import { Failure, type UserError, userError } from '../../base/userError.ts';

/** The reason why there is no connection. */
export type ConnectionErrorCode =
  | 'account-disabled'
  | 'bad-authority'
  | 'bad-certificate'
  | 'bad-stream'
  | 'conflict'
  | 'lost'
  | 'mechanism-downgrade'
  | 'no-mechanism'
  | 'no-such-server'
  | 'offline'
  | 'other-address'
  | 'registration-invalid'
  | 'registration-refused'
  | 'server-not-authenticated'
  | 'server-refused'
  | 'stopped'
  | 'timeout'
  | 'tls-required'
  | 'wrong-password';

/**
 * Errors that persist until the user acts, and for which automatic retries would do harm. Errors
 * received before the server is authenticated are not included: an attacker in the network may have
 * sent them, and may be gone at the next attempt.
 */
const NEEDS_USER: ReadonlySet<ConnectionErrorCode> = new Set([
  'account-disabled',
  'bad-authority',
  'conflict',
  'mechanism-downgrade',
  'no-mechanism',
  'other-address',
  'registration-invalid',
  'registration-refused',
  'server-not-authenticated',
  'wrong-password',
]);

/** A failed or lost connection. */
export class ConnectionError extends Failure {
  override readonly name = 'ConnectionError';
  declare readonly code: ConnectionErrorCode;

  /** The condition sent by the server, if any. */
  get condition(): string | undefined {
    return this.text('condition');
  }

  /** Whether no further attempt may be made until the user acts. */
  get needsUser(): boolean {
    return NEEDS_USER.has(this.code);
  }
}

/** The socket could not be opened. */
export function unreachable(host: string, port: number, cause: unknown): ConnectionError {
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  return new ConnectionError(whyUnreachable(host, `${host}:${port}`, reason), { cause });
}

function whyUnreachable(host: string, endpoint: string, reason: string): UserError {
  switch (reason) {
    case 'ENOTFOUND':
      return userError('no-such-server', { host });
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return userError('offline.network', { host });
    case 'ECONNREFUSED':
      return userError('server-refused.port', { endpoint });
    case '':
      return userError('lost.socket', { endpoint });
    default:
      return userError('lost.socket-error', { endpoint, reason });
  }
}

/** No answer was received in time. */
export function timedOut(domain: string): ConnectionError {
  return new ConnectionError(userError('timeout', { domain }));
}

/** The stream ended, without a stream error if no `condition` is given. */
export function lost(domain: string, cause?: unknown, condition?: string): ConnectionError {
  const reason = condition === undefined ? {} : { condition };
  return new ConnectionError(userError('lost', { domain, ...reason }), { cause });
}

/** The stream was ended by us. */
export function stopped(): ConnectionError {
  return new ConnectionError(userError('stopped'));
}

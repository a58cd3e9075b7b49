import { Failure, type UserError, userError } from '../../base/userError.ts';

/** Why there is no connection. */
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
 * These stay as they are until the user does something; trying again by ourselves would harm. What is
 * learned before the server has shown who it is, is not among them: anybody in the network could say it,
 * and may be gone at the next try.
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

  /** The condition that the server named, where it named one. */
  get condition(): string | undefined {
    return this.text('condition');
  }

  /** Whether no further attempt may be made until the user has acted. */
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

/** Nothing came back in time. */
export function timedOut(domain: string): ConnectionError {
  return new ConnectionError(userError('timeout', { domain }));
}

/** The stream ended, without a word where no `condition` is given. */
export function lost(domain: string, cause?: unknown, condition?: string): ConnectionError {
  const told = condition === undefined ? {} : { condition };
  return new ConnectionError(userError('lost', { domain, ...told }), { cause });
}

/** We ended it ourselves. */
export function stopped(): ConnectionError {
  return new ConnectionError(userError('stopped'));
}

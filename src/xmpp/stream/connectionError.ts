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

/** A failed or lost connection. The message is one sentence for the user: what failed, what to do. */
export class ConnectionError extends Error {
  readonly code: ConnectionErrorCode;
  /** Plain details for the code: for `bad-certificate` see `judgeCertificate`. */
  readonly data: Readonly<Record<string, string>>;

  constructor(
    code: ConnectionErrorCode,
    message: string,
    options: { data?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ConnectionError';
    this.code = code;
    this.data = options.data ?? {};
  }

  /** Whether no further attempt may be made until the user has acted. */
  get needsUser(): boolean {
    return NEEDS_USER.has(this.code);
  }
}

/** The socket could not be opened. */
export function unreachable(host: string, port: number, cause: unknown): ConnectionError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const address = `${host}:${port}`;
  switch (code) {
    case 'ENOTFOUND':
      return new ConnectionError(
        'no-such-server',
        `No server was found at ${host}; check the spelling of the address and the network.`,
        { cause },
      );
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return new ConnectionError(
        'offline',
        `The network does not reach ${host}; check that this computer is online.`,
        { cause },
      );
    case 'ECONNREFUSED':
      return new ConnectionError(
        'server-refused',
        `${address} does not accept connections; check the address, or try again later.`,
        { cause },
      );
    default:
      return new ConnectionError(
        'lost',
        `The connection to ${address} failed${code === '' ? '' : ` (${code})`}; try again later.`,
        { cause },
      );
  }
}

/** Nothing came back in time. */
export function timedOut(domain: string): ConnectionError {
  return new ConnectionError(
    'timeout',
    `${domain} did not answer in time; check the network, or try again later.`,
  );
}

/** The stream ended, without a word where no `data` names a condition. */
export function lost(
  domain: string,
  cause?: unknown,
  data: Readonly<Record<string, string>> = {},
): ConnectionError {
  return new ConnectionError(
    'lost',
    `The connection to ${domain} was lost; check the network if it does not come back.`,
    { cause, data },
  );
}

/** We ended it ourselves. */
export function stopped(): ConnectionError {
  return new ConnectionError('stopped', 'The connection was closed; sign in again to go online.');
}

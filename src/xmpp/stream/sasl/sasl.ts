import { type UserError, userError } from '../../../base/userError.ts';
import { type Mechanism, SaslError } from './mechanism.ts';
import { Scram } from './scram.ts';

export { type Mechanism, SaslError } from './mechanism.ts';

type Credentials = { readonly username: string; readonly password: string };

/** The supported mechanisms, strongest first. */
export const MECHANISMS: readonly string[] = [
  'SCRAM-SHA-512',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'PLAIN',
];

/**
 * Chooses the strongest mechanism that both sides support; PLAIN only over verified TLS, and
 * ANONYMOUS never, as it signs in to another account.
 *
 * @param options.secure whether the stream runs over TLS whose certificate was verified
 * @param options.weakest the best mechanism this account used before; anything weaker is refused,
 *   as a man in the middle would offer only that
 * @throws SaslError `no-mechanism` or `mechanism-downgrade`
 */
export function chooseMechanism(
  offered: readonly string[],
  options: { secure: boolean; weakest: string | undefined },
): string {
  const usable = MECHANISMS.filter((name) => offered.includes(name));
  const best = usable.find((name) => name !== 'PLAIN' || options.secure);
  if (best === undefined) {
    const error = usable.length > 0 ? userError('no-mechanism.plain') : noneOf(offered);
    throw new SaslError('no-mechanism', error);
  }
  const before = MECHANISMS.indexOf(options.weakest ?? '');
  if (before >= 0 && MECHANISMS.indexOf(best) > before) {
    const facts = { best, before: MECHANISMS[before] ?? '' };
    throw new SaslError('mechanism-downgrade', userError('mechanism-downgrade', facts));
  }
  return best;
}

/**
 * Starts an exchange.
 * @param name one of {@link MECHANISMS}
 * @param credentials.username the localpart of the account's JID
 * @param deps.nonce our SCRAM nonce, for tests
 * @throws SaslError `no-mechanism`
 */
export function createMechanism(
  name: string,
  credentials: Credentials,
  deps: { nonce?: string } = {},
): Mechanism {
  switch (name) {
    case 'SCRAM-SHA-512':
      return new Scram(name, 'sha512', credentials, deps.nonce);
    case 'SCRAM-SHA-256':
      return new Scram(name, 'sha256', credentials, deps.nonce);
    case 'SCRAM-SHA-1':
      return new Scram(name, 'sha1', credentials, deps.nonce);
    case 'PLAIN':
      return new Plain(credentials);
    default:
      throw new SaslError('no-mechanism', noneOf([name]));
  }
}

/** The Base64 of a message's UTF-8; `=` for an empty one (RFC 6120 §6.4.2). */
export function encodeMessage(text: string): string {
  return text === '' ? '=' : Buffer.from(text, 'utf8').toString('base64');
}

/** Decodes the content of a `<challenge/>` or `<success/>`; `undefined` if it is empty. */
export function decodeMessage(base64: string): string | undefined {
  const trimmed = base64.trim();
  if (trimmed === '') return undefined;
  return trimmed === '=' ? '' : Buffer.from(trimmed, 'base64').toString('utf8');
}

/** PLAIN (RFC 4616). The server prepares the strings, so they are sent unchanged. */
class Plain implements Mechanism {
  readonly name = 'PLAIN';
  readonly usedPassword = true;
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  initial(): string {
    const { username, password } = this.#credentials;
    if (username.includes('\0') || password.includes('\0')) {
      throw new SaslError('not-authorized', userError('wrong-password.nul'));
    }
    return `\0${username}\0${password}`;
  }

  respond(): Promise<string> {
    return Promise.reject(
      new SaslError('malformed-challenge', userError('server-not-authenticated.plain')),
    );
  }

  verify(): void {
    // PLAIN does not authenticate the server, which is why it requires verified TLS.
  }
}

/** The error if no mechanism is usable, with some offered names (as valid by RFC 4422 §3.1). */
function noneOf(offered: readonly string[]): UserError {
  const known = offered.filter((name) => /^[A-Z0-9_-]{1,20}$/u.test(name)).slice(0, 10);
  return known.length > 0
    ? userError('no-mechanism', { offered: known.join(', ') })
    : userError('no-mechanism.none');
}

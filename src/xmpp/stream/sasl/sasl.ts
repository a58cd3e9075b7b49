import { type Mechanism, SaslError } from './mechanism.ts';
import { Scram } from './scram.ts';

export { type Mechanism, SaslError } from './mechanism.ts';

type Credentials = { readonly username: string; readonly password: string };

/** The mechanisms we know, strongest first. */
export const MECHANISMS: readonly string[] = [
  'SCRAM-SHA-512',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'PLAIN',
];

/**
 * Picks the strongest mechanism that we and the server know; PLAIN only over verified TLS, and
 * ANONYMOUS never, for it signs in to another account.
 *
 * @param options.secure whether the stream runs over TLS whose certificate was checked.
 * @param options.weakest the best mechanism this account used before; anything weaker is refused,
 *   for that is what a man in the middle would ask for.
 * @throws SaslError `no-mechanism` or `mechanism-downgrade`.
 */
export function chooseMechanism(
  offered: readonly string[],
  options: { secure: boolean; weakest: string | undefined },
): string {
  const usable = MECHANISMS.filter((name) => offered.includes(name));
  const best = usable.find((name) => name !== 'PLAIN' || options.secure);
  if (best === undefined) {
    throw new SaslError(
      'no-mechanism',
      usable.length > 0
        ? 'The server wants the password in clear text over a connection that is not encrypted; ask its operator to offer TLS.'
        : `The server offers no way to sign in that Parley knows (${names(offered)}); ask its operator for SCRAM.`,
    );
  }
  const before = MECHANISMS.indexOf(options.weakest ?? '');
  if (before >= 0 && MECHANISMS.indexOf(best) > before) {
    throw new SaslError(
      'mechanism-downgrade',
      `The server offers only ${best}, weaker than the ${MECHANISMS[before] ?? ''} this account used before; sign in again with the password if its operator changed that on purpose.`,
    );
  }
  return best;
}

/**
 * Starts an exchange.
 * @param name one of {@link MECHANISMS}.
 * @param credentials.username the localpart of the account's JID.
 * @param deps.nonce our SCRAM nonce, for tests.
 * @throws SaslError `no-mechanism`.
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
      throw new SaslError('no-mechanism', `Parley does not know the mechanism ${names([name])}.`);
  }
}

/** The Base64 of a message's UTF-8; `=` for an empty one (RFC 6120 §6.4.2). */
export function encodeMessage(text: string): string {
  return text === '' ? '=' : Buffer.from(text, 'utf8').toString('base64');
}

/** The text of what a `<challenge/>` or `<success/>` contains; `undefined` where it is empty. */
export function decodeMessage(base64: string): string | undefined {
  const trimmed = base64.trim();
  if (trimmed === '') return undefined;
  return trimmed === '=' ? '' : Buffer.from(trimmed, 'base64').toString('utf8');
}

/** PLAIN (RFC 4616). The server prepares the strings, so they go as they are. */
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
      throw new SaslError('not-authorized', 'The password contains a NUL character; change it.');
    }
    return `\0${username}\0${password}`;
  }

  respond(): Promise<string> {
    return Promise.reject(
      new SaslError('malformed-challenge', 'The server sent a challenge that PLAIN does not have.'),
    );
  }

  verify(): void {
    // PLAIN proves nothing about the server: that is why it is for verified TLS only.
  }
}

/** Names for a sentence: only what RFC 4422 §3.1 allows, and not too many. */
function names(offered: readonly string[]): string {
  const known = offered.filter((name) => /^[A-Z0-9_-]{1,20}$/u.test(name)).slice(0, 10);
  return known.length > 0 ? known.join(', ') : 'none';
}

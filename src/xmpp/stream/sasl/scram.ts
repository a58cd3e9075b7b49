import {
  createHash,
  createHmac,
  pbkdf2,
  randomBytes,
  timingSafeEqual,
  type BinaryLike,
} from 'node:crypto';
import { promisify } from 'node:util';
import saslprep from '@mongodb-js/saslprep';
import { userError } from '../../../base/userError.ts';
import { type Mechanism, SaslError } from './mechanism.ts';

const deriveKey = promisify(pbkdf2);

/** No channel binding, no authorization identity. */
const GS2_HEADER = 'n,,';
/** RFC 7677 §4 requires at least 4096; far more would be a denial of service by an attacker. */
const MIN_ITERATIONS = 4096;
const MAX_ITERATIONS = 100_000;
const NONCE_BYTES = 24;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

export type ScramHash = 'sha1' | 'sha256' | 'sha512';

/** SCRAM-SHA-1 (RFC 5802), -SHA-256 (RFC 7677) and -SHA-512, with mutual authentication. */
export class Scram implements Mechanism {
  readonly name: string;
  readonly #hash: ScramHash;
  readonly #password: string;
  readonly #nonce: string;
  readonly #clientFirstBare: string;
  #state: 'initial' | 'proved' | 'verified' = 'initial';
  #serverSignature: Buffer = Buffer.alloc(0);

  /** @param nonce our part of the nonce: printable ASCII without commas; random when absent */
  constructor(
    name: string,
    hash: ScramHash,
    credentials: { username: string; password: string },
    nonce = randomBytes(NONCE_BYTES).toString('base64'),
  ) {
    this.name = name;
    this.#hash = hash;
    this.#password = prepare(credentials.password);
    this.#nonce = nonce;
    this.#clientFirstBare = `n=${escapeName(prepare(credentials.username))},r=${nonce}`;
  }

  get usedPassword(): boolean {
    return this.#state !== 'initial';
  }

  initial(): string {
    return GS2_HEADER + this.#clientFirstBare;
  }

  async respond(challenge: string): Promise<string> {
    if (this.#state === 'initial') return this.#prove(challenge);
    // RFC 6120 §6.3.10: a server may send its last message as one more challenge.
    if (this.#state === 'verified') throw malformed('excess');
    this.verify(challenge);
    return '';
  }

  verify(success: string | undefined): void {
    if (this.#state === 'verified' && (success === undefined || success === '')) return;
    const signature = /^v=([^,]+)/u.exec(success ?? '')?.[1];
    if (this.#state !== 'proved' || signature === undefined || !BASE64.test(signature)) {
      throw unverified(this.name);
    }
    const received = Buffer.from(signature, 'base64');
    const expected = this.#serverSignature;
    if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
      throw unverified(this.name);
    }
    this.#state = 'verified';
  }

  /** RFC 5802 §3: computes the client's proof, and the expected server signature. */
  async #prove(serverFirst: string): Promise<string> {
    const { nonce, salt, iterations } = parseServerFirst(serverFirst, this.#nonce);
    const hash = this.#hash;
    const keyBytes = createHash(hash).digest().length;
    const salted = await deriveKey(this.#password, salt, iterations, keyBytes, hash);
    const clientKey = hmac(hash, salted, 'Client Key');
    const storedKey = createHash(hash).update(clientKey).digest();
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${nonce}`;
    const authMessage = `${this.#clientFirstBare},${serverFirst},${withoutProof}`;
    const clientSignature = hmac(hash, storedKey, authMessage);
    const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));
    this.#serverSignature = hmac(hash, hmac(hash, salted, 'Server Key'), authMessage);
    this.#state = 'proved';
    return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`;
  }
}

function parseServerFirst(message: string, ownNonce: string) {
  const [nonce, salt, iterations] = message.split(',');
  if (nonce?.startsWith('m=')) throw malformed('extension');
  if (!nonce?.startsWith('r=') || !salt?.startsWith('s=') || !iterations?.startsWith('i=')) {
    throw malformed('message');
  }
  const serverNonce = nonce.slice(2);
  if (!serverNonce.startsWith(ownNonce) || serverNonce.length === ownNonce.length) {
    throw malformed('nonce');
  }
  const encodedSalt = salt.slice(2);
  if (encodedSalt === '' || !BASE64.test(encodedSalt)) throw malformed('salt');
  const count = /^[1-9][0-9]{0,9}$/u.test(iterations.slice(2)) ? Number(iterations.slice(2)) : 0;
  if (count < MIN_ITERATIONS || count > MAX_ITERATIONS) {
    const range = { least: String(MIN_ITERATIONS), most: String(MAX_ITERATIONS) };
    throw new SaslError(
      'malformed-challenge',
      userError('server-not-authenticated.iterations', range),
    );
  }
  return { nonce: serverNonce, salt: Buffer.from(encodedSalt, 'base64'), iterations: count };
}

/**
 * SASLprep (RFC 4013). A server with SASLprep would not have accepted a password that cannot be
 * prepared, so such an account can only be at a server without it, where the unprepared text
 * matches. Code points newer than Unicode 3.2 (emoji) are allowed, as by servers.
 */
function prepare(text: string): string {
  try {
    return saslprep(text, { allowUnassigned: true });
  } catch {
    return text;
  }
}

/** RFC 5802 §5.1: escapes commas and equals signs in a name. */
function escapeName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

function hmac(hash: ScramHash, key: BinaryLike, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

function malformed(what: 'excess' | 'extension' | 'message' | 'nonce' | 'salt'): SaslError {
  return new SaslError('malformed-challenge', userError(`server-not-authenticated.${what}`));
}

function unverified(mechanism: string): SaslError {
  return new SaslError(
    'server-not-authenticated',
    userError('server-not-authenticated', { mechanism }),
  );
}

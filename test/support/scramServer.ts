import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** The ways in which a server can cheat at SCRAM, and one unusual way that is right. */
export type ScramTrick =
  | 'foreign-nonce'
  | 'same-nonce'
  | 'one-iteration'
  | 'million-iterations'
  | 'no-salt'
  | 'mandatory-extension'
  | 'wrong-signature'
  | 'no-signature'
  | 'signature-as-challenge';

/** The server's side of SCRAM (RFC 5802 §3), written apart from the client's. */
export class ScramServer {
  readonly #hash: string;
  readonly #password: string;
  readonly #trick: ScramTrick | undefined;
  readonly #salt = randomBytes(16);
  #clientFirst = '';
  #serverFirst = '';
  #authMessage = '';

  constructor(mechanism: string, password: string, trick: ScramTrick | undefined) {
    this.#hash = mechanism.replace('SCRAM-SHA-', 'sha');
    this.#password = password;
    this.#trick = trick;
  }

  get #iterations(): number {
    if (this.#trick === 'one-iteration') return 1;
    return this.#trick === 'million-iterations' ? 1_000_000 : 4096;
  }

  challenge(initial: string): string {
    this.#clientFirst = initial.replace(/^n,[^,]*,/u, '');
    const own = /r=([^,]+)/u.exec(this.#clientFirst)?.[1] ?? '';
    const nonce = { 'foreign-nonce': 'stranger', 'same-nonce': own } as Record<string, string>;
    const parts = [
      ...(this.#trick === 'mandatory-extension' ? ['m=extension'] : []),
      `r=${nonce[this.#trick ?? ''] ?? own + randomBytes(12).toString('hex')}`,
      `s=${this.#trick === 'no-salt' ? '' : this.#salt.toString('base64')}`,
      `i=${this.#iterations}`,
    ];
    this.#serverFirst = parts.join(',');
    return this.#serverFirst;
  }

  /** Whether the client's proof is right. */
  accepts(response: string): boolean {
    const [, withoutProof, proof] = /^(c=biws,r=[^,]+),p=(.+)$/u.exec(response) ?? [];
    this.#authMessage = [this.#clientFirst, this.#serverFirst, withoutProof].join(',');
    const clientKey = this.#hmac(this.#salted(), 'Client Key');
    const storedKey = createHash(this.#hash).update(clientKey).digest();
    const signature = this.#hmac(storedKey, this.#authMessage);
    const expected = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
    return Buffer.from(expected).toString('base64') === proof;
  }

  /** The additional data of success. */
  final(): string {
    if (this.#trick === 'no-signature') return '';
    const serverKey = this.#hmac(this.#salted(), 'Server Key');
    const signature = this.#hmac(serverKey, this.#authMessage);
    if (this.#trick === 'wrong-signature') signature.reverse();
    return `v=${signature.toString('base64')}`;
  }

  #salted(): Buffer {
    const bytes = createHash(this.#hash).digest().length;
    return pbkdf2Sync(this.#password, this.#salt, this.#iterations, bytes, this.#hash);
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest();
  }
}

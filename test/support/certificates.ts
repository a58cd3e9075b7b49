import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** The authority that clients under test trust, in PEM. */
  readonly ca: string;
  /** Good for `localhost`, 127.0.0.1 and its subdomains. */
  readonly good: Certificate;
  /** From the trusted authority, but for `other.example`. */
  readonly wrongName: Certificate;
  /** For `localhost`, until yesterday. */
  readonly expired: Certificate;
  /** For `localhost`, by nobody. */
  readonly selfSigned: Certificate;
  /** For `localhost`, from an authority that clients under test do not trust. */
  readonly unknownCa: Certificate;
}

let certificates: Promise<Certificates> | undefined;

/** The certificates of this process, made by openssl when first asked for. */
export function testCertificates(): Promise<Certificates> {
  certificates ??= generate();
  return certificates;
}

async function generate(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-certificates-'));
  try {
    const forge = new Forge(folder);
    const localhost = 'DNS:localhost,DNS:*.localhost,IP:127.0.0.1';
    await Promise.all([forge.authority('ca'), forge.authority('stranger')]);
    const [ca, good, wrongName, expired, selfSigned, unknownCa] = await Promise.all([
      forge.read('ca'),
      forge.leaf('good', { names: localhost, days: 2, ca: 'ca' }),
      forge.leaf('wrong-name', { names: 'DNS:other.example', days: 2, ca: 'ca' }),
      forge.leaf('expired', { names: localhost, days: -1, ca: 'ca' }),
      forge.leaf('self-signed', { names: localhost, days: 2 }),
      forge.leaf('unknown-ca', { names: localhost, days: 2, ca: 'stranger' }),
    ]);
    return { ca: ca.cert, good, wrongName, expired, selfSigned, unknownCa };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes keys and certificates in a folder. */
class Forge {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async authority(name: string): Promise<void> {
    await this.#key(name);
    const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
    await this.#openssl(
      ...['req', '-x509', '-key', this.#path(name, 'key'), '-subj', `/CN=${name}`, '-days', '2'],
      ...extensions.flatMap((extension) => ['-addext', extension]),
      ...['-out', this.#path(name, 'crt')],
    );
  }

  /** @param options.ca who signs; the certificate's own key when absent. */
  async leaf(
    name: string,
    options: { names: string; days: number; ca?: string },
  ): Promise<Certificate> {
    const path = (suffix: string) => this.#path(name, suffix);
    await this.#key(name);
    await this.#openssl(
      ...['req', '-new', '-key', path('key'), '-subj', `/CN=${name}`, '-out', path('csr')],
    );
    await writeFile(
      path('ext'),
      `subjectAltName=${options.names}\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\n`,
    );
    const signer = options.ca
      ? ['-CA', this.#path(options.ca, 'crt'), '-CAkey', this.#path(options.ca, 'key')]
      : ['-signkey', path('key')];
    await this.#openssl(
      ...['x509', '-req', '-in', path('csr'), '-extfile', path('ext'), '-days'],
      ...[
        String(options.days),
        ...signer,
        '-set_serial',
        `0x${randomBytes(8).toString('hex')}`,
        '-out',
        path('crt'),
      ],
    );
    return this.read(name);
  }

  async read(name: string): Promise<Certificate> {
    const [cert, key] = await Promise.all(
      ['crt', 'key'].map((suffix) => readFile(this.#path(name, suffix), 'utf8')),
    );
    return { cert: cert ?? '', key: key ?? '' };
  }

  async #key(name: string): Promise<void> {
    const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    await this.#openssl('genpkey', ...curve, '-out', this.#path(name, 'key'));
  }

  async #openssl(...args: string[]): Promise<void> {
    await run('openssl', args);
  }

  #path(name: string, suffix: string): string {
    return join(this.#folder, `${name}.${suffix}`);
  }
}

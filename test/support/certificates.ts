import { readFile } from 'node:fs/promises';
import { certificates } from '../servers/certificates.mjs';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** The authority that clients under test trust, in PEM. */
  readonly ca: string;
  /** Good for `localhost`, its components and 127.0.0.1. */
  readonly good: Certificate;
  /** From the trusted authority, but for `other.example`. */
  readonly wrongName: Certificate;
  /** For the service of XMPP of `localhost`, by an SRVName alone (RFC 4985). */
  readonly srvName: Certificate;
  /** The same, by an xmppAddr alone (RFC 6120 §13.7.1.4). */
  readonly xmppAddr: Certificate;
  /** By its common name for `localhost`, and by others for other services, accounts and domains. */
  readonly otherService: Certificate;
  /** For `localhost`, until yesterday. */
  readonly expired: Certificate;
  /** For `localhost`, by nobody. */
  readonly selfSigned: Certificate;
  /** For `localhost`, from an authority that clients under test do not trust. */
  readonly unknownCa: Certificate;
}

/** The certificates of the test servers, as text. */
export async function testCertificates(): Promise<Certificates> {
  const { caFile, certificate } = await certificates();
  const read = async (name: Exclude<keyof Certificates, 'ca'>): Promise<Certificate> => {
    const { cert, key } = certificate(name);
    return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
  };
  return {
    ca: await readFile(caFile, 'utf8'),
    good: await read('good'),
    wrongName: await read('wrongName'),
    srvName: await read('srvName'),
    xmppAddr: await read('xmppAddr'),
    otherService: await read('otherService'),
    expired: await read('expired'),
    selfSigned: await read('selfSigned'),
    unknownCa: await read('unknownCa'),
  };
}

import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { userError } from '../../../../base/userError.ts';
import { ConnectionError } from '../../connectionError.ts';

/** The fault of a certificate. */
export type CertificateFault =
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'self-signed'
  | 'unknown-issuer'
  | 'not-pinned'
  | 'invalid';

/** A server's certificate as presented in TLS. */
export interface Presented {
  readonly certificate: PeerCertificate;
  /** Node's error for the chain, such as `CERT_HAS_EXPIRED`; `undefined` if it is valid. */
  readonly chainError: string | undefined;
  /**
   * The domains for which its owner serves XMPP to clients, by `readXmppNames`; none for other
   * protocols, such as https.
   */
  readonly xmppNames?: readonly string[];
}

const MAX_NAMES = 10;
/** A DNS name with an asterisk anywhere but as its whole first label. */
const PARTIAL_WILDCARD = /(^|, )DNS:(?!\*\.[^*,"]*(?:,|$))[^,"*]*\*[^,"]*/gu;

/**
 * Verifies the identity of a server (RFC 6120 §13.7.2).
 *
 * @param name the JID's domain in ASCII; for a WebSocket the URL's host
 * @param fingerprint the SHA-256 fingerprint trusted by the user, upper-case hex with colons: then
 *   exactly that certificate is valid, and no other, even one with a valid chain
 * @returns the reason for refusal, with `reason`, `fingerprint`, `names` and `validTo` among its
 *   params, or `undefined` if the certificate is valid
 */
export function judgeCertificate(
  presented: Presented,
  name: string,
  fingerprint: string | undefined,
): ConnectionError | undefined {
  const { certificate } = presented;
  const actual = (certificate as Partial<PeerCertificate>).fingerprint256;
  const fault =
    fingerprint === undefined ? findFault(presented, name) : comparePin(actual, fingerprint);
  if (!fault) return undefined;
  const names = certificateNames(presented);
  const validTo = (certificate as Partial<PeerCertificate>).valid_to ?? '';
  const facts = { reason: fault, fingerprint: actual ?? '', name, names, validTo };
  const isForNone = fault === 'wrong-name' && names === '';
  const code = `bad-certificate.${isForNone ? 'no-name' : fault}` as const;
  return new ConnectionError(userError(code, facts));
}

function comparePin(actual: string | undefined, fingerprint: string): CertificateFault | undefined {
  return actual === fingerprint ? undefined : 'not-pinned';
}

function findFault(presented: Presented, name: string): CertificateFault | undefined {
  const { chainError } = presented;
  const fault = chainError === undefined ? undefined : chainFault(chainError);
  if (fault && fault !== 'self-signed' && fault !== 'unknown-issuer') return fault;
  // A wrong name is more informative than an unknown issuer.
  const wrongName = checkServerIdentity(name, withNamesThatCount(presented)) !== undefined;
  return wrongName ? 'wrong-name' : fault;
}

/**
 * RFC 9525 §2 and §6.3: a common name does not identify a service, and a wildcard must be the
 * whole first label. XMPP names, which Node does not parse, count as DNS names.
 */
function withNamesThatCount({ certificate, xmppNames = [] }: Presented): PeerCertificate {
  const subject = { ...certificate.subject, CN: '' };
  const { subjectaltname = '' } = certificate as Partial<PeerCertificate>;
  const names = [
    subjectaltname.replace(PARTIAL_WILDCARD, '$1DNS:'),
    ...xmppNames.map((name) => `DNS:${name}`),
  ].filter((name) => name !== '');
  return { ...certificate, subject, subjectaltname: names.join(', ') };
}

function chainFault(code: string): CertificateFault {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'expired';
    case 'CERT_NOT_YET_VALID':
      return 'not-yet-valid';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'self-signed';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'unknown-issuer';
    default:
      return 'invalid';
  }
}

/** The valid names of a certificate, up to a limit. */
function certificateNames({ certificate, xmppNames = [] }: Presented): string {
  const known: Partial<PeerCertificate> = certificate;
  const alternatives = known.subjectaltname?.split(', ') ?? [];
  const names = alternatives
    .filter((entry) => !entry.startsWith('othername:'))
    .map((entry) => entry.replace(/^(?:DNS|IP Address):/u, ''))
    .concat(xmppNames);
  if (names.length === 0 && typeof known.subject?.CN === 'string') {
    names.push(known.subject.CN);
  }
  return [...new Set(names)]
    .filter((name) => /^[\p{L}\p{N}*._:-]{1,253}$/u.test(name))
    .slice(0, MAX_NAMES)
    .join(', ');
}

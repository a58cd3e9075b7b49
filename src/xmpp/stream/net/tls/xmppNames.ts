import { domainToASCII } from 'node:url';
import { Jid } from '../../../../base/jid.ts';
import { DER, type DerValue, NotDer, readDer } from './der.ts';

/** Tags of the extensions in a TBSCertificate (RFC 5280 §4.1), and of an otherName (§4.2.1.6). */
const EXTENSIONS = DER.context(3);
const OTHER_NAME = DER.context(0);
/** Object identifiers in DER. */
const SUBJECT_ALT_NAME = Buffer.from('551d11', 'hex'); // 2.5.29.17, RFC 5280 §4.2.1.6
const XMPP_ADDR = Buffer.from('2b06010505070805', 'hex'); // 1.3.6.1.5.5.7.8.5, RFC 6120 §13.7.1.4
const SRV_NAME = Buffer.from('2b06010505070807', 'hex'); // 1.3.6.1.5.5.7.8.7, RFC 4985 §2

/** An SRVName of the client service (RFC 6120 §13.7.1.2.1), and a DNS name. */
const CLIENT_SERVICE = /^_xmpp-client\.((?:\*\.)?(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63})\.?$/iu;
const DNS_NAME = /^[a-z0-9_.-]+$/u;
const MAX_NAME_BYTES = 1023;
const MAX_NAMES = 100;

/**
 * Returns the domains for which a certificate's owner serves XMPP to clients, from its names of
 * type SRVName and xmppAddr.
 *
 * @param certificate in DER
 * @returns names in the form of DNS names in a certificate: in ASCII, a wildcard as the whole first
 *   label; none if the certificate is not well-formed
 */
export function readXmppNames(certificate: Buffer): string[] {
  try {
    return otherNames(certificate).slice(0, MAX_NAMES).flatMap(domainOf);
  } catch (error) {
    if (error instanceof NotDer) return [];
    throw error;
  }
}

/** The names of type `otherName`, with their type id. @throws NotDer */
function otherNames(certificate: Buffer): (readonly [type: Buffer, name: DerValue])[] {
  const [signed] = readDer(only(readDer(certificate), DER.sequence));
  const extensions = readDer(as(signed, DER.sequence)).filter(({ tag }) => tag === EXTENSIONS);
  if (extensions.length === 0) return [];
  const found = readDer(only(readDer(only(extensions, EXTENSIONS)), DER.sequence))
    .map((extension) => readDer(as(extension, DER.sequence)))
    .filter(([oid]) => as(oid, DER.oid).equals(SUBJECT_ALT_NAME));
  if (found.length === 0) return [];
  const [extension, ...others] = found;
  // RFC 5280 §4.2: no extension occurs twice. A flag may precede its value.
  if (!extension || others.length > 0) throw new NotDer();
  const names = readDer(only(readDer(as(extension.at(-1), DER.octetString)), DER.sequence));
  return names.flatMap((name) => {
    if (name.tag !== OTHER_NAME) return [];
    const [type, explicit, ...rest] = readDer(name.content);
    const [value, ...more] = readDer(as(explicit, DER.context(0)));
    if (!value || rest.length > 0 || more.length > 0) throw new NotDer();
    return [[as(type, DER.oid), value] as const];
  });
}

function domainOf([type, { tag, content }]: readonly [Buffer, DerValue]): string[] {
  if (content.length > MAX_NAME_BYTES) return [];
  if (type.equals(SRV_NAME) && tag === DER.ia5String) {
    const [, domain] = CLIENT_SERVICE.exec(content.toString('latin1')) ?? [];
    return domain === undefined ? [] : [domain.toLowerCase()];
  }
  if (type.equals(XMPP_ADDR) && tag === DER.utf8String) {
    const jid = Jid.parse(content.toString('utf8'));
    const domain = jid?.full === jid?.domain ? domainToASCII(jid?.domain ?? '') : '';
    return DNS_NAME.test(domain) ? [domain] : [];
  }
  return [];
}

/** The content of a value that must have this tag. @throws NotDer */
function as(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new NotDer();
  return value.content;
}

/** The content of the only value, which must have this tag. @throws NotDer */
function only(values: readonly DerValue[], tag: number): Buffer {
  if (values.length !== 1) throw new NotDer();
  return as(values[0], tag);
}

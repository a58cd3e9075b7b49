// XEP-0380: Explicit Message Encryption, version 0.4.0
// https://xmpp.org/extensions/xep-0380.html
import type { Module } from '../stanza/session.ts';
import { type EncryptedNotice, MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedLine } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:eme:0';
const NS_OTR = 'urn:xmpp:otr:0';

/** The names of encryption methods, by namespace (§3.2). */
const METHODS = new Map([
  [NS_OTR, 'OTR'],
  ['jabber:x:encrypted', 'OpenPGP'],
  ['urn:xmpp:openpgp:0', 'OpenPGP'],
  ['eu.siacs.conversations.axolotl', 'OMEMO'],
  ['urn:xmpp:omemo:1', 'OMEMO'],
  ['urn:xmpp:omemo:2', 'OMEMO'],
  ['urn:ietf:params:xml:ns:xmpp-e2e', 'S/MIME'],
]);

/** The elements with encrypted content, by name and namespace. */
const PAYLOADS = [
  { name: 'x', namespace: 'jabber:x:encrypted' },
  { name: 'openpgp', namespace: 'urn:xmpp:openpgp:0' },
  { name: 'encrypted', namespace: 'eu.siacs.conversations.axolotl' },
  { name: 'encrypted', namespace: 'urn:xmpp:omemo:1' },
  { name: 'encrypted', namespace: 'urn:xmpp:omemo:2' },
  { name: 'e2e', namespace: 'urn:ietf:params:xml:ns:xmpp-e2e' },
] as const;

/** OTR's content of a body (XEP-0364 §2): encrypted data, or a query to start OTR. */
const OTR_DATA = /^\?OTR[:,|]/u;
const OTR_QUERY = /^\?OTR(?:\?(?:v[0-9x]*\?)?|v[0-9x]*\?)[ \t]*\n?/u;

/**
 * Detects the encryption of a message, whether announced or not. `undefined` for a message with
 * keys only: OMEMO without a payload has no content (XEP-0384 §4.6).
 *
 * @param body as received
 */
export function parseEncryption(message: Element, body: string): EncryptedNotice | undefined {
  const namespace = payloadOf(message) ?? (isOtr(body) ? NS_OTR : undefined);
  if (namespace !== undefined)
    return { kind: 'encrypted', method: METHODS.get(namespace) ?? namespace };
  const declared = message.getChild('encryption', NS)?.attrs;
  const named = declared?.['namespace'];
  if (!named || hasKeysAlone(message, named)) return undefined;
  const method = METHODS.get(named) ?? (declared['name']?.trim() || named);
  return { kind: 'encrypted', method: receivedLine(method, MAX_NOTICE_TEXT) };
}

/** The body without the parts for clients with OTR. */
export function withoutOtr(body: string): string {
  return OTR_DATA.test(body) ? '' : body.replace(OTR_QUERY, '');
}

export const encryptionModule: Module = { xep: 'XEP-0380', features: [NS] };

function payloadOf(message: Element): string | undefined {
  for (const { name, namespace } of PAYLOADS) {
    const found = message.getChild(name, namespace);
    if (!found) continue;
    if (name !== 'encrypted' || found.getChild('payload', namespace)) return namespace;
  }
  return undefined;
}

/** Whether there are only keys, as in OMEMO, also of an unknown version. */
function hasKeysAlone(message: Element, namespace: string): boolean {
  const encrypted = message.getChild('encrypted', namespace);
  return (
    encrypted?.getChild('header', namespace) !== undefined &&
    encrypted.getChild('payload', namespace) === undefined
  );
}

function isOtr(body: string): boolean {
  return OTR_DATA.test(body) || OTR_QUERY.test(body);
}

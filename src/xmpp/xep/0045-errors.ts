// XEP-0045: Multi-User Chat, version 1.35.5: refusals of presence (§7.2.17, §7.6)
// https://xmpp.org/extensions/xep-0045.html#enter-errorcodes
import { Jid } from '../../base/jid.ts';
import { jidOfUri } from '../../base/jidEscaping.ts';
import { parseXmppUri } from '../../base/xmppUri.ts';
import type { StanzaError } from '../stanza/stanzaError.ts';

/** Why a room refuses that we join, or change our nick. */
export type RoomRefusal =
  /** A password is required, or the one given is wrong. */
  | 'password'
  /** Banned; by ejabberd also not allowed to create rooms, or to use the service. */
  | 'forbidden'
  /** It does not exist, or is not open yet. */
  | 'notFound'
  /** Rooms may not be created; by ejabberd also nicks not changed. */
  | 'notAllowed'
  /** The reserved nick must be used (§7.12). */
  | 'reservedNick'
  | 'membersOnly'
  /** The nick is in use or reserved by another. */
  | 'nickTaken'
  /** Full, or closed to us. */
  | 'unavailable'
  /** Full, or too many requests or rooms; later it may succeed. */
  | 'busy'
  | 'invalidNick'
  /** Closed by its owner, possibly for another room. */
  | 'destroyed'
  /** The service failed; later it may succeed. */
  | 'broken'
  /** The service cannot be reached; later it may succeed. */
  | 'unreachable'
  | 'other';

/** A refusal; what is not certain by its condition, servers explain in their text only. */
export interface RoomError {
  readonly refusal: RoomRefusal;
  /** The condition (RFC 6120 §8.3.3), such as `forbidden`. */
  readonly condition: string;
  /** The server's text, at most 1,000 UTF-16 code units; may be empty. */
  readonly text: string;
  /** The room that replaces a destroyed one; bare. */
  readonly room?: Jid;
}

const REFUSALS = new Map<string, RoomRefusal>([
  ['not-authorized', 'password'],
  ['forbidden', 'forbidden'],
  ['item-not-found', 'notFound'],
  ['not-allowed', 'notAllowed'],
  ['not-acceptable', 'reservedNick'],
  ['registration-required', 'membersOnly'],
  ['conflict', 'nickTaken'],
  ['service-unavailable', 'unavailable'],
  ['resource-constraint', 'busy'],
  ['jid-malformed', 'invalidNick'],
  ['gone', 'destroyed'],
  ['internal-server-error', 'broken'],
  ['remote-server-not-found', 'unreachable'],
  ['remote-server-timeout', 'unreachable'],
]);

/** Classifies the error of a presence that we sent to a room. */
export function roomErrorOf(error: StanzaError): RoomError {
  const { condition, text } = error;
  const refusal = REFUSALS.get(condition) ?? 'other';
  const room = refusal === 'destroyed' ? roomOf(error.movedTo) : undefined;
  return { refusal, condition, text, ...(room && { room }) };
}

/** The room of an address such as `xmpp:room@example.org?join`, which Prosody does not encode. */
function roomOf(address: string): Jid | undefined {
  const uri = parseXmppUri(address);
  if (uri) return jidOfUri(uri.address)?.toBare();
  return Jid.parse(address.replace(/^xmpp:/iu, '').replace(/[?#].*$/su, ''))?.toBare();
}

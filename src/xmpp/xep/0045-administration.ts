// XEP-0045: Multi-User Chat, version 1.35.5: changing roles and affiliations (§8.2–8.4, §9, §10)
// https://xmpp.org/extensions/xep-0045.html#moderator
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { sendableText } from '../stanza/text.ts';
import { xml } from '../stanza/xml.ts';
import { NS_MUC, type RoomAffiliation, type RoomRole } from './0045-user.ts';

export const NS_MUC_ADMIN = `${NS_MUC}#admin`;

/** Why a room refuses a change. */
export type AdministrationRefusal =
  /** Our role or affiliation is too low, for this or for the one concerned. */
  | 'notPermitted'
  /** A user may not ban themselves, nor give up as the last owner. */
  | 'own'
  /** No occupant has this nick, maybe any more. */
  | 'noOccupant'
  /** Not the address of an account. */
  | 'invalidAddress'
  | 'other';

const REFUSALS = new Map<string, AdministrationRefusal>([
  ['not-allowed', 'notPermitted'],
  ['forbidden', 'notPermitted'],
  ['conflict', 'own'],
  // The latter by ejabberd.
  ['item-not-found', 'noOccupant'],
  ['not-acceptable', 'noOccupant'],
  ['jid-malformed', 'invalidAddress'],
]);

/**
 * Changes the role of an occupant, with all clients that share the nick: `none` kicks (§8.2),
 * `visitor` takes voice (§8.4).
 *
 * @throws StanzaError see {@link administrationRefusalOf}
 */
export async function setRole(
  session: Session,
  room: Jid,
  change: { readonly nick: string; readonly role: RoomRole; readonly reason?: string },
): Promise<void> {
  const { nick, role, reason } = change;
  await setItem(session, room, { nick: sendableText(nick), role }, reason);
}

/**
 * Changes the affiliation of an account, whether it is in the room or not: `outcast` bans (§9.1).
 *
 * @param change.jid the real JID; its resource is ignored
 * @throws StanzaError see {@link administrationRefusalOf}; `jid-malformed` for an occupant's JID
 */
export async function setAffiliation(
  session: Session,
  room: Jid,
  change: { readonly jid: Jid; readonly affiliation: RoomAffiliation; readonly reason?: string },
): Promise<void> {
  const { jid, affiliation, reason } = change;
  if (jid.bare === room.bare) {
    throw new StanzaError('jid-malformed', { type: 'modify', text: 'the address of the room' });
  }
  await setItem(session, room, { jid: jid.bare, affiliation }, reason);
}

/** Classifies the error of {@link setRole} or {@link setAffiliation}. */
export function administrationRefusalOf({ condition }: StanzaError): AdministrationRefusal {
  return REFUSALS.get(condition) ?? 'other';
}

/** One item per request: of several, Prosody 0.12 would use the first only. */
async function setItem(
  session: Session,
  room: Jid,
  attrs: Readonly<Record<string, string>>,
  reason = '',
): Promise<void> {
  const text = sendableText(reason);
  const item = xml('item', attrs, text !== '' && xml('reason', null, text));
  const payload = xml('query', { xmlns: NS_MUC_ADMIN }, item);
  await session.request({ type: 'set', to: room.toBare(), payload });
}

// XEP-0045: Multi-User Chat, version 1.35.5: membership and reserved nicks (§7.10, §7.12)
// https://xmpp.org/extensions/xep-0045.html#register
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { xml } from '../stanza/xml.ts';
import { NS_INFO, parseDiscoInfo } from './0030-disco.ts';
import { occupantJid } from './0045-joining.ts';
import {
  buildRegistration,
  NS_REGISTER,
  parseRegistrationForm,
  type RegistrationAnswers,
  type RegistrationForm,
} from './0077-register.ts';

const NODE = 'x-roomuser-item';
/** How services answer that do not know the node. */
const UNSUPPORTED = ['feature-not-implemented', 'item-not-found', 'service-unavailable'];

/** Why a room does not register us. */
export type RegistrationRefusal =
  /** It registers no users, or not us. */
  | 'notOffered'
  /** We are banned. */
  | 'forbidden'
  | 'nickTaken'
  /** It does not accept these answers. */
  | 'invalid'
  | 'other';

/** By Prosody also `registration-required`, for those who are no members. */
const NOT_OFFERED = [
  'service-unavailable',
  'feature-not-implemented',
  'not-allowed',
  'registration-required',
];
const INVALID = ['bad-request', 'not-acceptable', 'jid-malformed'];

/**
 * Fetches what a room asks of those who want to be members, or to reserve a nick (§7.10).
 *
 * @returns `registered` is the nick reserved for us, empty if it is not named; absent if we have none
 * @throws StanzaError see {@link registrationRefusalOf}; `item-not-found` if there is no such room
 */
export async function fetchRoomRegistration(
  session: Session,
  room: Jid,
): Promise<{ readonly form: RegistrationForm; readonly registered?: string }> {
  const payload = xml('query', { xmlns: NS_REGISTER });
  const answer = await session.request({ type: 'get', to: room, payload });
  const query = answer.getChild('query', NS_REGISTER);
  if (!query) throw new StanzaError('bad-format', { text: 'the answer has no form' });
  const form = parseRegistrationForm(query);
  if (!query.getChild('registered', NS_REGISTER)) return { form };
  const nick = query.getChildText('username', NS_REGISTER) ?? '';
  return { form, registered: occupantJid(room, nick)?.resource ?? '' };
}

/**
 * Asks a room to make us a member, with a reserved nick. It may do so at once, or wait for an admin.
 *
 * @throws StanzaError see {@link registrationRefusalOf}
 */
export async function registerInRoom(
  session: Session,
  room: Jid,
  answers: RegistrationAnswers,
): Promise<void> {
  await session.request({ type: 'set', to: room, payload: buildRegistration(answers) });
}

/** Classifies the error of {@link fetchRoomRegistration} or {@link registerInRoom}. */
export function registrationRefusalOf({ condition }: StanzaError): RegistrationRefusal {
  if (NOT_OFFERED.includes(condition)) return 'notOffered';
  if (INVALID.includes(condition)) return 'invalid';
  if (condition === 'conflict') return 'nickTaken';
  return condition === 'forbidden' ? 'forbidden' : 'other';
}

/** Fetches the nick that a room reserves for us (§7.12); `undefined` if none. @throws StanzaError */
export async function fetchReservedNick(session: Session, room: Jid): Promise<string | undefined> {
  try {
    const payload = xml('query', { xmlns: NS_INFO, node: NODE });
    const answer = await session.request({ type: 'get', to: room, payload });
    const query = answer.getChild('query', NS_INFO);
    // Services that ignore the node return the name of the room.
    if (query?.attrs['node'] !== NODE) return undefined;
    const { identities } = parseDiscoInfo(query);
    const text = identities.find(({ category }) => category === 'conference');
    return text && occupantJid(room, text.name)?.resource;
  } catch (error) {
    if (error instanceof StanzaError && UNSUPPORTED.includes(error.condition)) return undefined;
    throw error;
  }
}

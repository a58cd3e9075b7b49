// XEP-0045: Multi-User Chat, version 1.35.5: what a room says of itself (§6.4)
// https://xmpp.org/extensions/xep-0045.html
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { receivedLine, receivedText } from '../stanza/text.ts';
import { type DiscoInfo, fetchDiscoInfo } from './0030-disco.ts';
import { NS_MUC } from './0045-user.ts';
import { parseImageHash } from './0084-image.ts';
import { trustStanzaIds } from './0359-stanzaIds.ts';

const FORM = `${NS_MUC}#roominfo`;
const FIELDS = 'muc#roominfo_';
/** Its field before XEP-0486, by Prosody's mod_vcard_muc. */
const PROSODY_AVATAR = '{http://modules.prosody.im/mod_vcard_muc}avatar#sha1';
/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 256;
const MAX_TEXT_LENGTH = 1000;
const MAX_AVATARS = 8;
/** A language tag (RFC 5646), limited to forms in common use. */
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/u;
const NUMBER = /^[0-9]{1,7}$/u;

/**
 * What a room says of itself, to anyone. All text is untrusted. A feature counts only if the room
 * itself announces it, whatever its service does.
 */
export interface RoomInfo {
  /** At most 256 UTF-16 code units; may be empty, or no more than the local part. */
  readonly name: string;
  /** At most 1,000 UTF-16 code units; may be empty. */
  readonly description: string;
  /** The topic, at most 1,000 UTF-16 code units; empty if not given. */
  readonly subject: string;
  /** A language tag such as `de`; empty if not given. */
  readonly language: string;
  /** The number of occupants, if given. */
  readonly occupants?: number;
  readonly isMembersOnly: boolean;
  readonly isPasswordProtected: boolean;
  readonly isModerated: boolean;
  /** Whether it is not on its service's list of rooms. */
  readonly isHidden: boolean;
  readonly isPersistent: boolean;
  /** Who sees real JIDs: all occupants (`non-anonymous`), or moderators; absent if not given. */
  readonly anonymity?: 'non-anonymous' | 'semi-anonymous';
  /** XEP-0313. */
  readonly hasArchive: boolean;
  /** Its own stanza-ids can be trusted (XEP-0359 §6). */
  readonly hasStanzaIds: boolean;
  /** Its occupant-ids can be trusted (XEP-0421 §4). */
  readonly hasOccupantIds: boolean;
  /** It keeps the ids of messages (§7.4); others may do so without announcing it. */
  readonly hasStableIds: boolean;
  /** The room itself answers pings of an occupant to its own address (XEP-0410 §3.3). */
  readonly answersSelfPing: boolean;
  /** The versions of XEP-0425 that it understands, as in the namespace. */
  readonly moderation: readonly (0 | 1)[];
  /** XEP-0317. */
  readonly hasHats: boolean;
  /** Whether it may have a vCard, and in it an avatar (XEP-0486). */
  readonly hasVcard: boolean;
  /** The SHA-1 hashes of its avatar in several formats, in hexadecimal lower case. */
  readonly avatarHashes: readonly string[];
}

/**
 * Fetches what a room says of itself, whether we are in it or not; from then on its stanza-ids are
 * trusted if it announces them. To be asked again when its configuration changes (§10.2.1) and after
 * each new join.
 *
 * @returns `undefined` if the address is not of a room
 * @throws StanzaError `item-not-found` if there is no such room
 */
export async function fetchRoomInfo(session: Session, room: Jid): Promise<RoomInfo | undefined> {
  const disco = await fetchDiscoInfo(session, room.toBare());
  const info = parseRoomInfo(disco);
  trustStanzaIds(session, room.toBare(), info ? disco.features : []);
  return info;
}

/** Parses a room's information; `undefined` if it is not of a room. */
export function parseRoomInfo(info: DiscoInfo): RoomInfo | undefined {
  const identities = info.identities.filter(({ category }) => category === 'conference');
  const features = new Set(info.features);
  if (identities.length === 0 || !features.has(NS_MUC)) return undefined;
  const fields = info.forms.find(({ formType }) => formType === FORM)?.fields;
  const values = (name: string) => fields?.get(name) ?? [];
  const value = (name: string) => values(name)[0]?.trim() ?? '';
  const occupants = value(`${FIELDS}occupants`);
  const language = value(`${FIELDS}lang`);
  const name = identities.find((identity) => identity.name.trim() !== '')?.name;
  return {
    name: receivedLine(name ?? value('muc#roomconfig_roomname'), MAX_NAME_LENGTH),
    description: receivedText(value(`${FIELDS}description`), MAX_TEXT_LENGTH),
    subject: receivedText(value(`${FIELDS}subject`), MAX_TEXT_LENGTH),
    language: LANGUAGE.test(language) ? language : '',
    ...(NUMBER.test(occupants) && { occupants: Number(occupants) }),
    isMembersOnly: features.has('muc_membersonly'),
    isPasswordProtected: features.has('muc_passwordprotected'),
    isModerated: features.has('muc_moderated'),
    isHidden: features.has('muc_hidden'),
    isPersistent: features.has('muc_persistent'),
    ...anonymityOf(features),
    hasArchive: features.has('urn:xmpp:mam:2'),
    hasStanzaIds: features.has('urn:xmpp:sid:0'),
    hasOccupantIds: features.has('urn:xmpp:occupant-id:0'),
    hasStableIds: features.has(`${NS_MUC}#stable_id`),
    answersSelfPing: features.has(`${NS_MUC}#self-ping-optimization`),
    moderation: ([0, 1] as const).filter((v) => features.has(`urn:xmpp:message-moderate:${v}`)),
    hasHats: features.has('urn:xmpp:hats:0'),
    hasVcard: features.has('vcard-temp'),
    avatarHashes: hashesOf([...values(`${FIELDS}avatarhash`), ...values(PROSODY_AVATAR)]),
  };
}

/** A room that claims both counts as the one that shows more. */
function anonymityOf(features: ReadonlySet<string>): Pick<RoomInfo, 'anonymity'> {
  if (features.has('muc_nonanonymous')) return { anonymity: 'non-anonymous' };
  return features.has('muc_semianonymous') ? { anonymity: 'semi-anonymous' } : {};
}

function hashesOf(values: readonly string[]): readonly string[] {
  const hashes = values.flatMap((value) => parseImageHash(value) ?? []);
  return [...new Set(hashes)].slice(0, MAX_AVATARS);
}

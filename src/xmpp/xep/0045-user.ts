// XEP-0045: Multi-User Chat, version 1.35.5: what a room says of its occupants (muc#user)
// https://xmpp.org/extensions/xep-0045.html#schemas-user
import { Jid } from '../../base/jid.ts';
import { MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedLine } from '../stanza/text.ts';
import { type Element, localizedText } from '../stanza/xml.ts';

export const NS_MUC = 'http://jabber.org/protocol/muc';
export const NS_MUC_USER = `${NS_MUC}#user`;

const ROLES = ['moderator', 'participant', 'visitor', 'none'] as const;
const AFFILIATIONS = ['owner', 'admin', 'member', 'none', 'outcast'] as const;
/** Prosody sends one item for each session of a nick. */
const MAX_ITEMS = 50;
const MAX_CODES = 20;

/** What an occupant may do until leaving (§5.1); `none` outside the room. */
export type RoomRole = (typeof ROLES)[number];
/** The lasting relation of an account to a room (§5.2). */
export type RoomAffiliation = (typeof AFFILIATIONS)[number];

/** Status codes (§16.6.2). */
export const STATUS = {
  /** All occupants see real JIDs. */
  jidsShown: 100,
  unavailableMembersShown: 102,
  unavailableMembersHidden: 103,
  configurationChanged: 104,
  /** The presence is our own. */
  self: 110,
  logged: 170,
  notLogged: 171,
  nowNonAnonymous: 172,
  nowSemiAnonymous: 173,
  /** Of earlier versions, which knew rooms that show real JIDs to no occupant. */
  nowAnonymous: 174,
  created: 201,
  /** The room chose our nick, or changed it. */
  nickAssigned: 210,
  banned: 301,
  nickChanged: 303,
  kicked: 307,
  affiliationLost: 321,
  membersOnly: 322,
  shutdown: 332,
  technical: 333,
} as const;

/** Codes in no order; unknown ones included. */
export type StatusCodes = ReadonlySet<number>;

/** Who did something to an occupant, as far as the room says. */
export interface RoomActor {
  readonly nick?: string;
  readonly jid?: Jid;
}

/** A statement about an occupant, or about an account that is not inside. */
export interface RoomItem {
  readonly role?: RoomRole;
  readonly affiliation?: RoomAffiliation;
  /** The real JID, where it is shown. */
  readonly jid?: Jid;
  readonly nick?: string;
  readonly actor?: RoomActor;
  /** In one line; empty if none is given. */
  readonly reason: string;
}

const NO_CODES: StatusCodes = new Set();

/** The status codes of a presence or message from a room. */
export function parseStatusCodes(x: Element | undefined): StatusCodes {
  const codes = (x?.getChildren('status', NS_MUC_USER) ?? [])
    .slice(0, MAX_CODES)
    .flatMap(({ attrs: { code = '' } }) => (/^[1-9]\d\d$/u.test(code) ? [Number(code)] : []));
  return codes.length === 0 ? NO_CODES : new Set(codes);
}

/** The items of a presence or message from a room. @param room its bare JID */
export function parseItems(x: Element | undefined, room: Jid): readonly RoomItem[] {
  const items = x?.getChildren('item', NS_MUC_USER) ?? [];
  return items.slice(0, MAX_ITEMS).map((item) => parseItem(item, room));
}

/** A reason within `parent`, in one line; empty if none is given. */
export function parseReason(parent: Element): string {
  const reason = localizedText(parent, 'reason', parent.getNS() ?? '') ?? '';
  return receivedLine(reason, MAX_NOTICE_TEXT);
}

/** An item, which the lists of a room have in another namespace. @param room its bare JID */
export function parseItem(item: Element, room: Jid): RoomItem {
  const { attrs } = item;
  const role = ROLES.find((known) => known === attrs['role']);
  const affiliation = AFFILIATIONS.find((known) => known === attrs['affiliation']);
  const jid = Jid.parse(attrs['jid'] ?? '');
  const nick = parseNick(attrs['nick'], room);
  const actor = parseActor(item.getChild('actor', item.getNS()), room);
  return {
    reason: parseReason(item),
    ...(role && { role }),
    ...(affiliation && { affiliation }),
    ...(jid && { jid }),
    ...(nick !== undefined && { nick }),
    ...(actor && { actor }),
  };
}

function parseActor(actor: Element | undefined, room: Jid): RoomActor | undefined {
  if (!actor) return undefined;
  const nick = parseNick(actor.attrs['nick'], room);
  const jid = Jid.parse(actor.attrs['jid'] ?? '');
  if (nick === undefined && !jid) return undefined;
  return { ...(nick !== undefined && { nick }), ...(jid && { jid }) };
}

/** A nick is a resource (§4.1) and normalised as such. */
function parseNick(nick: string | undefined, room: Jid): string | undefined {
  return nick ? Jid.parse(`${room.bare}/${nick}`)?.resource : undefined;
}

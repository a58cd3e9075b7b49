// XEP-0045: Multi-User Chat, version 1.35.5: joining and leaving (§7.2, §7.6, §7.7, §7.14)
// https://xmpp.org/extensions/xep-0045.html#enter
import { Jid } from '../../base/jid.ts';
import { buildShow, buildStatus, type PresenceShow } from '../stanza/availability.ts';
import type { Session } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { NS_MUC } from './0045-user.ts';
import { buildCaps, type Caps } from './0115-caps.ts';
import { buildAvatarHash } from './0153-avatarHashes.ts';

/** Our presence in a room. */
export interface OwnRoomPresence {
  /** Repeated by most services in their answer. */
  readonly id: string;
  /** The room's bare JID with our nick as resource. */
  readonly occupant: Jid;
  readonly show: PresenceShow;
  /** Empty if none. */
  readonly status: string;
  readonly caps: Caps;
  /** As in {@link buildAvatarHash}. */
  readonly avatarHash?: string | undefined;
}

/** A request to join a room. */
export interface JoinRequest extends OwnRoomPresence {
  readonly password?: string | undefined;
  /** The messages to send first: none, or those since a time, in ms since 1970. */
  readonly history: 'none' | { readonly since: number };
}

/**
 * Our JID in a room by a nick, as normalised by servers; `undefined` if the nick is blank, too long
 * or in several lines. Without a nick, a room must not be joined (§7.2.1).
 */
export function occupantJid(room: Jid, nick: string): Jid | undefined {
  const trimmed = sendableText(nick).trim();
  return trimmed === '' ? undefined : Jid.parse(`${room.bare}/${trimmed}`);
}

/**
 * Requests to join a room, which creates it if it does not exist (§7.2.11). Inside, it requests all
 * presence and the subject again (§17.3).
 *
 * @throws StanzaError `not-connected`
 */
export function joinRoom(session: Session, { password, history, ...presence }: JoinRequest): void {
  const x = xml(
    'x',
    { xmlns: NS_MUC },
    buildHistory(history),
    password === undefined ? undefined : xml('password', null, sendableText(password)),
  );
  session.send(buildPresence(presence, x));
}

/**
 * Updates our presence in a room that we are in (§7.7), or requests another nick (§7.6), if the
 * resource is another one. Not to be sent before joining is done: the room may count us as outside,
 * or ejabberd drop the join for it.
 *
 * @throws StanzaError `not-connected`
 */
export function sendRoomPresence(session: Session, presence: OwnRoomPresence): void {
  session.send(buildPresence(presence, undefined));
}

/**
 * Leaves a room (§7.14), also while joining.
 *
 * @param status parting words; empty for none
 * @throws StanzaError `not-connected`
 */
export function leaveRoom(session: Session, occupant: Jid, status: string): void {
  session.send(xml('presence', { to: occupant.full, type: 'unavailable' }, buildStatus(status)));
}

function buildPresence(presence: OwnRoomPresence, x: Element | undefined): Element {
  const { id, occupant, show, status, caps, avatarHash } = presence;
  const avatar = buildAvatarHash(avatarHash);
  const children = [buildShow(show), buildStatus(status), buildCaps(caps), avatar, x];
  return xml('presence', { id, to: occupant.full }, children);
}

/** §7.2.14: none is `maxchars` 0; some services know only `maxstanzas`. */
function buildHistory(history: JoinRequest['history']): Element {
  return history === 'none'
    ? xml('history', { maxchars: '0', maxstanzas: '0' })
    : xml('history', { since: new Date(history.since).toISOString() });
}

// XEP-0045: Multi-User Chat, version 1.35.5: messages of a room that are no conversation (§7.2.15,
// §8.1, §8.6, §9.3, §9.9, §10.2.1)
// https://xmpp.org/extensions/xep-0045.html#subject-mod
import type { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, NS_CLIENT, xml } from '../stanza/xml.ts';
import { type ApprovalRequest, parseApprovalRequest } from './0045-approval.ts';
import { parseRoomSubject } from './0045-messages.ts';
import {
  NS_MUC_USER,
  parseItems,
  parseStatusCodes,
  type RoomActor,
  type RoomAffiliation,
  STATUS,
  type StatusCodes,
} from './0045-user.ts';
import { parseDelay } from './0203-delay.ts';

/** The codes of a change of the configuration (§10.2.1). */
const CONFIGURATION: readonly number[] = [
  STATUS.jidsShown,
  STATUS.unavailableMembersShown,
  STATUS.unavailableMembersHidden,
  STATUS.configurationChanged,
  STATUS.logged,
  STATUS.notLogged,
  STATUS.nowNonAnonymous,
  STATUS.nowSemiAnonymous,
  STATUS.nowAnonymous,
];

/** The affiliation of a user who is not inside. */
export interface AffiliationChange {
  /** Bare. */
  readonly jid: Jid;
  readonly affiliation: RoomAffiliation;
  /** In one line; empty if none is given. */
  readonly reason: string;
  readonly actor?: RoomActor;
}

/** A notice of a room without text to show. */
export type RoomNotice =
  | {
      readonly kind: 'subject';
      /** At most 4,096 UTF-16 code units, in several lines; empty if there is no subject. */
      readonly subject: string;
      /** Who set it, if named. */
      readonly nick?: string;
      /** When it was set, in ms since 1970, if given; it does not show whether it is new. */
      readonly stamp?: number;
    }
  /** Only the codes of a configuration; at least one. */
  | { readonly kind: 'configuration'; readonly codes: StatusCodes }
  /** At least one. */
  | { readonly kind: 'affiliations'; readonly changes: readonly AffiliationChange[] }
  /** A user asks for what we may be allowed to approve. */
  | { readonly kind: 'approval'; readonly request: ApprovalRequest };

/**
 * Parses a message without body from a JID known to be a room. A message with a body, or with a
 * subject and a thread, is conversation (§8.1). Configuration, affiliations and requests come only
 * by the room itself.
 */
export function parseRoomNotice(stanza: IncomingStanza): RoomNotice | undefined {
  const { from, element } = stanza;
  const { type = 'normal' } = element.attrs;
  const request = parseApprovalRequest(stanza);
  // For other clients, some services put it into words as well.
  if (request) return { kind: 'approval', request };
  if (element.getChild('body', NS_CLIENT)) return undefined;
  if (type === 'groupchat' && element.getChild('subject', NS_CLIENT)) return parseSubject(stanza);
  if (from.resource !== '' || !['groupchat', 'normal'].includes(type)) return undefined;
  const x = element.getChild('x', NS_MUC_USER);
  const changes = parseChanges(x, from);
  if (changes.length > 0) return { kind: 'affiliations', changes };
  const codes = [...parseStatusCodes(x)].filter((code) => CONFIGURATION.includes(code));
  return codes.length > 0 ? { kind: 'configuration', codes: new Set(codes) } : undefined;
}

/**
 * Requests to set the subject of a room (§8.1). Errors name the id.
 *
 * @param change.subject empty to remove it
 * @throws StanzaError `not-connected`
 */
export function sendSubject(
  session: Session,
  change: { readonly id: string; readonly room: Jid; readonly subject: string },
): void {
  const { id, room, subject } = change;
  session.send(
    xml(
      'message',
      { id, to: room.bare, type: 'groupchat' },
      xml('subject', null, sendableText(subject)),
    ),
  );
}

function parseSubject({ from, element, arrived }: IncomingStanza): RoomNotice | undefined {
  const subject = parseRoomSubject(element);
  if (subject === undefined) return undefined;
  const stamp = parseDelay(element, arrived, from.toBare());
  return {
    kind: 'subject',
    subject,
    ...(from.resource !== '' && { nick: from.resource }),
    ...(stamp !== undefined && { stamp }),
  };
}

function parseChanges(x: Element | undefined, room: Jid): readonly AffiliationChange[] {
  return parseItems(x, room).flatMap(({ jid, affiliation, reason, actor }) =>
    jid && affiliation ? [{ jid: jid.toBare(), affiliation, reason, ...(actor && { actor }) }] : [],
  );
}

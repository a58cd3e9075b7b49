// XEP-0166: Jingle, version 1.1.2: requests, and the errors in answers to them
// https://xmpp.org/extensions/xep-0166.html
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

export const NS_JINGLE = 'urn:xmpp:jingle:1';
const NS_ERRORS = 'urn:xmpp:jingle:errors:1';
/** Maximum number of contents in one request. */
const MAX_CONTENTS = 20;

const ACTIONS = [
  'content-accept',
  'content-add',
  'content-modify',
  'content-reject',
  'content-remove',
  'description-info',
  'security-info',
  'session-accept',
  'session-info',
  'session-initiate',
  'session-terminate',
  'transport-accept',
  'transport-info',
  'transport-reject',
  'transport-replace',
] as const;

/** What a request does to its session (§7.2). */
export type JingleAction = (typeof ACTIONS)[number];

const REASONS = [
  'alternative-session',
  'busy',
  'cancel',
  'connectivity-error',
  'decline',
  'expired',
  'failed-application',
  'failed-transport',
  'general-error',
  'gone',
  'incompatible-parameters',
  'media-error',
  'security-error',
  'success',
  'timeout',
  'unsupported-applications',
  'unsupported-transports',
] as const;

/** Why a session ends (§7.4). */
export type JingleReason = (typeof REASONS)[number];

const ROLES = ['initiator', 'responder'] as const;

/** A party to a session. */
export type JingleRole = (typeof ROLES)[number];

/** Which parties send a content. */
export type JingleSenders = JingleRole | 'both' | 'none';

/** A content of a session: an application and the transport of its data. */
export interface JingleContent {
  /** Who added it to the session; the same in all requests of both parties (§7.3). */
  readonly creator: JingleRole;
  /** Identifies it, together with the creator. */
  readonly name: string;
  readonly senders: JingleSenders;
  readonly description?: Element | undefined;
  readonly transport?: Element | undefined;
}

/** What identifies a content, and who sends it. */
export type ContentId = Pick<JingleContent, 'creator' | 'name' | 'senders'>;

/** A received request. */
export interface JingleRequest {
  readonly action: JingleAction;
  readonly sid: string;
  readonly contents: readonly JingleContent[];
  /** `general-error` where a request that has one names none of the specification's. */
  readonly reason: JingleReason;
  /** The application's own condition beside the reason, as `{namespace}name`. */
  readonly detail: string | undefined;
  /** The payload of a `session-info`; none in a ping (§6.8). */
  readonly info: Element | undefined;
}

/** The error conditions of Jingle (§10), with those of stanzas that go with them. */
const CONDITIONS = {
  'out-of-order': ['unexpected-request', 'wait'],
  'tie-break': ['conflict', 'cancel'],
  'unknown-session': ['item-not-found', 'cancel'],
  'unsupported-info': ['feature-not-implemented', 'modify'],
} as const;

/** An error of Jingle, to answer a request with. */
export function jingleError(name: keyof typeof CONDITIONS): StanzaError {
  const [condition, type] = CONDITIONS[name];
  return new StanzaError(condition, { type, application: `{${NS_ERRORS}}${name}` });
}

/** Whether the peer has answered that it does not know the session, or not any more. */
export function isUnknownSession(error: unknown): boolean {
  return error instanceof StanzaError && error.application === `{${NS_ERRORS}}unknown-session`;
}

/** Parses a request. @throws StanzaError `bad-request` */
export function parseJingle(jingle: Element): JingleRequest {
  const sid = receivedId(jingle.attrs['sid']);
  const action = ACTIONS.find((known) => known === jingle.attrs['action']);
  const contents = jingle.getChildren('content', NS_JINGLE);
  if (!action || sid === undefined || contents.length > MAX_CONTENTS) throw badRequest();
  const { reason, detail } = parseReason(jingle.getChild('reason', NS_JINGLE));
  const info = jingle.getChildElements().find((child) => child.getNS() !== NS_JINGLE);
  return { action, sid, contents: contents.map(parseContent), reason, detail, info };
}

/** Builds a request. @param own our full JID, which names us in an initiation or acceptance (§7.1) */
export function buildJingle(
  action: JingleAction,
  sid: string,
  own: string | undefined,
  children: readonly Element[],
): Element {
  return xml(
    'jingle',
    {
      xmlns: NS_JINGLE,
      action,
      sid,
      initiator: action === 'session-initiate' ? own : undefined,
      responder: action === 'session-accept' ? own : undefined,
    },
    ...children,
  );
}

export function buildContent(content: JingleContent): Element {
  const { creator, name, senders, description, transport } = content;
  return xml('content', { creator, name, senders }, description, transport);
}

/** @param detail the application's own condition */
export function buildReason(reason: JingleReason, detail?: Element): Element {
  return xml('reason', null, xml(reason), detail);
}

/** The request is malformed. */
export function badRequest(): StanzaError {
  return new StanzaError('bad-request', { type: 'modify' });
}

function parseContent(content: Element): JingleContent {
  const { creator = 'initiator', senders = 'both' } = content.attrs;
  const name = receivedId(content.attrs['name']);
  const author = ROLES.find((role) => role === creator);
  const from = ([...ROLES, 'both', 'none'] as const).find((known) => known === senders);
  if (name === undefined || !author || !from) throw badRequest();
  const children = content.getChildElements();
  // Their namespaces are those of applications and transports.
  const description = children.find((child) => child.getName() === 'description');
  const transport = children.find((child) => child.getName() === 'transport');
  return { creator: author, name, senders: from, description, transport };
}

function parseReason(reason: Element | undefined): Pick<JingleRequest, 'reason' | 'detail'> {
  const known = REASONS.find((name) => reason && childText(reason, name, NS_JINGLE) !== undefined);
  const other = reason?.getChildElements().find((child) => child.getNS() !== NS_JINGLE);
  const detail = other && `{${other.getNS() ?? ''}}${other.getName()}`;
  return { reason: known ?? 'general-error', detail };
}

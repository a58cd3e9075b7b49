// The roster: the contacts that the server stores for the account (RFC 6121 §2).
// https://www.rfc-editor.org/rfc/rfc6121#section-2
import { Jid } from '../../base/jid.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:iq:roster';
/** The stream feature for roster versioning (RFC 6121 §2.6.1). */
const NS_VERSIONS = 'urn:xmpp:features:rosterver';
const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;

export type RosterSubscription = (typeof SUBSCRIPTIONS)[number];

/**
 * One contact, as stored by the server (RFC 6121 §2.1.2). A set replaces all of it (§2.3.3), so
 * name and groups are exactly as received: views truncate and sanitize what they show.
 */
export interface RosterItem {
  /** Bare. */
  readonly jid: Jid;
  /** The name given by the user; empty if none. */
  readonly name: string;
  /** Without empty and duplicate ones, which a server refuses (§2.3.3). */
  readonly groups: readonly string[];
  readonly subscription: RosterSubscription;
  /** Whether a subscription to the contact's presence is pending. */
  readonly pending: boolean;
}

export interface Roster {
  /** The version to send in the next request; absent if the server does not support it. */
  readonly version?: string;
  readonly items: readonly RosterItem[];
}

/** One contact added, changed or, if `item` is absent, removed. */
export interface RosterChange {
  readonly version?: string;
  readonly jid: Jid;
  readonly item?: RosterItem;
}

/** A roster push by the server (RFC 6121 §2.1.6). */
export const rosterPushed = defineEvent<RosterChange>('rosterPushed');

/** Parses an `<item/>`; `undefined` without a valid JID. */
export function parseRosterChange(element: Element): RosterChange | undefined {
  const jid = Jid.parse(element.attrs['jid'] ?? '')?.toBare();
  if (!jid) return undefined;
  const { subscription = 'none', ask, name = '' } = element.attrs;
  if (subscription === 'remove') return { jid };
  const groups = element
    .getChildren('group', NS)
    .map((group) => group.text())
    .filter((group) => group !== '');
  const item = {
    jid,
    name,
    groups: [...new Set(groups)],
    subscription: SUBSCRIPTIONS.find((known) => known === subscription) ?? 'none',
    pending: ask === 'subscribe',
  };
  return { jid, item };
}

/** Parses a whole roster. Of two items for one JID the later one is used. */
export function parseRoster(query: Element): Roster {
  const items = new Map<string, RosterItem>();
  for (const element of query.getChildren('item', NS)) {
    const item = parseRosterChange(element)?.item;
    if (item) items.set(item.jid.bare, item);
  }
  return { ...versionOf(query), items: [...items.values()] };
}

/** Whether the server supports roster versioning. */
export function offersRosterVersions(session: Session): boolean {
  return session.offers('ver', NS_VERSIONS);
}

/**
 * Fetches the roster (RFC 6121 §2.2).
 *
 * @param options.version that of the cached roster, or empty for "none yet"; only for a server
 *   that announced roster versioning (§2.6.1)
 * @returns `undefined` if the cached roster is still valid; later changes are pushed
 * @throws StanzaError
 */
export async function fetchRoster(
  session: Session,
  options: { readonly version?: string } = {},
): Promise<Roster | undefined> {
  const answer = await session.request({
    type: 'get',
    payload: xml('query', { xmlns: NS, ver: options.version }),
  });
  const query = answer.getChild('query', NS);
  if (query) return parseRoster(query);
  return options.version === undefined ? { items: [] } : undefined;
}

/** Adds a contact, or changes its name and groups (RFC 6121 §2.3, §2.4). @throws StanzaError */
export async function setRosterItem(
  session: Session,
  item: { readonly jid: Jid; readonly name: string; readonly groups: readonly string[] },
): Promise<void> {
  const groups = item.groups.map((group) => xml('group', null, sendableText(group)));
  await setItem(session, xml('item', { jid: item.jid.bare, name: nameAttribute(item) }, groups));
}

/** Removes a contact and every subscription with it (RFC 6121 §2.5). @throws StanzaError */
export async function removeRosterItem(session: Session, jid: Jid): Promise<void> {
  await setItem(session, xml('item', { jid: jid.bare, subscription: 'remove' }));
}

export const rosterModule: Module = {
  xep: 'RFC 6121 §2',
  features: [],
  attach: (session) =>
    session.onIq('set', 'query', NS, ({ from, payload }) => {
      // RFC 6121 §2.1.6: from our own account only, or any sender could change the roster.
      if (from.full !== session.account.bare) throw new StanzaError('service-unavailable');
      const [element, ...more] = payload.getChildElements();
      const change = element?.is('item', NS) && more.length === 0 && parseRosterChange(element);
      if (!change) throw new StanzaError('bad-request', { type: 'modify' });
      session.emit(rosterPushed, { ...versionOf(payload), ...change });
      return undefined;
    }),
};

function versionOf(query: Element): { version?: string } {
  const version = query.attrs['ver'];
  return version === undefined ? {} : { version };
}

/** An empty name is none: the attribute is then omitted (RFC 6121 §2.1.2.4). */
function nameAttribute({ name }: { readonly name: string }): string | undefined {
  return sendableText(name) || undefined;
}

async function setItem(session: Session, item: Element): Promise<void> {
  await session.request({ type: 'set', payload: xml('query', { xmlns: NS }, item) });
}

// The roster: the contacts that the server keeps for the account (RFC 6121 §2).
// https://www.rfc-editor.org/rfc/rfc6121#section-2
import { Jid } from '../../base/jid.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:iq:roster';
/** The stream feature of servers that version rosters (RFC 6121 §2.6.1). */
const NS_VERSIONS = 'urn:xmpp:features:rosterver';
const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;

export type RosterSubscription = (typeof SUBSCRIPTIONS)[number];

/**
 * One contact, as the server keeps it (RFC 6121 §2.1.2). A set replaces all of it (§2.3.3), so name and
 * groups are what the server sent, character by character: views cut and tidy what they show.
 */
export interface RosterItem {
  /** Bare. */
  readonly jid: Jid;
  /** The name that the user gave; empty where there is none. */
  readonly name: string;
  /** Without empty and repeated ones, which a server refuses (§2.3.3). */
  readonly groups: readonly string[];
  readonly subscription: RosterSubscription;
  /** We asked to see the contact's presence and wait for the answer. */
  readonly pending: boolean;
}

export interface Roster {
  /** What to ask with the next time; absent where the server does not version rosters. */
  readonly version?: string;
  readonly items: readonly RosterItem[];
}

/** One contact added, changed or, where `item` is absent, removed. */
export interface RosterChange {
  readonly version?: string;
  readonly jid: Jid;
  readonly item?: RosterItem;
}

/** The server says that the roster changed (RFC 6121 §2.1.6). */
export const rosterPushed = defineEvent<RosterChange>('rosterPushed');

/** Reads an `<item/>`. Without a usable JID it is `undefined`. */
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

/** Reads a whole roster. Of two items for one JID the later counts. */
export function parseRoster(query: Element): Roster {
  const items = new Map<string, RosterItem>();
  for (const element of query.getChildren('item', NS)) {
    const item = parseRosterChange(element)?.item;
    if (item) items.set(item.jid.bare, item);
  }
  return { ...versionOf(query), items: [...items.values()] };
}

/** Whether the server versions rosters. */
export function offersRosterVersions(session: Session): boolean {
  return session.offers('ver', NS_VERSIONS);
}

/**
 * Fetches the roster (RFC 6121 §2.2).
 *
 * @param options.version that of the roster we keep, or empty for "none yet"; only for a server
 *   that announced roster versioning (§2.6.1).
 * @returns `undefined` when the roster we keep still holds; what changed since is pushed.
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
      // RFC 6121 §2.1.6: from our own account only, or anybody could write into the roster.
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

/** An empty name is no name: the attribute is then left out (RFC 6121 §2.1.2.4). */
function nameAttribute({ name }: { readonly name: string }): string | undefined {
  return sendableText(name) || undefined;
}

async function setItem(session: Session, item: Element): Promise<void> {
  await session.request({ type: 'set', payload: xml('query', { xmlns: NS }, item) });
}

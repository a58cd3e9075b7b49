// XEP-0359: Unique and Stable Stanza IDs, version 0.7.0
// https://xmpp.org/extensions/xep-0359.html
import { Jid } from '../../base/jid.ts';
import { defineMemo, type Module, type Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { serviceInfo } from './0030-disco.ts';

const NS = 'urn:xmpp:sid:0';

/** An id assigned to a stanza by `by`, possibly only as claimed by its sender. */
export interface StanzaId {
  readonly id: string;
  readonly by: Jid;
}

/** The id claimed to be chosen by the sender. */
export function parseOriginId(message: Element): string | undefined {
  return receivedId(message.getChild('origin-id', NS)?.attrs['id']);
}

/** The claimed ids. Two by the same JID violate §3 rule 4, and both are ignored. */
export function parseStanzaIds(message: Element): readonly StanzaId[] {
  const elements = message.getChildren('stanza-id', NS);
  const first = elements[0];
  if (elements.length < 2) return first ? claimsOf(first) : [];
  return withoutRepeated(elements.flatMap(claimsOf));
}

function claimsOf({ attrs }: Element): StanzaId[] {
  const id = receivedId(attrs['id']);
  const by = Jid.parse(attrs['by'] ?? '');
  return id !== undefined && by ? [{ id, by }] : [];
}

function withoutRepeated(claimed: readonly StanzaId[]): readonly StanzaId[] {
  const claims = new Map<string, StanzaId | undefined>();
  for (const claim of claimed) {
    const by = claim.by.full;
    claims.set(by, claims.has(by) ? undefined : claim);
  }
  return [...claims.values()].filter((claim) => claim !== undefined);
}

export function buildStanzaId({ id, by }: StanzaId): Element {
  return xml('stanza-id', { xmlns: NS, id, by: by.full });
}

export function buildOriginId(id: string): Element {
  return xml('origin-id', { xmlns: NS, id });
}

/** The bare JIDs of the archives that are known to remove forged ids in their name (§3 rule 2). */
const trusted = defineMemo<Set<string>>('archives whose stanza-ids are trusted');
const trustedBy = (session: Session) => session.memo(trusted, () => new Set(), 'newSession');

/**
 * Checks whether stanza-ids of our account can be trusted; until then, none is (§6). Must be called
 * in each new session, before messages arrive.
 *
 * @returns whether they can. @throws StanzaError
 */
export async function verifyStanzaIds(session: Session): Promise<boolean> {
  const { features } = await serviceInfo(session, session.account);
  return trustStanzaIds(session, session.account, features);
}

/**
 * Trusts stanza-ids of an archive, that of our account or of a room, if it announces that it assigns
 * them (§6), else no longer. Forgotten when a new session begins.
 *
 * @param features of the archive's bare JID (XEP-0030). @returns whether it is trusted
 */
export function trustStanzaIds(
  session: Session,
  archive: Jid,
  features: readonly string[],
): boolean {
  const isVerified = features.includes(NS);
  if (isVerified) trustedBy(session).add(archive.bare);
  else trustedBy(session).delete(archive.bare);
  return isVerified;
}

/**
 * The id assigned to a message by an archive, if no other entity can have forged it.
 *
 * @param archive the bare JID of our account, or of the room that sent the message
 */
export function trustedStanzaId(
  session: Session,
  archive: Jid,
  stanzaIds: readonly StanzaId[],
): string | undefined {
  if (!trustedBy(session).has(archive.bare)) return undefined;
  return stanzaIds.find(({ by }) => by.equals(archive))?.id;
}

/** Not announced: it is a feature of entities that assign stanza-ids (§5). */
export const stanzaIdsModule: Module = {
  xep: 'XEP-0359',
  features: [],
};

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
  const claims = new Map<string, StanzaId | undefined>();
  for (const { attrs } of message.getChildren('stanza-id', NS)) {
    const id = receivedId(attrs['id']);
    const by = Jid.parse(attrs['by'] ?? '');
    if (id === undefined || !by) continue;
    claims.set(by.full, claims.has(by.full) ? undefined : { id, by });
  }
  return [...claims.values()].filter((claim) => claim !== undefined);
}

export function buildStanzaId({ id, by }: StanzaId): Element {
  return xml('stanza-id', { xmlns: NS, id, by: by.full });
}

export function buildOriginId(id: string): Element {
  return xml('origin-id', { xmlns: NS, id });
}

/** Whether the account is known to remove forged ids in its name (§3 rule 2). */
const trust = defineMemo<{ isKnown: boolean }>('stanza-ids of our account');
const trustOf = (session: Session) => session.memo(trust, () => ({ isKnown: false }), 'newSession');

/**
 * Checks whether stanza-ids of our account can be trusted; until then, none is (§6). Must be called
 * in each new session, before messages arrive.
 *
 * @returns whether they can. @throws StanzaError
 */
export async function verifyStanzaIds(session: Session): Promise<boolean> {
  const { features } = await serviceInfo(session, session.account);
  if (!features.includes(NS)) return false;
  trustOf(session).isKnown = true;
  return true;
}

/** The id assigned to a message by our own account, if no other entity can have forged it. */
export function ownStanzaId(session: Session, stanzaIds: readonly StanzaId[]): string | undefined {
  if (!trustOf(session).isKnown) return undefined;
  return stanzaIds.find(({ by }) => by.equals(session.account))?.id;
}

/** Not announced: it is a feature of entities that assign stanza-ids (§5). */
export const stanzaIdsModule: Module = {
  xep: 'XEP-0359',
  features: [],
};

// XEP-0359: Unique and Stable Stanza IDs, version 0.7.0
// https://xmpp.org/extensions/xep-0359.html
import { Jid } from '../../base/jid.ts';
import { receivedId } from '../text.ts';
import { type Element, xml } from '../xml.ts';
import { passiveModule } from './passive.ts';

const NS = 'urn:xmpp:sid:0';

/** An id that `by` gave to a stanza, or that somebody claims it gave. */
export interface StanzaId {
  readonly id: string;
  readonly by: Jid;
}

/** The id that the sender says to have chosen. */
export function parseOriginId(message: Element): string | undefined {
  return receivedId(message.getChild('origin-id', NS)?.attrs['id']);
}

/** The ids claimed. Two by the same JID break §3 rule 4, and neither counts. */
export function parseStanzaIds(message: Element): readonly StanzaId[] {
  const found = message.getChildren('stanza-id', NS).flatMap(({ attrs }) => {
    const id = receivedId(attrs['id']);
    const by = Jid.parse(attrs['by'] ?? '');
    return id !== undefined && by ? { id, by } : [];
  });
  return found.filter(({ by }) => found.filter((other) => other.by.equals(by)).length === 1);
}

export function buildOriginId(id: string): Element {
  return xml('origin-id', { xmlns: NS, id });
}

/** Not announced: the feature is a promise of those who add stanza-ids (§5). */
export const stanzaIdsModule = passiveModule('XEP-0359', []);

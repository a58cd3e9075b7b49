// XEP-0513: Explicit Mentions, version 0.1.0
// https://xmpp.org/extensions/xep-0513.html
import { Jid } from '../../base/jid.ts';
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { parseTextRange } from './0372-references.ts';
import type { TextRange } from './0426-characterCounting.ts';

const NS = 'urn:xmpp:mentions:0';
/** Maximum number of mentions parsed in a message. */
const MAX_MENTIONS = 50;

/** A mention of a person (§3.1): by occupant-id (XEP-0421), or by JID if there is none. */
export type ExplicitMention = ({ readonly occupantId: string } | { readonly jid: Jid }) & {
  /** The part of the body that names the person, in Unicode code points. */
  readonly range?: TextRange;
};

/**
 * Parses the mentions of persons. Ignored are groups (§3.2), so that no sender can disturb a whole
 * room, and those that are not to notify (§3.5.2).
 */
export function parseExplicitMentions(message: Element): readonly ExplicitMention[] {
  const mentions = message.getChildren('mention', NS);
  if (mentions.length === 0) return [];
  return mentions.slice(0, MAX_MENTIONS).flatMap((mention) => {
    const { attrs } = mention;
    const person = parsePerson(attrs);
    if (!person || attrs['mentions'] !== undefined || mention.getChild('noping', NS)) return [];
    // Positions may refer to a body in another language than the one shown (§3.4).
    const range = attrs['hreflang'] === undefined ? parseTextRange(attrs) : undefined;
    return [{ ...person, ...(range ? { range } : {}) }];
  });
}

/** Not announced: groups, and who may mention whom in a room, are not supported. */
export const explicitMentionsModule: Module = { xep: 'XEP-0513', features: [] };

function parsePerson(attrs: Element['attrs']) {
  const occupantId = receivedId(attrs['occupantid']);
  if (occupantId !== undefined) return { occupantId };
  const jid = Jid.parse(attrs['jid'] ?? '');
  return jid && { jid };
}

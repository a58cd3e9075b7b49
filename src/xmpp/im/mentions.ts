import type { Jid } from '../../base/jid.ts';
import { parseReferences } from '../xep/0372-references.ts';
import { type TextRange, toUnits } from '../xep/0426-characterCounting.ts';
import { parseExplicitMentions } from '../xep/0513-mentions.ts';
import type { Element } from '../stanza/xml.ts';

/** A person whom a message mentions (XEP-0372, XEP-0513). */
export interface Mention {
  /** A bare JID, or that of an occupant; absent if only the occupant-id is given. */
  readonly jid?: Jid;
  /** Valid only in a room that announces occupant-ids (XEP-0421). */
  readonly occupantId?: string;
  /** Which part of the text names the person, in UTF-16 code units. */
  readonly range?: TextRange;
}

/** Who may be mentioned: an occupant of a room. */
export interface Mentioned {
  readonly account: Jid;
  /** `room/nick`. */
  readonly occupant: Jid;
  /** Absent if the room does not announce occupant-ids (XEP-0421). */
  readonly occupantId?: string | undefined;
}

/**
 * Parses the mentions of a message. Those with the same place name several persons.
 *
 * @param body as sent, to which the ranges refer; without it, none has a range
 */
export function parseMentions(message: Element, body: string): readonly Mention[] {
  const references: readonly Mention[] = parseReferences(message);
  const found = references.concat(parseExplicitMentions(message));
  if (found.length === 0) return found;
  const ranges = toUnits(
    found.flatMap(({ range }) => range ?? []),
    body,
  ).values();
  return found.map((mention) => {
    if (!mention.range) return mention;
    return withRange(mention, ranges.next().value);
  });
}

/** What remains of a text without some ranges, disjoint, and then without so much of its start. */
interface Rest {
  readonly text: string;
  readonly removed: readonly TextRange[];
  readonly leading: number;
}

/** The mentions of a text, with their places in what remains of it. */
export function mentionsIn(rest: Rest, mentions: readonly Mention[]): readonly Mention[] {
  return mentions.map((mention) => {
    const { start, end } = mention.range ?? { start: 0, end: 0 };
    return withRange(mention, { start: placeIn(rest, start), end: placeIn(rest, end) });
  });
}

/** Whether a mention is of this occupant. */
export function isMentionOf(
  mention: Mention,
  { account, occupant, occupantId }: Mentioned,
): boolean {
  if (mention.occupantId !== undefined) return mention.occupantId === occupantId;
  return mention.jid?.full === account.bare || mention.jid?.full === occupant.full;
}

/**
 * How to refer to an occupant in a mention: by the real JID only where all in the room see it, and so
 * never because we see it as a moderator.
 *
 * @param isNonAnonymous whether the room shows real JIDs to all in it (XEP-0045 §4.2)
 */
export function mentionableJid(
  { occupant, realJid }: { readonly occupant: Jid; readonly realJid?: Jid | undefined },
  isNonAnonymous: boolean,
): Jid {
  return (isNonAnonymous ? realJid?.toBare() : undefined) ?? occupant;
}

function placeIn({ text, removed, leading }: Rest, at: number): number {
  const gone = removed.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, at) - start),
    leading,
  );
  return Math.min(Math.max(0, at - gone), text.length);
}

function withRange({ range: _, ...mention }: Mention, range: TextRange | undefined): Mention {
  return range && range.start < range.end ? { ...mention, range } : mention;
}

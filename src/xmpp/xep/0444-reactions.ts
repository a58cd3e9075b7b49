// XEP-0444: Message Reactions, version 0.2.1
// https://xmpp.org/extensions/xep-0444.html
import { emojiKey } from '../../base/emoji.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedId, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildMessage, type Destination } from './0045-messages.ts';
import { buildHint } from './0334-hints.ts';
import { buildOriginId } from './0359-stanzaIds.ts';

export const NS_REACTIONS = 'urn:xmpp:reactions:0';
/** Maximum number of reactions of one sender to one message. */
export const MAX_REACTIONS = 20;
/** Maximum length in UTF-16 code units; the longest emoji, families with skin tones, have ~30. */
const MAX_LENGTH = 64;
/** Emoji or text presentation of the preceding character (UTS #51 §1.4.3). */
const PRESENTATION = '[\\uFE0E\\uFE0F]';
/**
 * One character with its modifiers (UTS #51 §1.4.9), including those that Unicode reserves for
 * future emoji. Digits, `#` and `*` are emoji by property, but only within a keycap.
 */
const ELEMENT =
  `(?:\\p{RI}{2}|[0-9#*]${PRESENTATION}?\\u20E3|` +
  `(?![0-9#*\\p{RI}])[\\p{Emoji}\\p{Extended_Pictographic}]` +
  `${PRESENTATION}?\\p{Emoji_Modifier}?${PRESENTATION}?(?:[\\u{E0020}-\\u{E007E}]+\\u{E007F})?)`;
/** Elements joined by U+200D form one emoji. */
const EMOJI = new RegExp(`^${ELEMENT}(?:\\u200D${ELEMENT})*$`, 'u');

/** All current reactions of a sender to a message, which replace earlier ones. */
export interface Reactions {
  /** The id of the message reacted to, chosen by its author; in a room the stanza-id (§4.2). */
  readonly id: string;
  /** Each once, in the order received, at most 20; empty retracts all. */
  readonly emojis: readonly string[];
  /** Whether none of those received is an emoji: a fallback body is to be shown. */
  readonly isForeign?: true;
}

/** Whether a text is one emoji, as far as can be determined (§4). */
export function isReaction(text: string): boolean {
  return text.length <= MAX_LENGTH && EMOJI.test(text);
}

/** Parses the reactions, without those that are not emoji (§4). */
export function parseReactions(message: Element): Reactions | undefined {
  const reactions = message.getChild('reactions', NS_REACTIONS);
  const id = receivedId(reactions?.attrs['id']);
  if (!reactions || id === undefined) return undefined;
  const all = reactions.getChildren('reaction', NS_REACTIONS);
  const emojis = distinctEmojis(all.map((reaction) => reaction.text().trim()).filter(isReaction));
  const isForeign = all.length > 0 && emojis.length === 0;
  return { id, emojis: emojis.slice(0, MAX_REACTIONS), ...(isForeign && { isForeign }) };
}

/** Removes duplicates, keeping the first of equal emoji. */
function distinctEmojis(emojis: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const emoji of emojis) {
    const key = emojiKey(emoji);
    if (!first.has(key)) first.set(key, emoji);
  }
  return [...first.values()];
}

/**
 * Sends our reactions to a message, which replace earlier ones.
 *
 * @param message.id of this stanza: the same for each attempt to send it
 * @param message.reactions.id the message's origin-id, or its id if it has none; in a room the
 *   stanza-id that it assigned (§4.2)
 * @throws StanzaError `not-connected`
 */
export function sendReactions(
  session: Session,
  message: Destination & { readonly id: string; readonly reactions: Reactions },
): void {
  const { id, reactions } = message;
  session.send(
    buildMessage(
      message,
      id,
      xml(
        'reactions',
        { xmlns: NS_REACTIONS, id: reactions.id },
        reactions.emojis.map((emoji) => xml('reaction', null, sendableText(emoji))),
      ),
      buildHint('store'),
      buildOriginId(id),
    ),
  );
}

export const reactionsModule: Module = { xep: 'XEP-0444', features: [NS_REACTIONS] };

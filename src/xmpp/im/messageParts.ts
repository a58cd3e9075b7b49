import type { Mutable } from '../../base/mutable.ts';
import type { Element } from '../stanza/xml.ts';
import { parseReceipt } from '../xep/0184-receipts.ts';
import { parseReplaces } from '../xep/0308-correction.ts';
import { parseDisplayed } from '../xep/0333-markers.ts';
import { type CallStep, parseCallStep } from '../xep/0353-jingleMessages.ts';
import { parseRetracts, parseTombstone } from '../xep/0424-retraction.ts';
import type { Moderated, Moderation } from '../xep/0425-moderation.ts';
import { parseReactions, type Reactions } from '../xep/0444-reactions.ts';
import { type AttachedSource, parseAttachedSource } from '../xep/0447-fileSharing.ts';
import { parseReply, type Reply } from '../xep/0461-replies.ts';

/** The references of a message to an earlier one. */
export interface MessageParts {
  /** The id of the earlier message by the same sender that this one replaces (XEP-0308). */
  readonly replaces?: string;
  /** The id of the earlier message that the same sender retracts (XEP-0424). */
  readonly retracts?: string;
  /** The id of the retraction for which an archive removed this message's content (XEP-0424). */
  readonly retractedBy?: string;
  /** All current reactions of the sender to a message (XEP-0444). */
  readonly reactions?: Reactions;
  /** A source of a file that the same sender shared earlier, or will share (XEP-0447 §3.3). */
  readonly attaches?: AttachedSource;
  /** The outcome of a call offered earlier (XEP-0353). */
  readonly callStep?: CallStep;
  /** The message that this one replies to (XEP-0461). */
  readonly reply?: Reply;
  /** The id of the message that its sender received (XEP-0184); valid only from its recipient. */
  readonly receiptFor?: string;
  /** The id of the newest message displayed to its sender, with all before it (XEP-0333 §1). */
  readonly displayedFor?: string;
}

/** What a message of a room may do, besides what one of a chat may. */
export interface RoomParts extends MessageParts {
  /** The room's new subject (XEP-0045 §8.1); empty if it is cleared. */
  readonly roomSubject?: string;
  /** A moderator retracted another message (XEP-0425). */
  readonly moderates?: Moderation;
  /** A moderator retracted this message, of which the archive kept nothing else (XEP-0425 §4). */
  readonly moderated?: Moderated;
}

export function parseParts(element: Element): MessageParts {
  const replaces = parseReplaces(element);
  const retracts = parseRetracts(element);
  const retractedBy = parseTombstone(element);
  const reactions = parseReactions(element);
  const callStep = parseCallStep(element);
  const reply = parseReply(element);
  const attaches = parseAttachedSource(element);
  const receiptFor = parseReceipt(element);
  const displayedFor = parseDisplayed(element);
  const parts: Mutable<MessageParts> = {};
  if (replaces !== undefined) parts.replaces = replaces;
  if (retracts !== undefined) parts.retracts = retracts;
  if (retractedBy !== undefined) parts.retractedBy = retractedBy;
  if (reactions) parts.reactions = reactions;
  if (callStep) parts.callStep = callStep;
  if (reply) parts.reply = reply;
  if (attaches) parts.attaches = attaches;
  if (receiptFor !== undefined) parts.receiptFor = receiptFor;
  if (displayedFor !== undefined) parts.displayedFor = displayedFor;
  return parts;
}

/** Whether a message without a body is meaningful: a correction or a reply requires a body. */
export function saysOfOthers({ replaces: _, reply: __, ...parts }: MessageParts): boolean {
  return Object.keys(parts).length > 0;
}

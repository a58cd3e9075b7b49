import type { Jid } from '../../base/jid.ts';
import type { Notice } from '../stanza/notice.ts';
import { receivedLine, receivedText } from '../stanza/text.ts';
import { parseOobText } from '../xep/0066-oob.ts';
import { parseLocation } from '../xep/0080-location.ts';
import { asksAttention } from '../xep/0224-attention.ts';
import { parseInvitation } from '../xep/0249-invitations.ts';
import { parseProposal } from '../xep/0353-jingleMessages.ts';
import { parseEncryption, withoutOtr } from '../xep/0380-encryption.ts';
import { NS_RETRACT } from '../xep/0424-retraction.ts';
import { parseFallback, type TextRange, withoutRanges } from '../xep/0428-fallback.ts';
import { NS_REACTIONS, type Reactions } from '../xep/0444-reactions.ts';
import { type AttachedSource, NS_FILE_SHARING } from '../xep/0447-fileSharing.ts';
import { NS_REPLY, quotationsIn, type Reply } from '../xep/0461-replies.ts';
import { type Element, localizedText, NS_CLIENT } from '../stanza/xml.ts';

/** Maximum length of a body, in UTF-16 code units, as by servers; a longer one is truncated. */
const MAX_BODY_LENGTH = 256 * 1024;
const MAX_SUBJECT_LENGTH = 1024;

/** The content of a message, apart from references to other messages. */
export interface Content {
  /**
   * At most 262,144 UTF-16 code units, without control characters and without fallback text for
   * another part of the message (XEP-0428); empty if nothing else remains.
   */
  readonly body: string;
  /** The body as sent, if `body` omits a part of it. */
  readonly fullBody?: string;
  /** The subject (RFC 6121 §5.2.4), in one line. */
  readonly subject?: string;
  /** Other content, which can only be reported to the user. */
  readonly notice?: Notice;
  /** The id of the call, if `notice` offers one (XEP-0353). */
  readonly callId?: string;
  /** Out-of-band text (XEP-0066), shown if there is neither a body nor a file. */
  readonly outOfBand?: string;
}

/** The parts of a message that a body may be a fallback for. */
interface Others {
  readonly retracts?: string;
  readonly reactions?: Reactions;
  readonly reply?: Reply;
  readonly attaches?: AttachedSource;
}

/**
 * Parses the content of a message.
 *
 * @param others its references to earlier messages
 */
export function parseContent(message: Element, from: Jid, others: Others): Content {
  const sent = localizedText(message, 'body', NS_CLIENT) ?? '';
  const words = parseBody(message, withoutOtr(sent), others);
  const subject = parseSubject(message);
  const proposal = parseProposal(message);
  const isSilent = words.body.trim() === '';
  const notice =
    parseEncryption(message, sent) ??
    parseInvitation(message, from) ??
    proposal?.notice ??
    (isSilent ? parseBesides(message) : undefined);
  const outOfBand = isSilent ? parseOobText(message) : undefined;
  return {
    ...words,
    ...(subject !== '' && { subject }),
    ...(notice && { notice }),
    ...(notice?.kind === 'call' && proposal && { callId: proposal.id }),
    ...(outOfBand !== undefined && { outOfBand }),
  };
}

/** Whether there is no content. */
export function isEmpty({ body, subject, notice, outOfBand }: Content): boolean {
  return body === '' && subject === undefined && !notice && outOfBand === undefined;
}

/** Parses content that matters only without a body. */
function parseBesides(message: Element): Notice | undefined {
  return parseLocation(message) ?? (asksAttention(message) ? { kind: 'attention' } : undefined);
}

function parseSubject(message: Element): string {
  return receivedLine(localizedText(message, 'subject', NS_CLIENT) ?? '', MAX_SUBJECT_LENGTH);
}

/**
 * Positions refer to the text as counted by the sender, before anything is dropped or truncated.
 * Fallback text of a retraction, of reactions or of a file's source is dropped; a reply always has
 * text of its own.
 */
function parseBody(
  message: Element,
  sent: string,
  { retracts, reactions, reply, attaches }: Others,
): Pick<Content, 'body' | 'fullBody'> {
  const fullBody = receivedText(sent, MAX_BODY_LENGTH);
  const fallback = [
    ...(retracts === undefined ? [] : parseFallback(message, NS_RETRACT, sent)),
    ...(reactions && !reactions.isForeign ? parseFallback(message, NS_REACTIONS, sent) : []),
    ...(attaches ? parseFallback(message, NS_FILE_SHARING, sent) : []),
  ];
  const quotations = reply ? quotationsIn(sent, parseFallback(message, NS_REPLY, sent)) : [];
  const without = (ranges: readonly TextRange[]) =>
    receivedText(withoutRanges(sent, ranges), MAX_BODY_LENGTH);
  const words = without([...fallback, ...quotations]);
  const body = quotations.length === 0 ? words : trimBlankLines(words) || without(fallback);
  return body === fullBody ? { body } : { body, fullBody };
}

/** Removes the blank lines left around a removed quotation. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/u, '').trimEnd();
}

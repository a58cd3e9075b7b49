import type { Jid } from '../../base/jid.ts';
import type { Mutable } from '../../base/mutable.ts';
import type { Notice } from '../stanza/notice.ts';
import { receivedLine, receivedText } from '../stanza/text.ts';
import { parseOobText } from '../xep/0066-oob.ts';
import { parseLocation } from '../xep/0080-location.ts';
import { asksAttention } from '../xep/0224-attention.ts';
import { parseInvitation } from '../xep/0249-invitations.ts';
import { parseProposal } from '../xep/0353-jingleMessages.ts';
import { parseEncryption, withoutOtr } from '../xep/0380-encryption.ts';
import { isUnstyled } from '../xep/0393-styling.ts';
import { NS_RETRACT } from '../xep/0424-retraction.ts';
import type { TextRange } from '../xep/0426-characterCounting.ts';
import { parseFallback, withoutRanges } from '../xep/0428-fallback.ts';
import { NS_REACTIONS } from '../xep/0444-reactions.ts';
import { NS_FILE_SHARING, parseFileSharing } from '../xep/0447-fileSharing.ts';
import { NS_REPLY, quotationsIn } from '../xep/0461-replies.ts';
import { type Element, localizedText, NS_CLIENT } from '../stanza/xml.ts';
import { type Mention, mentionsIn, parseMentions } from './mentions.ts';
import type { RoomParts } from './messageParts.ts';

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
  /** Whether its text says nothing by styling (XEP-0393). */
  readonly unstyled?: true;
  /** Whom the message mentions, with their places in `body`. */
  readonly mentions?: readonly Mention[];
  /** The same with their places in `fullBody`, if there is one. */
  readonly fullMentions?: readonly Mention[];
  /** The subject (RFC 6121 §5.2.4), in one line; not that of a room. */
  readonly subject?: string;
  /** Other content, which can only be reported to the user. */
  readonly notice?: Notice;
  /** The id of the call, if `notice` offers one (XEP-0353). */
  readonly callId?: string;
  /** Out-of-band text (XEP-0066), shown if there is neither a body nor a file. */
  readonly outOfBand?: string;
}

/**
 * Parses the content of a message.
 *
 * @param others its references to earlier messages
 */
export function parseContent(message: Element, from: Jid, others: RoomParts): Content {
  const sent = localizedText(message, 'body', NS_CLIENT) ?? '';
  const words = parseBody(message, withoutOtr(sent), others);
  const subject = others.roomSubject === undefined ? parseSubject(message) : '';
  const proposal = parseProposal(message);
  const isSilent = words.body.trim() === '';
  const notice =
    parseEncryption(message, sent) ??
    parseInvitation(message, from) ??
    proposal?.notice ??
    (isSilent ? parseBesides(message) : undefined);
  const outOfBand = isSilent ? parseOobText(message) : undefined;
  const content: Mutable<Content> = words;
  if (words.body !== '' && isUnstyled(message)) content.unstyled = true;
  if (subject !== '') content.subject = subject;
  if (notice) content.notice = notice;
  if (notice?.kind === 'call' && proposal) content.callId = proposal.id;
  if (outOfBand !== undefined) content.outOfBand = outOfBand;
  return content;
}

/** The content of a message to a room: neither calls nor attention are asked of all in it. */
export function forRooms({ notice, callId: _, ...content }: Content): Content {
  const isPersonal = notice?.kind === 'call' || notice?.kind === 'attention';
  return notice && !isPersonal ? { ...content, notice } : content;
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
  const subject = localizedText(message, 'subject', NS_CLIENT);
  return subject === undefined ? '' : receivedLine(subject, MAX_SUBJECT_LENGTH);
}

type Words = Pick<Content, 'body' | 'fullBody' | 'mentions' | 'fullMentions'>;

/**
 * Positions refer to the text as counted by the sender, before anything is dropped or truncated.
 * Fallback text of a retraction, of reactions or of a file's source is dropped, and that of files
 * beside a caption; a reply always has text of its own.
 */
function parseBody(message: Element, sent: string, parts: RoomParts): Words {
  const { reply, attaches } = parts;
  const quotations = reply ? quotationsIn(sent, parseFallback(message, NS_REPLY, sent)) : [];
  const addresses = attaches ? [] : addressesBeside(message, sent, quotations);
  const fallback = fallbackOf(message, sent, parts);
  const removable = fallback.length + quotations.length;
  if (removable + addresses.length === 0) return wholeBody(message, sent);
  const allBut = (ranges: readonly TextRange[]) => {
    const text = receivedText(withoutRanges(sent, [...ranges, ...addresses]), MAX_BODY_LENGTH);
    return addresses.length === 0 ? text : trimBlankLines(text);
  };
  const fullBody = allBut([]);
  const words = removable === 0 ? fullBody : allBut([...fallback, ...quotations]);
  const own = quotations.length === 0 ? words : trimBlankLines(words);
  const body = own || allBut(fallback);
  // Where characters were dropped, places are not known.
  const isWhole = fullBody === sent || receivedText(sent, MAX_BODY_LENGTH) === sent;
  const mentions = parseMentions(message, isWhole ? sent : '');
  if (mentions.length === 0) return body === fullBody ? { body } : { body, fullBody };
  const within = (text: string, ranges: readonly TextRange[]) => {
    const removed = [...ranges, ...addresses];
    const leading = text === '' ? 0 : withoutRanges(sent, removed).indexOf(text);
    return mentionsIn({ text, removed, leading }, mentions);
  };
  const inFull = within(fullBody, []);
  if (body === fullBody) return { body, mentions: inFull };
  const removed = own === '' ? fallback : [...fallback, ...quotations];
  return { body, fullBody, mentions: within(body, removed), fullMentions: inFull };
}

/** The words of a message whose text stands for nothing else, as that of nearly all. */
function wholeBody(message: Element, sent: string): Words {
  const body = receivedText(sent, MAX_BODY_LENGTH);
  const mentions = parseMentions(message, body === sent ? sent : '');
  if (mentions.length === 0) return { body };
  const leading = body === '' ? 0 : sent.indexOf(body);
  return { body, mentions: mentionsIn({ text: body, removed: [], leading }, mentions) };
}

/** The fallback text for what a message does to others. */
function fallbackOf(
  message: Element,
  sent: string,
  { retracts, moderates, reactions, attaches }: RoomParts,
): readonly TextRange[] {
  const isRetraction = retracts !== undefined || moderates !== undefined;
  const isReaction = reactions !== undefined && !reactions.isForeign;
  if (!isRetraction && !isReaction && !attaches) return [];
  return [
    ...(isRetraction ? parseFallback(message, NS_RETRACT, sent) : []),
    ...(isReaction ? parseFallback(message, NS_REACTIONS, sent) : []),
    ...(attaches ? parseFallback(message, NS_FILE_SHARING, sent) : []),
  ];
}

/**
 * The fallback for shared files (XEP-0447 §4), if the body has a caption besides, or there are several.
 * The address of one file alone stays: it is the body (XEP-0066 §4).
 */
function addressesBeside(
  message: Element,
  sent: string,
  quotations: readonly TextRange[],
): readonly TextRange[] {
  const count = parseFileSharing(message).length;
  if (count === 0) return [];
  const addresses = parseFallback(message, NS_FILE_SHARING, sent);
  const caption = withoutRanges(sent, [...addresses, ...quotations]).trim();
  return count > 1 || caption !== '' ? addresses : [];
}

/** Removes the blank lines left around a removed quotation. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/u, '').trimEnd();
}

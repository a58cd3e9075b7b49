// Incoming one-to-one messages (RFC 6121 §5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import { Jid } from '../../base/jid.ts';
import { webUrl } from '../../base/webUrl.ts';
import { isReadable } from '../stanza/notice.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { type Oob, parseOob } from '../xep/0066-oob.ts';
import { type ChatState, parseChatState } from '../xep/0085-chatStates.ts';
import { parseReceipt, requestsReceipt } from '../xep/0184-receipts.ts';
import { parseDelay } from '../xep/0203-delay.ts';
import { parseReplaces } from '../xep/0308-correction.ts';
import { isMarkable, parseDisplayed } from '../xep/0333-markers.ts';
import { type CallStep, parseCallStep } from '../xep/0353-jingleMessages.ts';
import {
  ownStanzaId,
  parseOriginId,
  parseStanzaIds,
  type StanzaId,
} from '../xep/0359-stanzaIds.ts';
import { parseRetracts, parseTombstone } from '../xep/0424-retraction.ts';
import { parseReactions, type Reactions } from '../xep/0444-reactions.ts';
import {
  type AttachedSource,
  parseAttachedSource,
  parseFileSharing,
  type SharedFile,
} from '../xep/0447-fileSharing.ts';
import { parseMediaSharing } from '../xep/0454-mediaSharing.ts';
import { parseReply, type Reply } from '../xep/0461-replies.ts';
import { type Content, isEmpty, parseContent } from './messageContent.ts';
import { hasUnknownContent } from './unknownContent.ts';

/** A message with content to show, or that refers to another message. */
export interface IncomingMessage extends Content {
  /**
   * The route by which it arrived: to this client; as a carbon of what another client of ours sent
   * or received (XEP-0280); or from an archive (XEP-0313).
   */
  readonly via: 'live' | 'carbon' | 'archive';
  /** Chosen by the sender; neither unique nor unpredictable. */
  readonly id?: string;
  readonly from: Jid;
  readonly to: Jid;
  readonly type: 'chat' | 'normal' | 'headline';
  /** When it was sent as far as known, in ms since 1970: {@link arrived}, or earlier (XEP-0203). */
  readonly stamp: number;
  /** When we, or the archive that stored it, received it, in ms since 1970. */
  readonly arrived: number;
  /** Whether it is marked as delayed (XEP-0203). */
  readonly delayed?: true;
  readonly oob?: Oob;
  readonly sharedFile?: SharedFile;
  /** Whether the sender requests a receipt (XEP-0184). */
  readonly requestsReceipt: boolean;
  /** Claimed by the sender (XEP-0359); the same id from another sender is unrelated. */
  readonly originId?: string;
  /** Claimed ids (XEP-0359): valid only if by an archive that announces `urn:xmpp:sid:0`. */
  readonly stanzaIds: readonly StanzaId[];
  /** The sender's current chat state (XEP-0085), only in a live message without delay. */
  readonly chatState?: ChatState;
  /** The id assigned by our archive, if trustworthy: unlike all others, no sender chose it. */
  readonly stanzaId?: string;
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
  /** The sender requests a displayed marker (XEP-0333). */
  readonly markable?: true;
}

/** The route by which a message arrived, with its id in the archive, if from one. */
export type Origin =
  { readonly via: 'live' | 'carbon' } | { readonly via: 'archive'; readonly stanzaId: string };

/**
 * Parses a one-to-one message that has content to show or refers to an earlier one: the only parser
 * of live messages, carbons and archive results, once they are unwrapped.
 *
 * Only direct children of the stanza are parsed: a `<forwarded/>` is not content by its inner
 * sender, and XHTML (XEP-0071) is not shown. A headline has content only: it does not refer to
 * other messages and is not answered (RFC 6121 §5.2.2).
 *
 * @param session its account is the recipient of a message without `to` (RFC 6120 §8.1.1.1)
 */
export function readMessage(
  { from, element, arrived }: IncomingStanza,
  session: Session,
  origin: Origin,
): IncomingMessage | undefined {
  const { type: typeAttribute, to } = element.attrs;
  const type = messageType(typeAttribute);
  const recipient = Jid.parse(to ?? session.account.bare);
  if (!type || !recipient) return undefined;
  const isHeadline = type === 'headline';
  const parts = isHeadline ? {} : parseParts(element);
  const said = parseContent(element, from, parts);
  const oob = parseOob(element) ?? parseMediaSharing(said.body);
  const sharedFile = parseFileSharing(element);
  const sent = parseDelay(element, arrived);
  const isNow = origin.via === 'live' && sent === undefined && !isHeadline;
  const chatState = isNow ? parseChatState(element) : undefined;
  const isSilent = isEmpty(said) && !oob && !sharedFile && !saysOfOthers(parts);
  const isUnknown = isSilent && hasUnknownContent(element);
  if (isSilent && !isUnknown && !chatState) return undefined;
  const content: Content = isUnknown ? { ...said, notice: { kind: 'unknown' } } : said;
  const address = oob ?? parts.attaches;
  const id = receivedId(element.attrs['id']);
  const originId = parseOriginId(element);
  const stanzaIds = parseStanzaIds(element);
  const stanzaId = ownStanzaId(session, stanzaIds);
  return {
    from,
    to: recipient,
    type,
    stamp: sent ?? arrived,
    arrived,
    requestsReceipt: !isHeadline && requestsReceipt(element),
    stanzaIds,
    ...content,
    ...(address && repeats(content.body, address) ? { body: address.url } : {}),
    // Optional properties come last: V8 slows down if any property follows a spread.
    ...(id === undefined ? {} : { id }),
    ...(sent === undefined ? {} : { delayed: true }),
    ...(oob ? { oob } : {}),
    ...(sharedFile ? { sharedFile } : {}),
    ...(originId === undefined ? {} : { originId }),
    ...(chatState ? { chatState } : {}),
    ...(stanzaId === undefined ? {} : { stanzaId }),
    ...parts,
    ...origin,
    ...(!isHeadline && isReadable(content.notice) && isMarkable(element) ? { markable: true } : {}),
  };
}

/** RFC 6121 §5.2.2: an unknown type is `normal`. Groupchat is only for joined rooms. */
function messageType(type: string | undefined): IncomingMessage['type'] | undefined {
  switch (type) {
    case 'chat':
    case 'headline':
      return type;
    case 'groupchat':
    case 'error':
      return undefined;
    default:
      return 'normal';
  }
}

/** The references of a message to an earlier one. */
type Parts = Pick<
  IncomingMessage,
  | 'replaces'
  | 'retracts'
  | 'retractedBy'
  | 'reactions'
  | 'callStep'
  | 'reply'
  | 'attaches'
  | 'receiptFor'
  | 'displayedFor'
>;

function parseParts(element: Element): Parts {
  const replaces = parseReplaces(element);
  const retracts = parseRetracts(element);
  const retractedBy = parseTombstone(element);
  const reactions = parseReactions(element);
  const callStep = parseCallStep(element);
  const reply = parseReply(element);
  const attaches = parseAttachedSource(element);
  const receiptFor = parseReceipt(element);
  const displayedFor = parseDisplayed(element);
  return {
    ...(replaces === undefined ? {} : { replaces }),
    ...(retracts === undefined ? {} : { retracts }),
    ...(retractedBy === undefined ? {} : { retractedBy }),
    ...(reactions ? { reactions } : {}),
    ...(callStep ? { callStep } : {}),
    ...(reply ? { reply } : {}),
    ...(attaches ? { attaches } : {}),
    ...(receiptFor === undefined ? {} : { receiptFor }),
    ...(displayedFor === undefined ? {} : { displayedFor }),
  };
}

/** Whether a message without a body is meaningful: a correction or a reply requires a body. */
function saysOfOthers({ replaces: _, reply: __, ...parts }: Parts): boolean {
  return Object.keys(parts).length > 0;
}

/** Whether a body is only a file's URL, in any spelling (XEP-0066 §4, XEP-0454 §4). */
function repeats(body: string, { url }: Pick<Oob, 'url'>): boolean {
  return (
    body === url || (parseMediaSharing(body)?.url ?? webUrl(body, ['https:', 'http:'])) === url
  );
}

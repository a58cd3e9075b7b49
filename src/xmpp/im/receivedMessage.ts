import { Jid } from '../../base/jid.ts';
import type { Mutable } from '../../base/mutable.ts';
import { webUrl } from '../../base/webUrl.ts';
import { isReadable } from '../stanza/notice.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Oob, parseOob } from '../xep/0066-oob.ts';
import { type ChatState, parseChatState } from '../xep/0085-chatStates.ts';
import { requestsReceipt } from '../xep/0184-receipts.ts';
import { parseDelay } from '../xep/0203-delay.ts';
import { isMarkable } from '../xep/0333-markers.ts';
import {
  parseOriginId,
  parseStanzaIds,
  type StanzaId,
  trustedStanzaId,
} from '../xep/0359-stanzaIds.ts';
import { parseFileSharing, type SharedFile } from '../xep/0447-fileSharing.ts';
import { parseMediaSharing } from '../xep/0454-mediaSharing.ts';
import { type Content, forRooms, isEmpty, parseContent } from './messageContent.ts';
import { type MessageParts, type RoomParts, saysOfOthers } from './messageParts.ts';
import { hasUnknownContent } from './unknownContent.ts';

type ChatType = 'chat' | 'normal' | 'headline';
type Via = 'live' | 'carbon' | 'archive';

/** What messages of chats and of rooms have in common. */
export interface ReceivedMessage extends Content, MessageParts {
  /**
   * The route by which it arrived: to this client; as a carbon of what another client of ours sent
   * or received (XEP-0280); or from an archive (XEP-0313).
   */
  readonly via: Via;
  /** Chosen by the sender; neither unique nor unpredictable. */
  readonly id?: string;
  readonly from: Jid;
  readonly to: Jid;
  readonly type: ChatType | 'groupchat';
  /** When it was sent as far as known, in ms since 1970: {@link arrived}, or earlier (XEP-0203). */
  readonly stamp: number;
  /** When we, or the archive that stored it, received it, in ms since 1970. */
  readonly arrived: number;
  /** Whether it is marked as delayed (XEP-0203), in a room by the room. */
  readonly delayed?: true;
  readonly oob?: Oob;
  readonly sharedFile?: SharedFile;
  /** The others, if it shares several. */
  readonly moreFiles?: readonly SharedFile[];
  /** Whether the sender requests a receipt (XEP-0184); not of all in a room (§5.3). */
  readonly requestsReceipt: boolean;
  /** Claimed by the sender (XEP-0359); the same id from another sender is unrelated. */
  readonly originId?: string;
  /** Claimed ids (XEP-0359): valid only if by an archive that announces `urn:xmpp:sid:0`. */
  readonly stanzaIds: readonly StanzaId[];
  /** The sender's current chat state (XEP-0085), only in a live message without delay. */
  readonly chatState?: ChatState;
  /**
   * The id assigned by our archive, or by that of the room, if trustworthy: unlike all others, no
   * sender chose it.
   */
  readonly stanzaId?: string;
  /** The sender requests a displayed marker (XEP-0333). */
  readonly markable?: true;
}

/** The route by which a message arrived, with its id in the archive, if from one. */
export type Origin<Live extends Via = 'live' | 'carbon'> =
  { readonly via: Live } | { readonly via: 'archive'; readonly stanzaId: string };

/**
 * Parses a message that has content to show or refers to an earlier one: the only parser of live
 * messages, carbons and archive results, once they are unwrapped.
 *
 * Only direct children of the stanza are parsed: a `<forwarded/>` is not content by its inner
 * sender, and XHTML (XEP-0071) is not shown. A headline has content only: it does not refer to
 * other messages and is not answered (RFC 6121 §5.2.2). In a room, only the room marks what is
 * delayed and assigns stanza-ids: occupants can write anything there.
 *
 * @param session its account is the recipient of a message without `to` (RFC 6120 §8.1.1.1)
 * @param parts the references to earlier messages, which may depend on the sender
 */
export function readReceived<
  Type extends ReceivedMessage['type'],
  Live extends Via,
  Parts extends RoomParts,
>(
  { from, element, arrived }: IncomingStanza,
  session: Session,
  {
    type,
    origin,
    parts,
  }: { readonly type: Type; readonly origin: Origin<Live>; readonly parts: Parts },
): (ReceivedMessage & Parts & { readonly type: Type; readonly via: Live | 'archive' }) | undefined {
  const recipient = Jid.parse(element.attrs['to'] ?? session.account.bare);
  if (!recipient) return undefined;
  const isHeadline = type === 'headline';
  const room = type === 'groupchat' ? from.toBare() : undefined;
  const content = parseContent(element, from, parts);
  const said = room ? forRooms(content) : content;
  const oob = parseOob(element) ?? parseMediaSharing(said.body);
  const [sharedFile, ...moreFiles] = parseFileSharing(element);
  const sent = parseDelay(element, arrived, room);
  const isNow = origin.via === 'live' && sent === undefined && !isHeadline;
  const chatState = isNow ? parseChatState(element) : undefined;
  const isSilent = isEmpty(said) && !oob && !sharedFile && !saysOfOthers(parts);
  const isUnknown = isSilent && hasUnknownContent(element);
  if (isSilent && !isUnknown && !chatState) return undefined;
  const shown: Content = isUnknown ? { ...said, notice: { kind: 'unknown' } } : said;
  const address = oob ?? parts.attaches;
  const id = receivedId(element.attrs['id']);
  const originId = parseOriginId(element);
  const stanzaIds = parseStanzaIds(element);
  const stanzaId = trustedStanzaId(session, room ?? session.account, stanzaIds);
  const message: Mutable<Omit<ReceivedMessage, 'type' | 'via'>> & { readonly type: Type } = {
    from,
    to: recipient,
    type,
    stamp: sent ?? arrived,
    arrived,
    requestsReceipt: !isHeadline && !room && requestsReceipt(element),
    stanzaIds,
    ...shown,
  };
  if (address && repeats(shown.body, address)) message.body = address.url;
  if (id !== undefined) message.id = id;
  if (sent !== undefined) message.delayed = true;
  if (oob) message.oob = oob;
  if (sharedFile) message.sharedFile = sharedFile;
  if (moreFiles.length > 0) message.moreFiles = moreFiles;
  if (originId !== undefined) message.originId = originId;
  if (chatState) message.chatState = chatState;
  if (stanzaId !== undefined) message.stanzaId = stanzaId;
  if (!isHeadline && isReadable(shown.notice) && isMarkable(element)) message.markable = true;
  return Object.assign(message, parts, origin);
}

/** Whether a body is only a file's URL, in any spelling (XEP-0066 §4, XEP-0454 §4). */
function repeats(body: string, { url }: Pick<Oob, 'url'>): boolean {
  return (
    body === url || (parseMediaSharing(body)?.url ?? webUrl(body, ['https:', 'http:'])) === url
  );
}

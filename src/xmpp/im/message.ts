// One-to-one messages (RFC 6121 §5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import { Jid } from '../../base/jid.ts';
import { type Content, isEmpty, parseContent } from './messageContent.ts';
import { isReadable } from '../stanza/notice.ts';
import { defineEvent, type IncomingStanza, type Module, type Session } from '../stanza/session.ts';
import { parseStanzaError, type StanzaError } from '../stanza/stanzaError.ts';
import { receivedId, sendableText } from '../stanza/text.ts';
import { hasUnknownContent } from './unknownContent.ts';
import { buildOob, type Oob, parseOob } from '../xep/0066-oob.ts';
import { buildChatState, type ChatState, parseChatState } from '../xep/0085-chatStates.ts';
import { buildReceiptRequest, parseReceipt, requestsReceipt } from '../xep/0184-receipts.ts';
import { parseDelay } from '../xep/0203-delay.ts';
import { buildReplace, parseReplaces } from '../xep/0308-correction.ts';
import { buildMarkable, isMarkable, parseDisplayed } from '../xep/0333-markers.ts';
import {
  buildOriginId,
  ownStanzaId,
  parseOriginId,
  parseStanzaIds,
  type StanzaId,
} from '../xep/0359-stanzaIds.ts';
import {
  type AttachedSource,
  buildFileSharing,
  parseAttachedSource,
  parseFileSharing,
  type SharedFile,
} from '../xep/0447-fileSharing.ts';
import { parseRetracts, parseTombstone } from '../xep/0424-retraction.ts';
import { type CallStep, parseCallStep } from '../xep/0353-jingleMessages.ts';
import { buildFallback } from '../xep/0428-fallback.ts';
import { parseReactions, type Reactions } from '../xep/0444-reactions.ts';
import { parseMediaSharing } from '../xep/0454-mediaSharing.ts';
import { buildReply, NS_REPLY, parseReply, quote, type Reply } from '../xep/0461-replies.ts';
import { webUrl } from '../../base/webUrl.ts';
import { type Element, xml } from '../stanza/xml.ts';

/** A message with something to show, or that changes what is shown. */
export interface Message extends Content {
  /** Chosen by the sender; neither unique nor unpredictable. */
  readonly id?: string;
  readonly from: Jid;
  readonly to: Jid;
  readonly type: 'chat' | 'normal' | 'headline';
  /** When it was sent as far as known, in ms since 1970: {@link arrived}, or earlier (XEP-0203). */
  readonly stamp: number;
  /** When it came to us, or to whoever kept it for us, in ms since 1970. */
  readonly arrived: number;
  readonly oob?: Oob;
  readonly sharedFile?: SharedFile;
  /** The sender would like to know that it came (XEP-0184). */
  readonly requestsReceipt: boolean;
  /** As the sender claims (XEP-0359); the same id from another sender means nothing. */
  readonly originId?: string;
  /** As claimed (XEP-0359): only those by an archive that announces `urn:xmpp:sid:0` count. */
  readonly stanzaIds: readonly StanzaId[];
  readonly chatState?: ChatState;
  /** Our archive's id for it, as far as it can be trusted: unlike all others, no sender chose it. */
  readonly stanzaId?: string;
  /** The id of the earlier message by the same sender that this one replaces (XEP-0308). */
  readonly replaces?: string;
  /** The id of the earlier message that the same sender takes back (XEP-0424). */
  readonly retracts?: string;
  /** The id of the retraction that an archive removed this message's content for (XEP-0424). */
  readonly retractedBy?: string;
  /** All that its sender now thinks of a message (XEP-0444). */
  readonly reactions?: Reactions;
  /** Where a file is that the same sender shared before, or shares yet (XEP-0447 §3.3). */
  readonly attaches?: AttachedSource;
  /** What became of a call that was offered before (XEP-0353). */
  readonly callStep?: CallStep;
  /** Which message this one answers (XEP-0461). */
  readonly reply?: Reply;
  /** In a {@link Copy} only: the id of the message that came (XEP-0184). */
  readonly receiptFor?: string;
  /** In a {@link Copy} only: the id of the newest message that was seen (XEP-0333). */
  readonly displayedFor?: string;
  /** What another client of ours sent, or got; absent where it came to us (XEP-0280). */
  readonly carbon?: 'sent' | 'received';
  /** The sender would like to know when it was seen (XEP-0333). */
  readonly markable?: true;
}

/** How a message came that was not sent to this client itself. */
export type Copy =
  | Required<Pick<Message, 'carbon'>>
  /** With its id in the archive it came from. */
  | Required<Pick<Message, 'stanzaId'>>;

/** A message of ours that did not arrive: whoever it was sent to, or their server, says so. */
export interface MessageFailure {
  /** The id of the message that we sent. */
  readonly id: string;
  readonly from: Jid;
  readonly error: StanzaError;
}

export const messageReceived = defineEvent<Message>('messageReceived');
export const messageFailed = defineEvent<MessageFailure>('messageFailed');

/**
 * Reads a one-to-one message that has something to show or changes an earlier message: the
 * one reader of what comes by itself, as a carbon (XEP-0280) or from an archive (XEP-0313).
 *
 * Only what stands directly in the stanza counts: a `<forwarded/>` inside is not the words of its
 * inner sender, and XHTML (XEP-0071) is not shown. A headline is words and no more: it changes no
 * other message and is not answered (RFC 6121 §5.2.2).
 *
 * @param session whose account a message without `to` is for (RFC 6120 §8.1.1.1).
 * @param copy absent for a message that came by itself.
 */
export function parseMessage(
  { from, element, arrived }: IncomingStanza,
  session: Session,
  copy?: Copy,
): Message | undefined {
  const { type: typeAttribute, to } = element.attrs;
  const type = messageType(typeAttribute);
  const recipient = Jid.parse(to ?? session.account.bare);
  if (!type || !recipient) return undefined;
  const sharedFile = parseFileSharing(element);
  const isHeadline = type === 'headline';
  const parts = isHeadline ? {} : parseParts(element);
  const said = parseContent(element, from, parts);
  const oob = parseOob(element) ?? parseMediaSharing(said.body);
  const receiptFor = copy && parseReceipt(element);
  const displayedFor = copy && parseDisplayed(element);
  const { retracts, retractedBy, reactions, callStep, attaches } = parts;
  const address = oob ?? attaches;
  const changesOther =
    retracts ?? retractedBy ?? reactions ?? callStep ?? attaches ?? receiptFor ?? displayedFor;
  const isNothing = isEmpty(said) && !oob && !sharedFile && changesOther === undefined;
  if (isNothing && !hasUnknownContent(element)) return undefined;
  const content: Content = isNothing ? { ...said, notice: { kind: 'unknown' } } : said;
  const id = receivedId(element.attrs['id']);
  const originId = parseOriginId(element);
  const chatState = parseChatState(element);
  const stanzaIds = parseStanzaIds(element);
  const stanzaId = ownStanzaId(session, stanzaIds);
  return {
    from,
    to: recipient,
    type,
    stamp: parseDelay(element, arrived) ?? arrived,
    arrived,
    requestsReceipt: !isHeadline && requestsReceipt(element),
    stanzaIds,
    ...content,
    ...(address && repeats(content.body, address) ? { body: address.url } : {}),
    // What may be absent comes last: V8 slows down where anything follows a spread.
    ...(id === undefined ? {} : { id }),
    ...(oob ? { oob } : {}),
    ...(sharedFile ? { sharedFile } : {}),
    ...(originId === undefined ? {} : { originId }),
    ...(chatState ? { chatState } : {}),
    ...(stanzaId === undefined ? {} : { stanzaId }),
    ...(receiptFor === undefined ? {} : { receiptFor }),
    ...(displayedFor === undefined ? {} : { displayedFor }),
    ...parts,
    ...copy,
    ...(!isHeadline && isReadable(content.notice) && isMarkable(element) ? { markable: true } : {}),
  };
}

/** Reads a message of type error; without an id nobody can tell what failed. */
export function parseMessageFailure({ from, element }: IncomingStanza): MessageFailure | undefined {
  const id = receivedId(element.attrs['id']);
  if (element.attrs['type'] !== 'error' || id === undefined) return undefined;
  return { id, from, error: parseStanzaError(element) };
}

/** A chat message of ours. */
export interface OutgoingMessage {
  /** Also its origin-id (XEP-0359): the same for each try to send it. */
  readonly id: string;
  readonly to: Jid;
  readonly body: string;
  /** A file to announce; other clients show it when the body is the same URL. */
  readonly oob?: Oob;
  /** The same file, with what is known of it; the body must be its URL. */
  readonly sharedFile?: SharedFile & Required<Pick<SharedFile, 'url'>>;
  /** The id of the message that it replaces, as that was sent first (XEP-0308). */
  readonly replaces?: string;
  /** Of messages with a body, only `active` (XEP-0085 §5.6). */
  readonly chatState?: 'active' | undefined;
  /** Which message it answers, and the words of that to quote for clients without XEP-0461. */
  readonly reply?: Reply & { readonly quoted?: string };
}

/**
 * Sends a chat message that asks for a receipt and for a displayed marker, unless it is to ourselves.
 *
 * @throws StanzaError `not-connected`
 */
export function sendChatMessage(session: Session, message: OutgoingMessage): void {
  const { id, to, body, oob, sharedFile, replaces, reply, chatState } = message;
  const isNote = to.bare === session.account.bare;
  const quotation = reply?.quoted === undefined ? '' : quote(sendableText(reply.quoted));
  session.send(
    xml(
      'message',
      { type: 'chat', to: to.full, id },
      xml('body', null, quotation + sendableText(body)),
      oob && buildOob(oob),
      ...(sharedFile ? buildFileSharing(sharedFile.url, sharedFile) : []),
      replaces !== undefined && buildReplace(replaces),
      reply && buildReply(reply),
      quotation !== '' && buildFallback(NS_REPLY, { start: 0, end: Array.from(quotation).length }),
      !isNote && buildReceiptRequest(),
      !isNote && buildMarkable(),
      buildOriginId(id),
      !isNote && chatState && buildChatState(chatState),
    ),
  );
}

export const messageModule: Module = {
  xep: 'RFC 6121 §5',
  features: [],
  attach: (session) =>
    session.onStanza('message', (stanza) => {
      const failure = parseMessageFailure(stanza);
      if (failure) session.emit(messageFailed, failure);
      const message = parseMessage(stanza, session);
      if (message) session.emit(messageReceived, message);
    }),
};

/** RFC 6121 §5.2.2: an unknown type is `normal`. Groupchat is for rooms that we joined. */
function messageType(type: string | undefined): Message['type'] | undefined {
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

/** What ties a message to an earlier one. */
type Parts = Pick<
  Message,
  'replaces' | 'retracts' | 'retractedBy' | 'reactions' | 'callStep' | 'reply' | 'attaches'
>;

function parseParts(element: Element): Parts {
  const replaces = parseReplaces(element);
  const retracts = parseRetracts(element);
  const retractedBy = parseTombstone(element);
  const reactions = parseReactions(element);
  const callStep = parseCallStep(element);
  const reply = parseReply(element);
  const attaches = parseAttachedSource(element);
  return {
    ...(replaces === undefined ? {} : { replaces }),
    ...(retracts === undefined ? {} : { retracts }),
    ...(retractedBy === undefined ? {} : { retractedBy }),
    ...(reactions ? { reactions } : {}),
    ...(callStep ? { callStep } : {}),
    ...(reply ? { reply } : {}),
    ...(attaches ? { attaches } : {}),
  };
}

/** Whether a body is only a file's address, in whatever spelling (XEP-0066 §4, XEP-0454 §4). */
function repeats(body: string, { url }: Pick<Oob, 'url'>): boolean {
  return (
    body === url || (parseMediaSharing(body)?.url ?? webUrl(body, ['https:', 'http:'])) === url
  );
}

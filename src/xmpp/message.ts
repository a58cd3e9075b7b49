// One-to-one messages (RFC 6121 §5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import { Jid } from '../base/jid.ts';
import { defineEvent, type IncomingStanza, type Module, type Session } from './session.ts';
import { parseStanzaError, type StanzaError } from './stanzaError.ts';
import { receivedId, receivedText, sendableText } from './text.ts';
import { buildOob, type Oob, parseOob } from './xep/0066-oob.ts';
import { buildChatState, type ChatState, parseChatState } from './xep/0085-chatStates.ts';
import { buildReceiptRequest, requestsReceipt } from './xep/0184-receipts.ts';
import { parseDelay } from './xep/0203-delay.ts';
import { buildMarkable, isMarkable } from './xep/0333-markers.ts';
import {
  buildOriginId,
  parseOriginId,
  parseStanzaIds,
  type StanzaId,
} from './xep/0359-stanzaIds.ts';
import { childText, NS_CLIENT, xml } from './xml.ts';

/** In UTF-16 code units: what servers commonly let through. A longer body is cut. */
const MAX_BODY_LENGTH = 256 * 1024;

/** A message with something to show. */
export interface Message {
  /** Chosen by the sender; neither unique nor unpredictable. */
  readonly id?: string;
  readonly from: Jid;
  readonly to: Jid;
  readonly type: 'chat' | 'normal' | 'headline';
  /** At most 262,144 UTF-16 code units, without control characters; empty where there is `oob` only. */
  readonly body: string;
  /** When it was sent as far as known, in ms since 1970: {@link arrived}, or earlier (XEP-0203). */
  readonly stamp: number;
  /** When it came, in ms since 1970. */
  readonly arrived: number;
  readonly oob?: Oob;
  /** The sender would like to know that it came (XEP-0184). */
  readonly requestsReceipt: boolean;
  /** As the sender claims (XEP-0359); the same id from another sender means nothing. */
  readonly originId?: string;
  /** As claimed (XEP-0359): only those by an archive that announces `urn:xmpp:sid:0` count. */
  readonly stanzaIds: readonly StanzaId[];
  readonly chatState?: ChatState;
  /** The sender would like to know when it was seen (XEP-0333). */
  readonly markable?: true;
}

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
 * Reads a one-to-one message that has a body or announces a file.
 *
 * Only what stands directly in the stanza counts: a `<forwarded/>` inside is not the words of its
 * inner sender, XHTML (XEP-0071) is not shown, and a `<subject/>` changes nothing.
 *
 * @param account whom a message without `to` is for (RFC 6120 §8.1.1.1).
 */
export function parseMessage(
  { from, element, arrived }: IncomingStanza,
  account: Jid,
): Message | undefined {
  const { type: typeAttribute, to } = element.attrs;
  const type = messageType(typeAttribute);
  const recipient = Jid.parse(to ?? account.bare);
  const oob = parseOob(element);
  const body = receivedText(childText(element, 'body', NS_CLIENT) ?? '', MAX_BODY_LENGTH);
  if (!type || !recipient || (body === '' && !oob)) return undefined;
  const id = receivedId(element.attrs['id']);
  const originId = parseOriginId(element);
  const chatState = parseChatState(element);
  return {
    from,
    to: recipient,
    type,
    body,
    stamp: parseDelay(element, arrived) ?? arrived,
    arrived,
    requestsReceipt: requestsReceipt(element),
    stanzaIds: parseStanzaIds(element),
    // What may be absent comes last: V8 slows down where anything follows a spread.
    ...(id === undefined ? {} : { id }),
    ...(oob ? { oob } : {}),
    ...(originId === undefined ? {} : { originId }),
    ...(chatState ? { chatState } : {}),
    ...(isMarkable(element) ? { markable: true } : {}),
  };
}

/** Reads a message of type error; without an id nobody can tell what failed. */
export function parseMessageFailure({ from, element }: IncomingStanza): MessageFailure | undefined {
  const id = receivedId(element.attrs['id']);
  if (element.attrs['type'] !== 'error' || id === undefined) return undefined;
  return { id, from, error: parseStanzaError(element) };
}

/**
 * Sends a chat message that asks for a receipt and for a displayed marker.
 *
 * @param message.id also its origin-id (XEP-0359): the same for each try to send it.
 * @throws StanzaError `not-connected`
 */
export function sendChatMessage(
  session: Session,
  message: {
    readonly id: string;
    readonly to: Jid;
    readonly body: string;
    /** A file to announce; other clients show it when the body is the same URL. */
    readonly oob?: Oob;
    /** Of messages with a body, only `active` (XEP-0085 §5.6). */
    readonly chatState?: 'active' | undefined;
  },
): void {
  const { id, to, body, oob, chatState } = message;
  session.send(
    xml(
      'message',
      { type: 'chat', to: to.full, id },
      xml('body', null, sendableText(body)),
      oob && buildOob(oob),
      buildReceiptRequest(),
      buildMarkable(),
      buildOriginId(id),
      chatState && buildChatState(chatState),
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
      const message = parseMessage(stanza, session.account);
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

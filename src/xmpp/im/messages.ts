// One-to-one messages (RFC 6121 §5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import type { Jid } from '../../base/jid.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { defineEvent, type IncomingStanza, type Module, type Session } from '../stanza/session.ts';
import { parseStanzaError, type StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type SessionOffer, sessionOffered } from '../xep/0166-jingle.ts';
import { unwrapCarbon } from '../xep/0280-carbons.ts';
import { isArchiveResult } from '../xep/0313-archive.ts';
import { type IncomingMessage, readMessage } from './incomingMessage.ts';

/** A sent message that was not delivered, as reported by its recipient or their server. */
export interface MessageFailure {
  /** The id of the sent message. */
  readonly id: string;
  readonly from: Jid;
  readonly error: StanzaError;
}

export const messageReceived = defineEvent<IncomingMessage>('messageReceived');
export const messageFailed = defineEvent<MessageFailure>('messageFailed');

export const messageModule: Module = {
  xep: 'RFC 6121 §5',
  features: [],
  attach: (session) => {
    const owned = new DisposableStore();
    owned.add(
      session.onStanza('message', (stanza) => {
        receive(session, stanza);
      }),
    );
    owned.add(
      session.on(sessionOffered, (offer) => {
        session.emit(messageReceived, messageOf(session, offer));
      }),
    );
    return owned;
  },
};

function receive(session: Session, stanza: IncomingStanza): void {
  // Handled only by the query that it answers.
  if (isArchiveResult(stanza)) return;
  const carbon = unwrapCarbon(stanza, session);
  const original = carbon?.original ?? stanza;
  // An error sent by another client of ours is not a failure of our message.
  const failure = carbon?.direction === 'sent' ? undefined : parseMessageFailure(original);
  if (failure) session.emit(messageFailed, failure);
  const message = readMessage(original, session, { via: carbon ? 'carbon' : 'live' });
  if (message) session.emit(messageReceived, message);
}

/** Parses a message of type error; without an id the failed message is unknown. */
function parseMessageFailure({ from, element }: IncomingStanza): MessageFailure | undefined {
  const id = receivedId(element.attrs['id']);
  if (element.attrs['type'] !== 'error' || id === undefined) return undefined;
  return { id, from, error: parseStanzaError(element) };
}

/** Converts an offer by iq to a message. */
function messageOf(session: Session, { id, from, arrived, notice }: SessionOffer): IncomingMessage {
  return {
    via: 'live',
    id,
    from,
    to: session.account,
    type: 'chat',
    body: '',
    stamp: arrived,
    arrived,
    requestsReceipt: false,
    stanzaIds: [],
    notice,
  };
}

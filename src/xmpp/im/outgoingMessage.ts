// Outgoing one-to-one messages (RFC 6121 §5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildOob } from '../xep/0066-oob.ts';
import { buildChatState } from '../xep/0085-chatStates.ts';
import { buildReceiptRequest } from '../xep/0184-receipts.ts';
import { buildReplace } from '../xep/0308-correction.ts';
import { buildMarkable } from '../xep/0333-markers.ts';
import { buildOriginId } from '../xep/0359-stanzaIds.ts';
import { buildFallback } from '../xep/0428-fallback.ts';
import { buildFileSharing, type SharedFile } from '../xep/0447-fileSharing.ts';
import { buildReply, NS_REPLY, quote, type Reply } from '../xep/0461-replies.ts';

/** The content of an outgoing message. */
export interface OutgoingContent {
  readonly body: string;
  /** A file to announce (XEP-0447, XEP-0066): the body must be its URL. */
  readonly file?: SharedFile & Required<Pick<SharedFile, 'url'>>;
  /** The message that it replies to, with the text to quote for clients without XEP-0461. */
  readonly reply?: Reply & { readonly quoted?: string };
}

/** An outgoing chat message. */
export interface OutgoingMessage extends OutgoingContent {
  /** Also its origin-id (XEP-0359): the same for each attempt to send it. */
  readonly id: string;
  readonly to: Jid;
  /** The id of the original message that it replaces (XEP-0308). */
  readonly replaces?: string;
  /** Messages with a body allow only `active` (XEP-0085 §5.6). */
  readonly chatState?: 'active' | undefined;
}

/**
 * Sends a chat message that requests a receipt and a displayed marker, unless it is to ourselves.
 *
 * @throws StanzaError `not-connected`
 */
export function sendChatMessage(session: Session, message: OutgoingMessage): void {
  const { id, to, replaces, chatState } = message;
  const isNote = to.bare === session.account.bare;
  session.send(
    xml(
      'message',
      { type: 'chat', to: to.full, id },
      buildContent(message),
      replaces !== undefined && buildReplace(replaces),
      !isNote && buildReceiptRequest(),
      !isNote && buildMarkable(),
      buildOriginId(id),
      !isNote && chatState && buildChatState(chatState),
    ),
  );
}

/** Builds each part of a message, with its fallback in the body for clients without support. */
function buildContent({ body, file, reply }: OutgoingContent): readonly Element[] {
  const quotation = reply?.quoted === undefined ? '' : quote(sendableText(reply.quoted));
  const quoted = { start: 0, end: Array.from(quotation).length };
  return [
    xml('body', null, quotation + sendableText(body)),
    ...(file ? [buildOob(file), ...buildFileSharing(file.url, file)] : []),
    ...(reply ? [buildReply(reply)] : []),
    ...(quotation === '' ? [] : [buildFallback(NS_REPLY, quoted)]),
  ];
}

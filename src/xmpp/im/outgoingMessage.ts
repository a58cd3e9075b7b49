// Outgoing messages (RFC 6121 §5), also to rooms and their occupants (XEP-0045 §7.4, §7.5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import type { Session } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildMessage, type Destination } from '../xep/0045-messages.ts';
import { buildOob } from '../xep/0066-oob.ts';
import { buildChatState } from '../xep/0085-chatStates.ts';
import { buildReceiptRequest } from '../xep/0184-receipts.ts';
import { buildReplace } from '../xep/0308-correction.ts';
import { buildMarkable } from '../xep/0333-markers.ts';
import { buildOriginId } from '../xep/0359-stanzaIds.ts';
import { buildReference, type MentionReference } from '../xep/0372-references.ts';
import { buildUnstyled } from '../xep/0393-styling.ts';
import { toCodePoints } from '../xep/0426-characterCounting.ts';
import { buildFallback } from '../xep/0428-fallback.ts';
import type { FileMetadata } from '../xep/0446-fileMetadata.ts';
import { buildFileSharing, NS_FILE_SHARING, type SharedFile } from '../xep/0447-fileSharing.ts';
import { buildReply, NS_REPLY, quote, type Reply } from '../xep/0461-replies.ts';

/** The content of an outgoing message. */
export interface OutgoingContent {
  /** What it says; of one file without a caption, its URL (XEP-0066 §4). */
  readonly body: string;
  /** Whether it says nothing by styling (XEP-0393). */
  readonly unstyled?: true;
  /** Files to announce (XEP-0447, XEP-0066). */
  readonly files?: readonly (FileMetadata &
    Required<Pick<SharedFile, 'url'>> &
    Pick<SharedFile, 'thumbnail'>)[];
  /** The message that it replies to, with the text to quote for clients without XEP-0461. */
  readonly reply?: Reply & { readonly quoted?: string };
  /** Whom it mentions (XEP-0372), each with the range of `body` in UTF-16 code units. */
  readonly mentions?: readonly MentionReference[];
}

/** An outgoing message. */
export interface OutgoingMessage extends OutgoingContent, Destination {
  /** Also its origin-id (XEP-0359): the same for each attempt to send it. */
  readonly id: string;
  /** The id of the original message that it replaces (XEP-0308), in a room as its sender set it. */
  readonly replaces?: string;
  /** Messages with a body allow only `active` (XEP-0085 §5.6). */
  readonly chatState?: 'active' | undefined;
  /**
   * Whether it requests a displayed marker (XEP-0333): when absent, not in a room, where each
   * occupant would send one to all.
   */
  readonly asksMarker?: boolean | undefined;
}

/**
 * Sends a message that requests a receipt, but not of all in a room (XEP-0184 §5.3), and a
 * displayed marker; neither if it is to ourselves.
 *
 * @throws StanzaError `not-connected`
 */
export function sendChatMessage(session: Session, message: OutgoingMessage): void {
  const { id, to, audience, replaces, chatState } = message;
  const isNote = to.bare === session.account.bare;
  const isRoom = audience === 'room';
  const { asksMarker = !isRoom } = message;
  session.send(
    buildMessage(
      message,
      id,
      buildContent(message),
      replaces !== undefined && buildReplace(replaces),
      !isNote && !isRoom && buildReceiptRequest(),
      !isNote && asksMarker && buildMarkable(),
      buildOriginId(id),
      !isNote && chatState && buildChatState(chatState),
    ),
  );
}

/** Builds each part of a message, with its fallback in the body for clients without support. */
function buildContent({
  body,
  unstyled,
  files = [],
  reply,
  mentions,
}: OutgoingContent): readonly Element[] {
  const quotation = reply?.quoted === undefined ? '' : quote(sendableText(reply.quoted));
  const quoted = toCodePoints({ start: 0, end: quotation.length }, quotation);
  const said = quotation + sendableText(body);
  const [only, ...others] = files;
  const isAddress = others.length === 0 && body === only?.url;
  const urls = isAddress ? '' : sendableText(files.map(({ url }) => url).join('\n'));
  const text = said === '' || urls === '' ? said + urls : `${said}\n${urls}`;
  const start = isAddress ? quotation.length : said.length;
  const addresses = toCodePoints({ start, end: text.length }, text);
  return [
    xml('body', null, text),
    ...(unstyled ? [buildUnstyled()] : []),
    ...(only && others.length === 0 ? [buildOob(only)] : []),
    ...buildFileSharing(files),
    ...(only ? [buildFallback(NS_FILE_SHARING, addresses)] : []),
    ...(reply ? [buildReply(reply)] : []),
    ...(quotation === '' ? [] : [buildFallback(NS_REPLY, quoted)]),
    ...(mentions ?? []).map((mention) => buildReference(asSent(mention, body, quotation))),
  ];
}

/** A mention with its place in the body as it is sent, in code points. */
function asSent(
  { jid, range }: MentionReference,
  body: string,
  quotation: string,
): MentionReference {
  if (!range) return { jid };
  const before = quotation + sendableText(body.slice(0, range.start));
  const name = sendableText(body.slice(range.start, range.end));
  const place = { start: before.length, end: before.length + name.length };
  return { jid, range: toCodePoints(place, before + name) };
}

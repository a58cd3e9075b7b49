import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { SharedFile } from '../../xmpp/xep/0447-fileSharing.ts';
import { type AnnouncedFile, asFiles, type Content, type Message } from '../history.ts';

/** All parts of {@link Content}, checked by type to be complete. */
const PARTS: Readonly<Record<keyof Content, true>> = {
  body: true,
  file: true,
  moreFiles: true,
  offer: true,
  subject: true,
  unstyled: true,
  notice: true,
  reply: true,
};

/** The content of a message without its other fields. */
export function partsOf(message: Message): Content {
  const parts = Object.entries(message).filter(([name]) => name in PARTS);
  return { body: message.body, ...Object.fromEntries(parts) };
}

/** The fields of a message other than its content. */
export function withoutParts(message: Message): Omit<Message, keyof Content> {
  const others = Object.entries(message).filter(([name]) => !(name in PARTS));
  return Object.fromEntries(others) as Omit<Message, keyof Content>;
}

/** The stored content of a received message. */
export interface KeptContent {
  readonly content: Content;
  /** The body without the fallback for the message it replies to, if that is known. */
  readonly ownBody: string;
}

/** The content of a received message; `undefined` if it has none. */
export function contentOf(received: ReceivedMessage): KeptContent | undefined {
  const files = announcedFiles(received);
  const { body, fullBody = body, notice, outOfBand = '', unstyled } = received;
  // A message that only amends another has no subject of its own.
  const subject = body === '' && saysOther(received) ? undefined : received.subject;
  const full = isStandIn(received) ? body : fullBody;
  const instead = files.length > 0 ? '' : outOfBand;
  const words = withSubject(subject, full || instead);
  if (words === '' && files.length === 0 && !notice) return undefined;
  const content = {
    body: words,
    ...(subject !== undefined && { subject }),
    ...(unstyled && { unstyled }),
    ...asFiles(files),
    ...(notice && { notice }),
  };
  return { content, ownBody: withSubject(subject, body || instead) };
}

/** Whether its fallback body can be ignored. */
function isStandIn({ retracts, reactions, attaches }: ReceivedMessage): boolean {
  return retracts !== undefined || reactions !== undefined || attaches !== undefined;
}

function saysOther({ retracts, reactions, callStep }: ReceivedMessage): boolean {
  return retracts !== undefined || reactions !== undefined || callStep !== undefined;
}

/** The subject comes first, so that it is found, quoted and notified with the body. */
function withSubject(subject: string | undefined, body: string): string {
  if (subject === undefined || body.startsWith(subject)) return body;
  return body === '' ? subject : `${subject}\n\n${body}`;
}

function announcedFiles({
  oob,
  sharedFile,
  moreFiles,
  attaches,
}: ReceivedMessage): readonly AnnouncedFile[] {
  if (sharedFile && moreFiles) return [sharedFile, ...moreFiles].map(oneOfSeveral);
  const { share: _, ...shared } = sharedFile ?? {};
  const url = shared.url ?? attaches?.url ?? oob?.url;
  if (url !== undefined) return [fileAt(url, shared) ?? []].flat();
  return sharedFile ? [{ name: 'file', ...shared }] : [];
}

function oneOfSeveral({ share, ...shared }: SharedFile): AnnouncedFile {
  const known = shared.url === undefined ? undefined : fileAt(shared.url, shared);
  return known ?? { name: 'file', ...shared, ...(share !== undefined && { share }) };
}

/** A bare URL (XEP-0066) reveals only the name of a file: the last part of its path. */
function fileAt(url: string, shared: Omit<SharedFile, 'share'>): AnnouncedFile | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'aesgcm:') return undefined;
  const last = pathname.split('/').at(-1) ?? '';
  return { name: decode(last) || 'file', ...(protocol === 'https:' && shared), url };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 once decoded: the name is shown as it was sent.
    return text;
  }
}

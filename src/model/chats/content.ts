import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { AnnouncedFile, Content, Message } from '../history.ts';

/** All parts of what a message says: whatever is one, is here. */
const PARTS: Readonly<Record<keyof Content, true>> = {
  body: true,
  file: true,
  subject: true,
  notice: true,
  reply: true,
};

/** What a message says, without all else that is known of it. */
export function partsOf(message: Message): Content {
  const parts = Object.entries(message).filter(([name]) => name in PARTS);
  return { body: message.body, ...Object.fromEntries(parts) };
}

/** All that is known of a message besides what it says. */
export function withoutParts(message: Message): Omit<Message, keyof Content> {
  const others = Object.entries(message).filter(([name]) => !(name in PARTS));
  return Object.fromEntries(others) as Omit<Message, keyof Content>;
}

/** What of a message is kept that came. */
export interface KeptContent extends Content {
  /** The words without those of the message that it answers, for where that is here. */
  readonly ownBody: string;
}

/** What a message says, however it came; `undefined` where that is nothing. */
export function contentOf(received: IncomingMessage): KeptContent | undefined {
  const file = announcedFile(received);
  const { body, fullBody = body, notice, outOfBand = '' } = received;
  // What says something of another message has no subject of its own, but for its words.
  const subject = body === '' && saysOther(received) ? undefined : received.subject;
  const full = isStandIn(received) ? body : fullBody;
  const instead = file ? '' : outOfBand;
  const words = withSubject(subject, full || instead);
  if (words === '' && !file && !notice) return undefined;
  return {
    body: words,
    ownBody: withSubject(subject, body || instead),
    ...(subject !== undefined && { subject }),
    ...(file && { file }),
    ...(notice && { notice }),
  };
}

/** Whether what its body says in place of something else need not be read. */
function isStandIn({ retracts, reactions, attaches }: IncomingMessage): boolean {
  return retracts !== undefined || reactions !== undefined || attaches !== undefined;
}

function saysOther({ retracts, reactions, callStep }: IncomingMessage): boolean {
  return retracts !== undefined || reactions !== undefined || callStep !== undefined;
}

/** The subject stands first, so that it is found, quoted and told with the words. */
function withSubject(subject: string | undefined, body: string): string {
  if (subject === undefined || body.startsWith(subject)) return body;
  return body === '' ? subject : `${subject}\n\n${body}`;
}

/** All that a bare URL (XEP-0066) tells of a file is its name: the last part of its path. */
function announcedFile({ oob, sharedFile, attaches }: IncomingMessage): AnnouncedFile | undefined {
  const { share: _, ...shared } = sharedFile ?? {};
  const url = shared.url ?? attaches?.url ?? oob?.url;
  if (url === undefined) return sharedFile && { name: 'file', ...shared };
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

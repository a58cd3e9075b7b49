import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { AnnouncedFile, Message } from '../history.ts';

/** What of a message is kept that came. */
export interface KeptContent extends Pick<Message, 'body' | 'subject' | 'file' | 'notice'> {
  /** The words without those of the message that it answers, for where that is here. */
  readonly ownBody: string;
}

/**
 * What a message says, however it came; `undefined` where that is nothing.
 *
 * @param file that it announces
 */
export function contentOf(
  received: IncomingMessage,
  file: AnnouncedFile | undefined,
): KeptContent | undefined {
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

import type { Message } from '../history.ts';

/** Maximum length of a stored body, in UTF-16 code units: more than is shown anywhere. */
const MAX_KEPT = 1024;

/** The notified part of the newest message of a chat. */
export type Received = Pick<
  Message,
  'id' | 'body' | 'file' | 'moreFiles' | 'offer' | 'notice' | 'nick' | 'mention' | 'retracted'
>;

/** Extracts it. Chats may be many and messages long: only their beginning stays in memory. */
export function receivedOf(message: Message): Received {
  const { id, body, file, moreFiles, offer, notice, nick, mention, retracted } = message;
  return {
    id,
    body: body.length > MAX_KEPT ? copyOf(body.slice(0, MAX_KEPT)) : body,
    ...(file && { file }),
    ...(moreFiles && { moreFiles }),
    ...(offer && { offer }),
    ...(notice && { notice }),
    ...(nick !== undefined && { nick }),
    ...(mention && { mention }),
    ...(retracted !== undefined && { retracted }),
  };
}

/** Copies a text: a slice would retain the whole string it was cut from. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

import type { Message } from '../history.ts';

/** In UTF-16 code units: more than is shown of it anywhere. */
const MOST_KEPT = 1024;

/** What is told of the newest message of a chat. */
export type Received = Pick<Message, 'id' | 'body' | 'file' | 'notice'>;

/** That of a message. Chats may be many and messages long: no more than the beginning of it stays in memory. */
export function receivedOf({ id, body, file, notice }: Message): Received {
  return {
    id,
    body: body.length > MOST_KEPT ? copyOf(body.slice(0, MOST_KEPT)) : body,
    ...(file && { file }),
    ...(notice && { notice }),
  };
}

/** The same text in memory of its own: a slice keeps all of what it was cut from. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

import type { Message } from '../history.ts';

/** Maximum length of a stored body, in UTF-16 code units: more than is shown anywhere. */
const MOST_KEPT = 1024;

/** The notified part of the newest message of a chat. */
export type Received = Pick<Message, 'id' | 'body' | 'file' | 'notice'>;

/** Extracts it. Chats may be many and messages long: only their beginning stays in memory. */
export function receivedOf({ id, body, file, notice }: Message): Received {
  return {
    id,
    body: body.length > MOST_KEPT ? copyOf(body.slice(0, MOST_KEPT)) : body,
    ...(file && { file }),
    ...(notice && { notice }),
  };
}

/** Copies a text: a slice would retain the whole string it was cut from. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

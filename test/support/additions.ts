import { randomUUID } from 'node:crypto';
import type { Addition, ChatKey } from '../../src/model/history.ts';

/** A message of a chat's other side, as it comes in. */
export function incoming(key: ChatKey, body: string, identity?: string): Addition {
  const message = { id: randomUUID(), sender: key.chat, outgoing: false, body, time: 1 };
  return { key, message, identities: identity === undefined ? [] : [identity] };
}

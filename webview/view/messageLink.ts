import type { MessageView } from '../../src/api/views.ts';

/**
 * The URI of a message (RFC 5122): its chat, and by the key `id` of XEP-0147's `message` the id
 * that both sides know.
 */
export function messageLink(chat: string, { id, originId = id }: MessageView): string {
  const path = chat.split('@').map(encodeURIComponent).join('@');
  return `xmpp:${path}?message;id=${encodeURIComponent(originId)}`;
}

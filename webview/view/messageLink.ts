import type { MessageView } from '../../src/api/views.ts';

/**
 * The address of a message (RFC 5122): its chat, and by the key `id` of XEP-0147's `message` what
 * both sides call it.
 */
export function messageLink(chat: string, { id, originId = id }: MessageView): string {
  const path = chat.split('@').map(encodeURIComponent).join('@');
  return `xmpp:${path}?message;id=${encodeURIComponent(originId)}`;
}

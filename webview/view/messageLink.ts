import type { MessageView } from '../../src/api/views.ts';
import { addressParts, buildXmppUri } from '../../src/base/xmppUri.ts';

/**
 * The URI of a message (RFC 5122): its chat, and by the key `id` of XEP-0147's `message` the id
 * that both sides know.
 */
export function messageLink(chat: string, { id, originId = id }: MessageView): string {
  return buildXmppUri(addressParts(chat), 'message', { id: originId });
}

import type { OfChat } from '../api/requests.ts';

/** The key of a chat, unique over all accounts. */
export function chatKey({ account, chat }: OfChat): string {
  return `${account}\n${chat}`;
}

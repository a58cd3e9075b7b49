import type { OfChat } from '../api/requests.ts';

/** What a chat is found by among those of all accounts. */
export function chatKey({ account, chat }: OfChat): string {
  return `${account}\n${chat}`;
}

import type { Accounts } from '../model/account/accounts.ts';
import type { ChatKey } from '../model/history.ts';

/** Messages of one page of the search. */
const PAGE = 100;
/** Maximum number of pages read: most messages of an author can be removed. */
const MAX_PAGES = 10;

/**
 * The messages by one author in a room that a moderator can retract, the newest first: those that
 * have an id in its archive and were not retracted (XEP-0425 §5).
 */
export async function findRemovable(
  accounts: Accounts,
  chat: ChatKey,
  sender: string,
  limit: number,
): Promise<{ readonly messages: readonly string[]; readonly hasMore: boolean }> {
  const messages: string[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { text: '', chats: [chat], senders: [sender], limit: PAGE };
    const answer = await accounts.search({ ...query, ...(next !== undefined && { next }) });
    for (const { message } of answer.found) {
      const isRemovable = message.stanzaId !== undefined && message.retracted === undefined;
      if (isRemovable) messages.push(message.id);
    }
    next = answer.next;
    if (next === undefined || messages.length > limit) break;
  }
  const hasMore = next !== undefined || messages.length > limit;
  return { messages: messages.slice(0, limit), hasMore };
}

import type { OfChat } from '../../api/requests.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { ViewState } from '../state.ts';

/** What tells of which accounts a chat is. */
type Known = Pick<ViewState, 'accounts' | 'contact' | 'conversation' | 'room'>;

/**
 * Our own address in the title of a chat, if another account of ours knows the same contact or room: their
 * chats are otherwise the same to look at.
 */
export function ownAddressIn(state: Known, { account, chat }: OfChat): string | undefined {
  const isKnownTo = (id: string) =>
    state.contact(id, chat)?.inRoster === true ||
    state.conversation(id, chat) !== undefined ||
    state.room(id, chat) !== undefined;
  const isShared = state.accounts.some(({ id }) => id !== account && isKnownTo(id));
  return isShared ? shownAddress(account) : undefined;
}

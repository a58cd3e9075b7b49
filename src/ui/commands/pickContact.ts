import type { OfChat } from '../../api/requests.ts';
import type { ContactView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import type { RequestNode } from '../contacts/treeNode.ts';
import { openFilteredPick } from '../filteredPick.ts';
import type {
  OwnedContact,
  OwnedConversation,
  OwnedPrivateChat,
  OwnedRoom,
  ViewState,
} from '../state.ts';
import {
  type ContactRow,
  type Offered,
  offeredContacts,
  offeredRooms,
  rowsFor,
} from './contactRows.ts';
import { pickAccount } from './pickAccount.ts';

/** What is offered, besides contacts, and to begin with. */
interface Offer {
  /** Whether a contact is offered; all are when absent. */
  readonly fits?: (contact: ContactView) => boolean;
  /** What is in the input at first. */
  readonly typed?: string;
  readonly rooms?: readonly Offered[];
  /** Whether a pasted link can be chosen. */
  readonly takesLinks?: boolean;
}

/**
 * Asks for a contact, the most available first; any other JID can be typed.
 * @returns `undefined` after Esc
 * @throws RequestError if no account is signed in
 */
export async function pickContact(
  state: ViewState,
  title: string,
  offer: Pick<Offer, 'fits' | 'typed'> = {},
): Promise<OfChat | undefined> {
  return ofChosen(state, await pickFrom(state, title, offer));
}

/** As {@link pickContact}, and for a room, or for an occupant whom there is a chat with, as well. */
export async function pickChat(state: ViewState, title: string): Promise<OfChat | undefined> {
  return ofChosen(state, await pickFrom(state, title, { rooms: offeredRooms(state) }));
}

/** As {@link pickChat}; a pasted link is the result itself, as it may ask for more. */
export async function pickChatOrLink(
  state: ViewState,
  title: string,
): Promise<OfChat | { readonly link: string } | undefined> {
  const chosen = await pickFrom(state, title, { rooms: offeredRooms(state), takesLinks: true });
  return chosen?.link === undefined ? ofChosen(state, chosen) : { link: chosen.link };
}

/** The chat of a row; of a typed address, the account is asked for. */
async function ofChosen(
  state: ViewState,
  chosen: ContactRow | undefined,
): Promise<OfChat | undefined> {
  if (chosen?.typed === undefined) return chosen?.of;
  const title = t('Write to {address} from which account?', {
    address: shownAddress(chosen.typed),
  });
  const account = await pickAccount(state, title);
  return account && { account: account.id, chat: chosen.typed };
}

async function pickFrom(
  state: ViewState,
  title: string,
  { rooms = [], takesLinks = false, fits = () => true, typed: value = '' }: Offer,
): Promise<ContactRow | undefined> {
  if (state.accounts.length === 0) await pickAccount(state, title);
  const all = [...offeredContacts(state, fits), ...rooms];
  const placeholder =
    rooms.length === 0
      ? t('Name of a contact, or any address like name@server.org')
      : t('Name of a contact or room, or any address like name@server.org');
  const rows = (typed: string) => rowsFor(typed, all, takesLinks);
  return openFilteredPick({ title, placeholder, value, rows }).chosen;
}

/** The chat that a command was invoked on: from a tree row, from arguments, or `undefined`. */
export function chatOfArgument(argument: unknown): OfChat | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('kind' in argument && argument.kind === 'request') {
    const { account, id } = argument as RequestNode;
    return { account: account.id, chat: id };
  }
  if ('contact' in argument && 'account' in argument) {
    const { account, contact } = argument as OwnedContact;
    return { account: account.id, chat: contact.id };
  }
  if ('room' in argument && 'account' in argument) {
    const { account, room } = argument as OwnedRoom;
    return { account: account.id, chat: room.id };
  }
  if ('conversation' in argument && 'account' in argument) {
    const { account, conversation } = argument as OwnedConversation;
    return { account: account.id, chat: conversation.id };
  }
  if ('kind' in argument && argument.kind === 'private') {
    const { account, chat } = argument as unknown as OwnedPrivateChat;
    return { account: account.id, chat: chat.id };
  }
  const { account, chat } = argument as Partial<OfChat>;
  return typeof account === 'string' && typeof chat === 'string' ? { account, chat } : undefined;
}

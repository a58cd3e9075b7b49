import type * as vscode from 'vscode';
import { editor } from '../editor.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView } from '../../api/views.ts';
import { compareNames } from '../../base/compareNames.ts';
import { parseTypedJid, shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { parseXmppUri } from '../../base/xmppUri.ts';
import { withoutIcons } from '../plain.ts';
import { showCodicon, showLabel } from '../presence/presence.ts';
import type { RequestNode } from '../contacts/treeNode.ts';
import { SHOWS_BY_AVAILABILITY } from '../contacts/showOrder.ts';
import { compareRooms } from '../rooms/liveRooms.ts';
import { roomItem } from '../rooms/roomPickItem.ts';
import type {
  OwnedContact,
  OwnedConversation,
  OwnedPrivateChat,
  OwnedRoom,
  ViewState,
} from '../state.ts';
import { pickAccount } from './pickAccount.ts';

interface Item extends vscode.QuickPickItem {
  readonly of?: OfChat;
  /** A typed address that is not a contact's. */
  readonly typed?: string;
  /** A pasted `xmpp:` link. */
  readonly link?: string;
}

/** What is offered, besides contacts, and to begin with. */
interface Offer {
  /** Whether a contact is offered; all are when absent. */
  readonly fits?: (contact: ContactView) => boolean;
  /** What is in the input at first. */
  readonly typed?: string;
  readonly rooms?: readonly ReturnType<typeof roomItem>[];
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
  return ofChosen(state, await pickFrom(state, title, { rooms: roomItems(state) }));
}

/** As {@link pickChat}; a pasted link is the result itself, as it may ask for more. */
export async function pickChatOrLink(
  state: ViewState,
  title: string,
): Promise<OfChat | { readonly link: string } | undefined> {
  const chosen = await pickFrom(state, title, { rooms: roomItems(state), takesLinks: true });
  return chosen?.link === undefined ? ofChosen(state, chosen) : { link: chosen.link };
}

function roomItems(state: ViewState): ReturnType<typeof roomItem>[] {
  const rooms = [...state.rooms].sort(compareRooms);
  const withAccount = state.accounts.length > 1;
  return [
    ...rooms.map((owned) => roomItem(owned, withAccount)),
    ...state.privateChats.map((owned) => privateItem(owned, withAccount)),
  ];
}

/** The chat of a row; of a typed address, the account is asked for. */
async function ofChosen(state: ViewState, chosen: Item | undefined): Promise<OfChat | undefined> {
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
  { rooms = [], takesLinks = false, fits = () => true, typed: begun = '' }: Offer,
): Promise<Item | undefined> {
  if (state.accounts.length === 0) await pickAccount(state, title);
  const contacts = [
    ...state.contacts
      .filter(({ contact }) => fits(contact))
      .map((owned) => item(owned, state.accounts.length > 1))
      .sort((a, b) => a.rank - b.rank || compareNames(a.name, b.name)),
    ...rooms,
  ];
  const pick = editor.createQuickPick<Item>();
  pick.title = title;
  pick.placeholder =
    rooms.length === 0
      ? t('Name of a contact, or any address like name@server.org')
      : t('Name of a contact or room, or any address like name@server.org');
  pick.value = begun;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = contacts;
  pick.onDidChangeValue((text) => {
    const typed = parseTypedJid(text);
    const link = typed && parseXmppUri(text.trim()) ? text.trim() : undefined;
    const known = contacts.filter(({ of }) => of.chat === typed?.bare);
    if (!typed || typed.local === '') pick.items = contacts;
    else if (link !== undefined && takesLinks) pick.items = [linkItem(typed.bare, link)];
    // A link contains no name that the picker could find.
    else if (link !== undefined && known.length > 0) {
      pick.items = known.map((one) => ({ ...one, alwaysShow: true }));
    } else if (known.length > 0) pick.items = contacts;
    else {
      const label = withoutIcons(shownAddress(typed.bare));
      pick.items = [...contacts, { label, typed: typed.bare, alwaysShow: true }];
    }
  });
  return new Promise<Item | undefined>((resolve) => {
    let selected: Item | undefined;
    pick.onDidAccept(() => {
      [selected] = pick.selectedItems;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(selected);
    });
    pick.show();
  });
}

function linkItem(jid: string, link: string): Item {
  const label = `$(link) ${t('Open the link to {address}', { address: withoutIcons(shownAddress(jid)) })}`;
  return { label, description: withoutIcons(link), link, alwaysShow: true };
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

function privateItem({ account, chat }: OwnedPrivateChat, withAccount: boolean) {
  return {
    label: `${showCodicon(chat.show)} ${withoutIcons(chat.name)}`,
    description: withoutIcons(chat.jid === undefined ? t('private') : shownAddress(chat.jid)),
    ...(withAccount && { detail: account.jid }),
    of: { account: account.id, chat: chat.id },
  };
}

function item({ account, contact }: OwnedContact, withAccount: boolean) {
  const status = contact.status === '' ? showLabel(contact.show) : contact.status;
  return {
    label: `${showCodicon(contact.show)} ${withoutIcons(contact.name)}`,
    description: withoutIcons(
      contact.givenName === '' ? status : `${shownAddress(contact.id)} · ${status}`,
    ),
    ...(withAccount && { detail: account.jid }),
    of: { account: account.id, chat: contact.id },
    name: contact.name,
    rank: SHOWS_BY_AVAILABILITY.indexOf(contact.show),
  };
}

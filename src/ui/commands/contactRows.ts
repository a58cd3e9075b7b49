import type { QuickPickItem } from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView } from '../../api/views.ts';
import { parseTypedJid, shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { parseXmppUri } from '../../base/xmppUri.ts';
import { type ChatItem, findableChat, sortContacts } from '../conversations/chatPickItems.ts';
import { type Findable, filterRows } from '../findable.ts';
import { withoutIcons } from '../plain.ts';
import { showCodicon, showLabel } from '../presence/presence.ts';
import { compareRooms } from '../rooms/liveRooms.ts';
import { roomItem } from '../rooms/roomPickItem.ts';
import type { OwnedContact, OwnedPrivateChat, ViewState } from '../state.ts';

type Source = Pick<ViewState, 'accounts' | 'contacts' | 'rooms' | 'privateChats'>;

/** A row of a picker of contacts. */
export interface ContactRow extends QuickPickItem {
  readonly of?: OfChat;
  /** A typed address that is not a contact's. */
  readonly typed?: string;
  /** A pasted `xmpp:` link. */
  readonly link?: string;
}

/** A contact or room that can be found. */
export interface Offered extends Findable<ContactRow> {
  readonly of: OfChat;
}

/** Contacts, the most available first. @param fits whether one is offered */
export function offeredContacts(
  { accounts, contacts }: Source,
  fits: (contact: ContactView) => boolean,
): readonly Offered[] {
  const withAccount = accounts.length > 1;
  return sortContacts(contacts.filter(({ contact }) => fits(contact))).map((owned) => {
    const of = { account: owned.account.id, chat: owned.contact.id };
    return offered(owned.contact.name, of, () => contactItem(owned, withAccount));
  });
}

/** Rooms, and occupants whom there is a chat with. */
export function offeredRooms(state: Source): readonly Offered[] {
  const rooms = [...state.rooms].sort(compareRooms);
  const withAccount = state.accounts.length > 1;
  return [
    ...rooms.map((owned) => {
      const of = { account: owned.account.id, chat: owned.room.id };
      return offered(owned.room.name, of, () => roomItem(owned, withAccount));
    }),
    ...state.privateChats.map((owned) => {
      const of = { account: owned.account.id, chat: owned.chat.id };
      return offered(owned.chat.name, of, () => privateItem(owned, withAccount));
    }),
  ];
}

function offered(name: string, of: OfChat, row: () => ChatItem): Offered {
  return { ...findableChat(name, of, row), of };
}

/**
 * The rows for what is typed: a name, a link, or an address that need not be a contact's.
 *
 * @param takesLinks whether a pasted link can be chosen
 */
export function rowsFor(
  text: string,
  all: readonly Offered[],
  takesLinks: boolean,
): readonly ContactRow[] {
  const typed = parseTypedJid(text);
  if (!typed || typed.local === '') return filterRows(all, text);
  const link = parseXmppUri(text.trim()) ? text.trim() : undefined;
  if (link !== undefined && takesLinks) return [linkRow(typed.bare, link)];
  const known = all.filter(({ of }) => of.chat === typed.bare);
  // A link, or an address in another spelling, contains no name that is found.
  if (known.length > 0) {
    const others = all.filter((one) => !known.includes(one));
    return [...filterRows(known, ''), ...filterRows(others, text)];
  }
  const label = withoutIcons(shownAddress(typed.bare));
  return [...filterRows(all, text), { label, typed: typed.bare, alwaysShow: true }];
}

function linkRow(jid: string, link: string): ContactRow {
  const label = `$(link) ${t('Open the link to {address}', { address: withoutIcons(shownAddress(jid)) })}`;
  return { label, description: withoutIcons(link), link, alwaysShow: true };
}

function privateItem({ account, chat }: OwnedPrivateChat, withAccount: boolean) {
  return {
    label: `${showCodicon(chat.show)} ${withoutIcons(chat.name)}`,
    description: withoutIcons(chat.jid === undefined ? t('private') : shownAddress(chat.jid)),
    ...(withAccount && { detail: account.jid }),
    of: { account: account.id, chat: chat.id },
  };
}

function contactItem({ account, contact }: OwnedContact, withAccount: boolean) {
  const status = contact.status === '' ? showLabel(contact.show) : contact.status;
  return {
    label: `${showCodicon(contact.show)} ${withoutIcons(contact.name)}`,
    description: withoutIcons(
      contact.givenName === '' ? status : `${shownAddress(contact.id)} · ${status}`,
    ),
    ...(withAccount && { detail: account.jid }),
    of: { account: account.id, chat: contact.id },
  };
}

import type { KnownDetails } from '../../api/detailsPanel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { groupName } from '../contacts/groupName.ts';
import type { ViewState } from '../state.ts';

/** What is known of somebody without asking them. */
export function knownDetails(state: ViewState, { account, chat }: OfChat): KnownDetails {
  const contact = state.contact(account, chat) ?? stranger(chat);
  const conversation = state.conversation(account, chat);
  const { mutedUntil } = conversation ?? {};
  return {
    contact: { ...contact, groups: contact.groups.map(groupName) },
    isOnline: state.account(account)?.connection.phase === 'online',
    hasChat: conversation !== undefined,
    ...(mutedUntil !== undefined && { mutedUntil }),
  };
}

/** A stranger: only what is asked for is known. */
function stranger(id: string): ContactView {
  return {
    ...{ id, name: shownAddress(id), givenName: '', groups: [], subscription: 'none' },
    ...{ inRoster: false, pending: false, show: 'offline', status: '', resources: [] },
    ...{ unread: 0, composing: false },
  };
}

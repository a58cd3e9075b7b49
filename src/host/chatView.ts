import type { ChatView } from '../api/views.ts';
import { Jid } from '../base/jid.ts';
import { mixesScripts } from '../base/scripts.ts';
import type { Account } from '../model/account/account.ts';
import { NO_DRAFT } from '../model/history.ts';
import { connectionView } from './accountViews.ts';
import { chatName } from './chatName.ts';
import { refusalOf } from './contactViews.ts';
import { privateChatView } from './privateChatViews.ts';
import { roomView } from './roomViews.ts';

/** @param edges whether older and newer messages than those watched are stored */
export function chatView(
  account: Account,
  id: string,
  edges: Pick<ChatView, 'hasOlder' | 'hasNewer'>,
): ChatView {
  const contact = account.contacts.get(id);
  const jid = Jid.parse(id);
  const blocked = jid && account.blockList.find(jid);
  const best = blocked ? undefined : contact?.resources[0];
  const chat = account.chats.find(id);
  const room = account.rooms.find(id);
  const isStranger = !contact?.inRoster && !room && chat?.kind !== 'private';
  const resembles = isStranger ? account.contacts.lookalike(id) : undefined;
  const occupant = chat?.kind === 'private' ? privateChatView(account, chat) : undefined;
  const readers = chat?.readers.all.map(({ sender, nick, message }) => {
    return { id: sender, nick, message };
  });
  const avatar = avatarOf(account, id);
  const ownAvatar = account.avatars.hashOf(account.jid.bare);
  const presence = room ? { show: room.membership?.self?.show, status: '' } : best;
  return {
    id,
    name: chatName(account, id),
    ...(room && { room: roomView(account, room) }),
    ...(occupant && { occupant }),
    show: occupant?.show ?? presence?.show ?? 'offline',
    status: presence?.status ?? '',
    ...(avatar !== undefined && { avatar }),
    ...(ownAvatar !== undefined && { ownAvatar }),
    composing: chat?.composing ?? false,
    connection: connectionView(account.state),
    ...edges,
    unread: chat?.unread ?? 0,
    ...(readers && readers.length > 0 && { readers }),
    ...(resembles !== undefined && { resembles }),
    ...(isStranger && mixesScripts(id) && { mixesScripts: true }),
    ...refusalOf(contact),
    ...(chat?.standing && { standing: chat.standing }),
    ...(blocked && { blockedBy: blocked.full }),
    ...(chat?.draft ?? NO_DRAFT),
  };
}

/** The hash of the avatar of a contact, a room or an occupant. */
function avatarOf({ avatars, chats, rooms }: Account, id: string): string | undefined {
  const chat = chats.find(id);
  if (chat?.kind === 'private') {
    const { bare, resource } = chat.jid;
    const occupant = rooms.find(bare)?.membership?.occupants.get(resource);
    return occupant?.avatarHash || undefined;
  }
  const room = rooms.find(id);
  return room ? room.membership?.avatarHash : avatars.hashOf(id);
}

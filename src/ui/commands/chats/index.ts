import { showArchived } from './showArchived.ts';
import type { CommandHandler } from '../command.ts';
import {
  archiveChat,
  markChatRead,
  muteChat,
  pinChat,
  unarchiveChat,
  unmuteChat,
  unpinChat,
} from './chatOptions.ts';
import { nextUnread } from './nextUnread.ts';

/** The commands about the list of chats. */
export const chatCommands: Readonly<Record<string, CommandHandler>> = {
  'parley.goToChat': ({ goToChat }) => {
    goToChat();
  },
  'parley.nextUnread': nextUnread,
  'parley.pinChat': pinChat,
  'parley.unpinChat': unpinChat,
  'parley.muteChat': muteChat,
  'parley.unmuteChat': unmuteChat,
  'parley.archiveChat': archiveChat,
  'parley.unarchiveChat': unarchiveChat,
  'parley.markRead': markChatRead,
  'parley.showArchived': () => showArchived(true),
  'parley.hideArchived': () => showArchived(false),
};

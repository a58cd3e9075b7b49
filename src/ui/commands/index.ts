import { blockAndReport, blockContact, blockOccupant } from './blocking/block.ts';
import { blockList } from './blocking/blockList.ts';
import { acceptChat, ignoreChat } from './blocking/strangers.ts';
import { unblockContact, unblockOccupant } from './blocking/unblock.ts';
import { changePassword } from './changePassword.ts';
import type { CommandHandler } from './command.ts';
import { deleteAccount } from './deleteAccount.ts';
import { openXmppLink } from './links/openXmppLink.ts';
import { openChat, openInTab, openInView, openInWindow, openToSide } from './openChat.ts';
import { reconnect } from './reconnect.ts';
import { register } from './register.ts';
import { removeAccount } from './removeAccount.ts';
import { askAbout } from './askAbout.ts';
import { addContact } from './addContact.ts';
import { clearChat } from './clearChat.ts';
import { editProfile, showMyAddress } from './editProfile.ts';
import { exportChat } from './exportChat.ts';
import { exportContacts, importContacts } from './contactsFile.ts';
import { deleteGroup, renameGroup } from './groups.ts';
import { findUsers } from './findUsers.ts';
import { contactDetails } from './contactDetails.ts';
import {
  copyJid,
  moveContact,
  removeContact,
  renameContact,
  resendRequest,
} from './editContact.ts';
import { approveAndAdd, approveRequest, denyRequest } from './requests.ts';
import { sendCurrentFile, sendCurrentFileBy } from './sendCurrentFile.ts';
import { sendChanges } from './sendChanges.ts';
import { sendOutput, sendTerminalSelection } from './sendText.ts';
import { setPresence } from './setPresence.ts';
import { showOffline } from './showOffline.ts';
import { pinContact, unpinContact } from './pinContact.ts';
import { ignoreSuggestion, reviewSuggestion } from './suggestions.ts';
import { signIn } from './signIn.ts';
import { signOut } from './signOut.ts';
import { archivePreferences } from './archivePreferences.ts';
import { jumpToDate, reply } from './activeChat.ts';
import { chatCommands } from './chats/index.ts';
import { roomCommands } from './rooms/index.ts';
import { transferCommands } from './transfers/index.ts';

/** All commands of the palette category `XMPP`. */
export const commands: Readonly<Record<string, CommandHandler>> = {
  'parley.signIn': signIn,
  'parley.signOut': signOut,
  'parley.reconnect': reconnect,
  'parley.openChat': openChat,
  'parley.openXmppLink': openXmppLink,
  'parley.openChatInTab': openInTab,
  'parley.openChatInView': openInView,
  'parley.openChatToSide': openToSide,
  'parley.openChatInWindow': openInWindow,
  'parley.askAbout': askAbout,
  'parley.sendCurrentFile': sendCurrentFile,
  'parley.sendCurrentFileBy': sendCurrentFileBy,
  'parley.sendChanges': sendChanges,
  'parley.sendTerminalSelection': sendTerminalSelection,
  'parley.sendOutput': sendOutput,
  'parley.setPresence': setPresence,
  'parley.showLog': ({ showLog }) => {
    showLog();
  },
  'parley.register': register,
  'parley.changePassword': changePassword,
  'parley.deleteAccount': deleteAccount,
  'parley.removeAccount': removeAccount,
  'parley.editProfile': editProfile,
  'parley.showMyAddress': showMyAddress,
  'parley.addContact': addContact,
  'parley.renameContact': renameContact,
  'parley.moveContact': moveContact,
  'parley.removeContact': removeContact,
  'parley.exportContacts': exportContacts,
  'parley.importContacts': importContacts,
  'parley.reviewSuggestion': reviewSuggestion,
  'parley.ignoreSuggestion': ignoreSuggestion,
  'parley.pinContact': pinContact,
  'parley.unpinContact': unpinContact,
  'parley.renameGroup': renameGroup,
  'parley.deleteGroup': deleteGroup,
  'parley.resendRequest': resendRequest,
  'parley.copyJid': copyJid,
  'parley.contactDetails': contactDetails,
  'parley.approveRequest': approveRequest,
  'parley.approveAndAdd': approveAndAdd,
  'parley.denyRequest': denyRequest,
  'parley.acceptChat': acceptChat,
  'parley.ignoreChat': ignoreChat,
  'parley.blockContact': blockContact,
  'parley.blockAndReport': blockAndReport,
  'parley.blockOccupant': blockOccupant,
  'parley.unblockOccupant': unblockOccupant,
  'parley.unblockContact': unblockContact,
  'parley.blockList': blockList,
  'parley.showOffline': () => showOffline(true),
  'parley.hideOffline': () => showOffline(false),
  'parley.clearChat': clearChat,
  'parley.exportChat': exportChat,
  'parley.jumpToDate': jumpToDate,
  'parley.reply': reply,
  'parley.searchMessages': ({ searchMessages }) => {
    searchMessages();
  },
  'parley.findUsers': findUsers,
  'parley.archivePreferences': archivePreferences,
  ...chatCommands,
  ...roomCommands,
  ...transferCommands,
};

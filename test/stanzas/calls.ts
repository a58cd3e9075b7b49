import { sendChatMessage } from '../../src/xmpp/im/outgoingMessage.ts';
import { sendPresence, sendSubscription, sendUnavailable } from '../../src/xmpp/im/presence.ts';
import { fetchRoster, removeRosterItem, setRosterItem } from '../../src/xmpp/im/roster.ts';
import type { Jid } from '../../src/base/jid.ts';
import type { Session } from '../../src/xmpp/stanza/session.ts';
import { fetchDiscoInfo, fetchDiscoItems } from '../../src/xmpp/xep/0030-disco.ts';
import { changePassword, removeRegistration } from '../../src/xmpp/xep/0077-register.ts';
import { fetchLastActivity } from '../../src/xmpp/xep/0012-lastActivity.ts';
import { fetchSearchForm, search } from '../../src/xmpp/xep/0055-search.ts';
import { fetchRegisteredUsers } from '../../src/xmpp/xep/0133-registeredUsers.ts';
import {
  changeOwnVcard,
  fetchOwnVcard,
  fetchPhotos,
  fetchVcard,
} from '../../src/xmpp/xep/0054-vcard.ts';
import { fetchAvatarData, publishAvatar, removeAvatar } from '../../src/xmpp/xep/0084-avatars.ts';
import { fetchNickname, publishNickname } from '../../src/xmpp/xep/0172-nickname.ts';
import { changeOwnVcard4, fetchVcard4 } from '../../src/xmpp/xep/0292-vcard4.ts';
import { fetchTime } from '../../src/xmpp/xep/0202-time.ts';
import { sendChatState } from '../../src/xmpp/xep/0085-chatStates.ts';
import { fetchVersion } from '../../src/xmpp/xep/0092-version.ts';
import { fetchNote, storeNote } from '../../src/xmpp/xep/0145-annotations.ts';
import { sendReceipt } from '../../src/xmpp/xep/0184-receipts.ts';
import {
  block,
  blockingSupport,
  fetchBlockList,
  unblock,
  unblockAll,
} from '../../src/xmpp/xep/0191-blocking.ts';
import { enableCarbons } from '../../src/xmpp/xep/0280-carbons.ts';
import { hasArchive } from '../../src/xmpp/xep/0313-archive.ts';
import { sendRetraction } from '../../src/xmpp/xep/0424-retraction.ts';
import { moderate } from '../../src/xmpp/xep/0425-moderation.ts';
import {
  fetchArchivePreferences,
  setArchivePreferences,
} from '../../src/xmpp/xep/0441-archivePreferences.ts';
import { sendReactions } from '../../src/xmpp/xep/0444-reactions.ts';
import { fetchDisplayed, publishDisplayed } from '../../src/xmpp/xep/0490-displayed.ts';
import { requestSlot } from '../../src/xmpp/xep/0363-httpUpload.ts';
import { sendDisplayed } from '../../src/xmpp/xep/0333-markers.ts';

/** Asks a service for its form, fills it in, and takes all users that are found. */
async function searchWithForm(
  session: Session,
  service: Jid,
  values: Readonly<Record<string, readonly string[]>>,
  page?: { readonly max: number },
) {
  const form = await fetchSearchForm(session, service);
  const { users, ...answer } = await search(session, service, form, values, page);
  return { ...answer, users: [...users].filter((user) => user !== undefined) };
}

/** What a case may call, by name. */
export const calls: Readonly<Record<string, (session: Session, ...args: never[]) => unknown>> = {
  fetchRoster,
  setRosterItem,
  removeRosterItem,
  sendPresence,
  sendUnavailable,
  sendSubscription,
  sendChatMessage,
  sendChatState,
  sendReceipt,
  fetchDiscoInfo,
  fetchDiscoItems,
  fetchVersion,
  fetchLastActivity,
  fetchVcard,
  fetchOwnVcard,
  changeOwnVcard,
  fetchPhotos,
  fetchAvatarData,
  publishAvatar,
  removeAvatar,
  fetchNickname,
  publishNickname,
  changeOwnVcard4,
  fetchVcard4,
  fetchNote,
  storeNote,
  fetchTime,
  requestSlot,
  changePassword,
  removeRegistration,
  sendRetraction,
  sendReactions,
  moderate,
  enableCarbons,
  hasArchive,
  fetchArchivePreferences,
  setArchivePreferences,
  fetchDisplayed,
  publishDisplayed,
  sendDisplayed,
  fetchSearchForm,
  searchWithForm,
  fetchRegisteredUsers,
  block,
  blockingSupport,
  fetchBlockList,
  unblock,
  unblockAll,
};

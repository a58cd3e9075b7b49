import { sendChatMessage } from '../../src/xmpp/im/outgoingMessage.ts';
import { sendPresence, sendSubscription, sendUnavailable } from '../../src/xmpp/im/presence.ts';
import { fetchRoster, removeRosterItem, setRosterItem } from '../../src/xmpp/im/roster.ts';
import type { Session } from '../../src/xmpp/stanza/session.ts';
import { fetchDiscoInfo, fetchDiscoItems } from '../../src/xmpp/xep/0030-disco.ts';
import { changePassword, removeRegistration } from '../../src/xmpp/xep/0077-register.ts';
import { fetchLastActivity } from '../../src/xmpp/xep/0012-lastActivity.ts';
import { fetchVcard } from '../../src/xmpp/xep/0054-vcard.ts';
import { fetchTime } from '../../src/xmpp/xep/0202-time.ts';
import { sendChatState } from '../../src/xmpp/xep/0085-chatStates.ts';
import { fetchVersion } from '../../src/xmpp/xep/0092-version.ts';
import { sendReceipt } from '../../src/xmpp/xep/0184-receipts.ts';
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
};

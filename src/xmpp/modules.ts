// The one list of what the protocol storey speaks. What we announce derives from it.
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { product } from '../base/product.ts';
import { messageModule } from './im/messages.ts';
import { bookmarksModule } from './im/bookmarks.ts';
import { presenceModule } from './im/presence.ts';
import { roomMessageModule } from './im/roomMessages.ts';
import { rosterModule } from './im/roster.ts';
import type { Module, Session } from './stanza/session.ts';
import { dataFormsModule } from './xep/0004-dataForms.ts';
import { lastActivityModule } from './xep/0012-lastActivity.ts';
import { type DiscoInfo, discoModule, NS_INFO, NS_ITEMS } from './xep/0030-disco.ts';
import { inBandModule } from './xep/0047-inBand.ts';
import { commandsModule } from './xep/0050-commands.ts';
import { searchModule } from './xep/0055-search.ts';
import { registeredUsersModule } from './xep/0133-registeredUsers.ts';
import { vcardModule } from './xep/0054-vcard.ts';
import { socks5Module } from './xep/0065-socks5.ts';
import { oobModule } from './xep/0066-oob.ts';
import { registerModule } from './xep/0077-register.ts';
import { locationModule } from './xep/0080-location.ts';
import { chatStatesModule } from './xep/0085-chatStates.ts';
import { versionModule } from './xep/0092-version.ts';
import { capsModule, capsOf } from './xep/0115-caps.ts';
import { rosterItemExchangeModule } from './xep/0144-rosterItemExchange.ts';
import { annotationsModule } from './xep/0145-annotations.ts';
import { receiptsModule } from './xep/0184-receipts.ts';
import { blockingModule } from './xep/0191-blocking.ts';
import { pingModule } from './xep/0199-ping.ts';
import { timeModule } from './xep/0202-time.ts';
import { delayModule } from './xep/0203-delay.ts';
import { lastActivityInPresenceModule } from './xep/0256-lastActivityInPresence.ts';
import { idleModule } from './xep/0319-idle.ts';
import { stanzaIdsModule } from './xep/0359-stanzaIds.ts';
import { mediaElementModule } from './xep/0221-mediaElement.ts';
import { bitsOfBinaryModule } from './xep/0231-bitsOfBinary.ts';
import { httpUploadModule } from './xep/0363-httpUpload.ts';
import { reportsModule } from './xep/0377-reports.ts';
import { hashesModule } from './xep/0300-hashes.ts';
import { mediaSharingModule } from './xep/0454-mediaSharing.ts';
import { thumbnailsModule } from './xep/0264-thumbnails.ts';
import { fileMetadataModule } from './xep/0446-fileMetadata.ts';
import { attachingModule } from './xep/0367-attaching.ts';
import { fileSharingModule } from './xep/0447-fileSharing.ts';
import { resultSetsModule } from './xep/0059-resultSets.ts';
import { forwardingModule } from './xep/0297-forwarding.ts';
import { correctionModule } from './xep/0308-correction.ts';
import { hintsModule } from './xep/0334-hints.ts';
import { retractionModule } from './xep/0424-retraction.ts';
import { stylingModule } from './xep/0393-styling.ts';
import { fallbackModule } from './xep/0428-fallback.ts';
import { reactionsModule } from './xep/0444-reactions.ts';
import { repliesModule } from './xep/0461-replies.ts';
import { pepModule } from './xep/0163-pep.ts';
import { carbonsModule } from './xep/0280-carbons.ts';
import { archiveModule } from './xep/0313-archive.ts';
import { archivePreferencesModule } from './xep/0441-archivePreferences.ts';
import { displayedModule } from './xep/0490-displayed.ts';
import { clientStateModule } from './xep/0352-clientState.ts';
import { markersModule } from './xep/0333-markers.ts';
import { attentionModule } from './xep/0224-attention.ts';
import { invitationsModule } from './xep/0249-invitations.ts';
import { jingleMessagesModule } from './xep/0353-jingleMessages.ts';
import { jingleModule } from './xep/0166-jingle.ts';
import { siOffersModule } from './files/siOffers.ts';
import { streamInitiationModule } from './xep/0095-si.ts';
import { jingleFilesModule } from './files/jingleFiles.ts';
import { jingleSocks5Module } from './xep/0260-jingleSocks5.ts';
import { jingleInBandModule } from './xep/0261-jingleInBand.ts';
import { encryptionModule } from './xep/0380-encryption.ts';
import { roomsModule } from './xep/0045-presence.ts';
import { bookmarkListModule } from './xep/0048-bookmarks.ts';
import { privateStorageModule } from './xep/0049-privateStorage.ts';
import { avatarHashesModule } from './xep/0153-avatarHashes.ts';
import { nicknameModule } from './xep/0172-nickname.ts';
import { avatarModule } from './xep/0084-avatars.ts';
import { vcard4Module } from './xep/0292-vcard4.ts';
import { avatarConversionModule } from './xep/0398-avatarConversion.ts';
import { captchaModule } from './xep/0158-captcha.ts';
import { hatsModule } from './xep/0317-hats.ts';
import { referencesModule } from './xep/0372-references.ts';
import { selfPingModule } from './xep/0410-selfPing.ts';
import { occupantIdsModule } from './xep/0421-occupantIds.ts';
import { moderationModule } from './xep/0425-moderation.ts';
import { notificationSettingsModule } from './xep/0492-notificationSettings.ts';
import { explicitMentionsModule } from './xep/0513-mentions.ts';

const extensions: readonly Module[] = [
  rosterModule,
  presenceModule,
  messageModule,
  dataFormsModule,
  lastActivityModule,
  lastActivityInPresenceModule,
  idleModule,
  vcardModule,
  oobModule,
  chatStatesModule,
  versionModule,
  capsModule,
  receiptsModule,
  pingModule,
  timeModule,
  delayModule,
  stanzaIdsModule,
  httpUploadModule,
  registerModule,
  mediaElementModule,
  bitsOfBinaryModule,
  thumbnailsModule,
  fileMetadataModule,
  attachingModule,
  fileSharingModule,
  resultSetsModule,
  forwardingModule,
  hashesModule,
  correctionModule,
  hintsModule,
  retractionModule,
  fallbackModule,
  reactionsModule,
  mediaSharingModule,
  repliesModule,
  pepModule,
  carbonsModule,
  archiveModule,
  archivePreferencesModule,
  displayedModule,
  clientStateModule,
  markersModule,
  encryptionModule,
  invitationsModule,
  jingleMessagesModule,
  locationModule,
  attentionModule,
  stylingModule,
  jingleModule,
  jingleFilesModule,
  jingleSocks5Module,
  jingleInBandModule,
  inBandModule,
  socks5Module,
  streamInitiationModule,
  siOffersModule,
  roomsModule,
  roomMessageModule,
  bookmarksModule,
  bookmarkListModule,
  privateStorageModule,
  annotationsModule,
  avatarHashesModule,
  avatarModule,
  avatarConversionModule,
  nicknameModule,
  vcard4Module,
  captchaModule,
  hatsModule,
  referencesModule,
  selfPingModule,
  occupantIdsModule,
  moderationModule,
  notificationSettingsModule,
  explicitMentionsModule,
  searchModule,
  commandsModule,
  registeredUsersModule,
  rosterItemExchangeModule,
  blockingModule,
  reportsModule,
];

/** What we answer to service discovery (XEP-0030). */
export const ownInfo: DiscoInfo = {
  identities: [{ category: 'client', type: 'pc', lang: '', name: product.name }],
  features: [NS_INFO, NS_ITEMS, ...extensions.flatMap((module) => module.features)].sort(),
  forms: [],
};

/** What our presence says of it (XEP-0115). */
export const ownCaps = capsOf(ownInfo, product.url);

/** Everything that is switched on. */
export const modules: readonly Module[] = [
  ...extensions,
  discoModule(ownInfo, [`${ownCaps.node}#${ownCaps.ver}`]),
];

/** Attaches all {@link modules} to a session. */
export function attachModules(session: Session): Disposable {
  const store = new DisposableStore();
  for (const { attach } of modules) if (attach) store.add(attach(session));
  return store;
}

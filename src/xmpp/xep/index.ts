// The one list of what the protocol storey speaks. What we announce derives from it.
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { product } from '../../base/product.ts';
import { messageModule } from '../message.ts';
import { presenceModule } from '../presence.ts';
import { rosterModule } from '../roster.ts';
import type { Module, Session } from '../session.ts';
import { dataFormsModule } from './0004-dataForms.ts';
import { lastActivityModule } from './0012-lastActivity.ts';
import { type DiscoInfo, discoModule, NS_INFO, NS_ITEMS } from './0030-disco.ts';
import { vcardModule } from './0054-vcard.ts';
import { oobModule } from './0066-oob.ts';
import { registerModule } from './0077-register.ts';
import { locationModule } from './0080-location.ts';
import { chatStatesModule } from './0085-chatStates.ts';
import { versionModule } from './0092-version.ts';
import { capsModule, capsOf } from './0115-caps.ts';
import { receiptsModule } from './0184-receipts.ts';
import { pingModule } from './0199-ping.ts';
import { timeModule } from './0202-time.ts';
import { delayModule } from './0203-delay.ts';
import { stanzaIdsModule } from './0359-stanzaIds.ts';
import { mediaElementModule } from './0221-mediaElement.ts';
import { bitsOfBinaryModule } from './0231-bitsOfBinary.ts';
import { httpUploadModule } from './0363-httpUpload.ts';
import { hashesModule } from './0300-hashes.ts';
import { mediaSharingModule } from './0454-mediaSharing.ts';
import { fileMetadataModule } from './0446-fileMetadata.ts';
import { attachingModule } from './0367-attaching.ts';
import { fileSharingModule } from './0447-fileSharing.ts';
import { resultSetsModule } from './0059-resultSets.ts';
import { forwardingModule } from './0297-forwarding.ts';
import { correctionModule } from './0308-correction.ts';
import { hintsModule } from './0334-hints.ts';
import { retractionModule } from './0424-retraction.ts';
import { fallbackModule } from './0428-fallback.ts';
import { reactionsModule } from './0444-reactions.ts';
import { repliesModule } from './0461-replies.ts';
import { pepModule } from './0163-pep.ts';
import { carbonsModule } from './0280-carbons.ts';
import { archiveModule } from './0313-archive.ts';
import { archivePreferencesModule } from './0441-archivePreferences.ts';
import { displayedModule } from './0490-displayed.ts';
import { clientStateModule } from './0352-clientState.ts';
import { markersModule } from './0333-markers.ts';
import { attentionModule } from './0224-attention.ts';
import { invitationsModule } from './0249-invitations.ts';
import { jingleMessagesModule } from './0353-jingleMessages.ts';
import { jingleModule } from './0166-jingle.ts';
import { fileTransferModule } from './0096-fileTransfer.ts';
import { encryptionModule } from './0380-encryption.ts';

const extensions: readonly Module[] = [
  rosterModule,
  presenceModule,
  messageModule,
  dataFormsModule,
  lastActivityModule,
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
  jingleModule,
  fileTransferModule,
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
  for (const module of modules) store.add(module.attach(session));
  return store;
}

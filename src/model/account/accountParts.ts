import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Log } from '../../base/log.ts';
import type { UserError } from '../../base/userError.ts';
import type { FileSource } from '../../xmpp/files/fileOffer.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { AccountStore } from '../accountStore.ts';
import type { Chat } from '../chats/chat.ts';
import { AccountChatOptions } from '../chats/chatOptions.ts';
import { AvatarHashes } from '../avatars/avatarHashes.ts';
import { AvatarImages } from '../avatars/avatarImages.ts';
import type { AvatarStore } from '../avatars/avatarStore.ts';
import { Chats } from '../chats/chats.ts';
import { ChatStates } from '../chats/chatStates.ts';
import { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { keptSince } from '../chats/retention.ts';
import { Annotations } from '../contacts/annotations.ts';
import { BlockList } from '../contacts/blockList.ts';
import { Contacts } from '../contacts/contacts.ts';
import { KeptLastSeen } from '../contacts/keptLastSeen.ts';
import { KeptRequests } from '../contacts/keptRequests.ts';
import { Roster } from '../contacts/roster.ts';
import { RosterGroups } from '../contacts/rosterGroups.ts';
import { ContactSuggestions } from '../contacts/suggestions.ts';
import { RosterSync } from '../contacts/rosterSync.ts';
import { Subscriptions } from '../contacts/subscriptions.ts';
import { UserDirectory } from '../directory/userDirectory.ts';
import { DirectSending } from '../files/directSending.ts';
import type { FileStore } from '../files/fileStore.ts';
import { HttpUpload } from '../files/httpUpload.ts';
import { Downloads } from '../files/downloads.ts';
import { IncomingFiles } from '../files/incomingFiles.ts';
import { keepSent } from '../files/keepSent.ts';
import { Transfers } from '../files/transfers.ts';
import type { History } from '../history.ts';
import type { Network } from '../link.ts';
import { Outbox } from '../sending/outbox.ts';
import { preparePlain } from '../sending/prepare.ts';
import { OwnAmendments } from '../sending/ownAmendments.ts';
import { AccountRooms } from '../rooms/accountRooms.ts';
import { isCertain } from '../roomSender.ts';
import type { Settings } from '../settings.ts';
import { PrivateChats } from '../sync/privateChats.ts';
import { RoomSyncs } from '../sync/roomSyncs.ts';
import { Sync } from '../sync/sync.ts';
import { AccountAvatars } from './accountAvatars.ts';
import { OwnAvatar } from './ownAvatar.ts';
import { OwnPresence } from './ownPresence.ts';
import { keepOut } from './keepOut.ts';
import { OwnProfile } from './ownProfile.ts';
import type { Profile } from './profile.ts';
import { SessionStart } from './sessionStart.ts';

/** The dependencies of every account. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly store: AccountStore;
  readonly avatars: AvatarStore;
  readonly files: FileStore;
  readonly settings: Settings;
  readonly openLink: Network['openLink'];
  /** Certificate authorities that the user trusts besides the usual ones, as PEM. */
  readonly trustedCa: () => string | undefined;
}

/** The parts' view of their account and its link. */
export interface PartsContext {
  readonly account: Jid;
  readonly profile: Profile;
  /** The session, even while offline. */
  readonly anySession: () => Session;
  /** The session; `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** The session, for user requests. @throws Failure offline */
  readonly online: (task?: UserError) => Session;
  /** As {@link AccountRecord.hasLeft}, when the account is created. */
  readonly hasLeft: boolean;
  /** Saves the account's record. */
  readonly save: () => Promise<void>;
  /** Stores which contacts were notified of typing. */
  readonly keepTyping: () => Promise<void>;
  /** The visible state of the account has changed. */
  readonly changed: () => void;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

export interface AccountParts {
  readonly contacts: Contacts;
  readonly blockList: BlockList;
  readonly chats: Chats;
  readonly chatOptions: AccountChatOptions;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly outbox: Outbox;
  readonly changes: OwnAmendments;
  readonly transfers: Transfers;
  readonly incomingFiles: IncomingFiles;
  readonly downloads: Downloads;
  readonly subscriptions: Subscriptions;
  readonly rooms: AccountRooms;
  readonly roomSyncs: RoomSyncs;
  readonly privateChats: PrivateChats;
  readonly directory: UserDirectory;
  readonly roster: Roster;
  readonly groups: RosterGroups;
  readonly annotations: Annotations;
  readonly suggestions: ContactSuggestions;
  readonly rosterSync: RosterSync;
  readonly keptLastSeen: KeptLastSeen;
  readonly keptRequests: KeptRequests;
  readonly presence: OwnPresence;
  readonly avatarHashes: AvatarHashes;
  readonly avatarImages: AvatarImages;
  readonly avatars: AccountAvatars;
  readonly ownProfile: OwnProfile;
  readonly sync: Sync;
  readonly sessionStart: SessionStart;
}

/** Creates the parts of an account, and connects them. */
export function createParts(context: PartsContext, deps: AccountDeps): AccountParts {
  const { account, profile, session, online, changed, report } = context;
  const { clock, history, settings, store, trustedCa } = deps;
  const reporting = (what: string) => (error: unknown) => {
    report(what, error);
  };
  const contacts = new Contacts(account.bare, () => clock.now());
  const avatarHashes = new AvatarHashes({
    ...{ account: account.bare, store, clock, report },
    isContact: (id) => contacts.get(id) !== undefined,
  });
  const avatarImages = new AvatarImages({
    ...{ account: account.bare, store: deps.avatars, session, report },
  });
  const pictures = { account, hashes: avatarHashes, images: avatarImages };
  const ownAvatar = new OwnAvatar(pictures);
  ownAvatar.onDidChange(() => {
    if (session() && sessionStart.isReady) presence.announceChange();
  });
  const blockList = new BlockList({ account, session: online });
  const chats: Chats = new Chats(
    account.bare,
    {
      history,
      clock,
      older: {
        load: (chat, limit) => olderOf(chat).load(chat, limit),
        prefetch: (chat, limit) => {
          olderOf(chat).prefetch(chat, limit);
        },
      },
    },
    (bare) => rooms.isKnown(bare),
  );
  const olderOf = (chat: Chat) => (chat.kind === 'room' ? roomSyncs : sync.archive);
  const audienceOf = (jid: Jid) => {
    if (jid.resource === '') return roomSyncs.audienceOf(jid);
    return privateChats.isReachable(jid) ? 'occupant' : undefined;
  };
  const chatStates = new ChatStates({
    session,
    clock,
    sendChatStates: () => settings.sendChatStates(),
    audienceOf,
    typingChanged: () => {
      context.keepTyping().catch(reporting('keeping who was told of typing'));
    },
  });
  const chatOptions = new AccountChatOptions({
    account: account.bare,
    ...{ chats, clock, store, report },
  });
  const sendDisplayed = () => settings.sendDisplayed();
  const markers = new DisplayedMarkers({ session, sendDisplayed, audienceOf });
  const outbox = new Outbox({
    chats,
    prepare: preparePlain({
      states: chatStates,
      mentionsIn: (text, room) => roomSyncs.mentionsIn(text, room),
      admit: (chat) => {
        privateChats.admit(chat);
      },
    }),
    isInside: (chat) => roomSyncs.isInside(chat),
    join: (room) => {
      rooms.joinToSend(room.jid).catch(reporting('joining a room'));
    },
    fail: reporting('keeping a message'),
  });
  const presence = new OwnPresence({
    contacts,
    chats,
    session: context.anySession,
    chosen: () => profile.record,
    avatar: () => ownAvatar.shown,
    onAnnounced: () => {
      // Whatever fails there, contacts have got it.
      try {
        rooms.memberships.presenceChanged();
      } catch (error) {
        report('telling rooms our presence', error);
      }
    },
  });
  const rooms = new AccountRooms({
    ...{ account, clock, session, online, report },
    store: store.rooms,
    presence: () => (session() ? presence.visible : undefined),
    newest: (room) => chats.find(room.bare)?.newest ?? 0,
    settings,
  });
  const isToldAll = () => presence.isAnnounced && sessionStart.hasCarbons;
  const shared = { account, chats, markers, outbox, history, clock, session, report };
  const since = () => keptSince(clock.now(), settings.keepDays());
  const sync: Sync = new Sync({
    ...{ ...shared, contacts, isToldAll, keptSince: since },
    isIgnored: (occupant) => rooms.isIgnored(occupant),
    invited: (invitation, stamp) => rooms.invitations.receive(invitation, stamp),
    present: (occupant) => roomSyncs.present(occupant),
    isIn: (room) => rooms.memberships.find(room)?.state.phase === 'joined',
  });
  const roomSyncs: RoomSyncs = new RoomSyncs({
    ...{ ...shared, keptSince: since },
    ignored: rooms.ignored,
    rooms: rooms.memberships,
    backpressure: sync.backpressure,
    words: () => settings.mentionWords(),
  });
  const privateChats: PrivateChats = new PrivateChats({
    ...{ chats, chatStates, roomSyncs },
    rooms: rooms.memberships,
  });
  const httpUpload = new HttpUpload({
    session: online,
    trustedCa,
    announce: (to, file) => outbox.send(to, { body: file.url, file }),
  });
  const direct = {
    ...{ session: online, contacts },
    isRoom: (bare: string) => chats.isRoom(bare),
    arrived: (to: Jid, file: FileSource) => {
      keepSent(chats.open(to), file, clock.now()).catch(reporting('keeping that a file was sent'));
    },
  };
  const kept = { account: account.bare, contacts, store, clock, report };
  const rosterSync = new RosterSync(kept);
  const keptLastSeen = new KeptLastSeen(kept);
  const ownProfile = new OwnProfile({ ...pictures, avatar: ownAvatar, session: online });
  const subscriptions = new Subscriptions({
    contacts,
    session: online,
    nickname: () => ownProfile.nickname(),
    acceptRequests: () => settings.acceptRequests(),
    mayShow: () => presence.show !== 'invisible',
    isUnwanted: (jid) =>
      blockList.find(jid) !== undefined || chats.find(jid.bare)?.standing === 'ignored',
  });
  const roster = new Roster({ account, contacts, clock, subscriptions, session: online });
  const keptRequests = new KeptRequests(account.bare, store, subscriptions);
  subscriptions.onDidChange(() => {
    // A stranger's subscription request and messages count as one request.
    changed();
    keptRequests.save().catch(reporting('keeping who asks'));
  });
  const sessionStart: SessionStart = new SessionStart({
    ...{ clock, rosterSync, blockList, sync, presence, outbox, markers, chatStates, rooms, report },
    avatar: ownAvatar,
    hasLeft: context.hasLeft,
    onLearned: changed,
    save: context.save,
  });
  chats.onDidChange(({ change }) => {
    if (!change) changed();
  });
  // Unread messages stay visible when their sender is removed from the roster.
  contacts.onDidChange((ids) => {
    for (const id of ids) {
      const chat = chats.find(id);
      if (chat?.kind !== 'chat') continue;
      const inRoster = contacts.get(id)?.inRoster === true;
      if (inRoster && !chat.isAccepted) chat.accept().catch(reporting('accepting a chat'));
      else if (chat.unread > 0) contacts.addStranger(chat.jid);
    }
  });
  blockList.onDidChange(changed);
  const incomingFiles = new IncomingFiles({
    ...{ account: account.bare, chats, contacts, clock, settings, report, files: deps.files },
    isUnwanted: (from) => blockList.find(from) !== undefined || rooms.isIgnored(from),
    occupantOf: (from) => {
      const occupant = roomSyncs.present(from);
      return occupant !== undefined && isCertain(occupant) ? occupant : undefined;
    },
  });
  blockList.onDidChange(() => {
    incomingFiles.stopUnwanted();
  });
  keepOut({ blockList, contacts, chats, subscriptions, rooms, session, report });
  return {
    contacts,
    blockList,
    chats,
    chatOptions,
    chatStates,
    markers,
    outbox,
    changes: new OwnAmendments(outbox, clock),
    transfers: new Transfers({
      announce: (to, content) => outbox.send(to, content),
      transports: [
        httpUpload,
        new DirectSending('jingle', direct),
        new DirectSending('si', direct),
      ],
      ...{ clock, trustedCa },
    }),
    incomingFiles,
    downloads: new Downloads({ files: deps.files, clock, trustedCa, settings, report }),
    subscriptions,
    rooms,
    roomSyncs,
    privateChats,
    directory: new UserDirectory(account, online),
    roster,
    groups: new RosterGroups(contacts, roster),
    annotations: new Annotations({ clock, session: online }),
    suggestions: new ContactSuggestions(account, contacts),
    rosterSync,
    keptLastSeen,
    keptRequests,
    presence,
    avatarHashes,
    avatarImages,
    avatars: new AccountAvatars({ ...pictures, rooms: rooms.memberships }),
    ownProfile,
    sync,
    sessionStart,
  };
}

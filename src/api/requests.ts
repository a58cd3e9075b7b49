/** The requests of the contract: their parameters and results, as plain JSON. */
import type {
  AccountId,
  AffiliatedView,
  ArchivePreferencesView,
  ChatState,
  DraftView,
  FileView,
  FoundMessageView,
  ListedRoomView,
  MessageView,
  NotificationLevel,
  OwnShow,
  RegistrationView,
  RoomAffiliation,
  RoomInfoView,
  RoomRole,
} from './views.ts';

/** The only type that is not JSON: a carrier that cannot transfer bytes encodes them. */
export type Bytes = Uint8Array;

/** A request about one account. */
export interface OfAccount {
  readonly account: AccountId;
}

/** The SHA-256 fingerprint of a certificate that only the user vouches for. */
export interface TrustedCertificate {
  readonly fingerprint?: string;
}

/** A request about one chat. */
export interface OfChat extends OfAccount {
  /** The bare JID of the contact, or of the room. */
  readonly chat: string;
}

/** A part of a room's list of occupants. */
export interface OfOccupants extends OfChat {
  /** Only those whose nick contains it, ignoring case; empty for all. */
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
}

/** How to join a room. */
export interface RoomEntry {
  readonly nick: string;
  readonly password?: string;
  /** Where the password is stored: on this machine only, as if absent, or for all clients. */
  readonly keepPassword?: 'here' | 'everywhere';
  /**
   * Creates the room if it does not exist: as a group of contacts has, or for anybody; absent, a
   * room that does not exist is not joined (`room-missing`).
   */
  readonly create?: 'private' | 'public';
}

/** The pages of a chat's messages that one tab watches. */
export interface OfPages extends OfChat {
  /** The tab's own id for them: each tab on the same chat has its own position. */
  readonly view?: string;
}

/** The user's activity in one window. */
export interface WindowState {
  /** The window's unique id. */
  readonly window: string;
  readonly focused: boolean;
  /** The last time it had or got the focus, in ms since 1970; 0 for never. */
  readonly focusedAt: number;
  /** Whether the user is inactive here: for a while, or for long. */
  readonly idle: 'away' | 'xa' | null;
}

/** The intended name and groups of a contact; absent ones are unchanged. */
export interface RosterEntry {
  /** Empty for none. */
  readonly name?: string;
  /** Names of existing groups stay unchanged; new ones are trimmed. */
  readonly groups?: readonly string[];
}

/** method → parameters and result. */
export interface Requests {
  /** Signs in and, once the server has accepted, stores the account. @returns its id */
  signIn: {
    params: { readonly jid: string; readonly password: string };
    result: AccountId;
  };
  /** Ends the session and deletes the password; contacts and history stay on the server. */
  signOut: { params: OfAccount; result: null };
  /** Tries to connect now instead of at the next scheduled time. */
  reconnect: { params: OfAccount; result: null };
  /** Trusts one certificate, by SHA-256 fingerprint (upper-case hex with colons), for one account. */
  pinCertificate: { params: { readonly jid: string; readonly fingerprint: string }; result: null };
  /** Accepts a weaker sign-in mechanism than the server offered before. */
  forgetMechanism: { params: { readonly jid: string }; result: null };
  /** Sets own presence; `null` for the one chosen before. */
  setPresence: {
    params: OfAccount & { readonly show: OwnShow | null; readonly status: string };
    result: null;
  };
  /** Sends, or queues while offline; `reply` is the message replied to. @returns its id */
  sendMessage: {
    params: OfChat & { readonly body: string; readonly reply?: string };
    result: string;
  };
  /** Sends a failed message again. */
  retryMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Extends the watched messages by the next older page. */
  loadOlder: { params: OfPages; result: null };
  /** A message of the chat. */
  getMessage: { params: OfChat & { readonly message: string }; result: MessageView };
  /** The user sees the newest message; sends a displayed marker (XEP-0333) if the user allows. */
  markRead: { params: OfChat; result: null };
  /** Rejects if `size` bytes cannot be uploaded. @returns the limit in bytes, or null */
  checkUpload: { params: OfAccount & { readonly size: number }; result: number | null };
  /** Uploads (XEP-0363) and announces (XEP-0066) a file. @returns the started transfer's id */
  sendFile: {
    params: OfChat & {
      readonly name: string;
      readonly mediaType: string;
      readonly content: Bytes;
    };
    result: string;
  };
  /** Cancels a running transfer of this chat, or discards a failed one. */
  cancelTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /**
   * Fetches a file announced by a message of this chat, and checks that it is complete and as
   * announced; `cancelTransfer` cancels it by the id given in `transfer`. @returns its content
   */
  fetchFile: {
    params: OfChat & { readonly message: string; readonly transfer?: string };
    result: { readonly file: FileView; readonly content: Bytes };
  };
  /** Fetches the registration form of a server; `server` is its domain. */
  fetchRegistration: {
    params: { readonly server: string } & TrustedCertificate;
    result: RegistrationView;
  };
  /**
   * Submits the answers to that form, including hidden fields, then signs in as `signIn` does.
   * Rejects with `registration-invalid` if other answers may be accepted. @returns the account's id
   */
  register: {
    params: {
      readonly server: string;
      readonly isDataForm: boolean;
      readonly values: Readonly<Record<string, readonly string[]>>;
    } & TrustedCertificate;
    result: AccountId;
  };
  /** Changes the password at the server and stores it. */
  changePassword: { params: OfAccount & { readonly password: string }; result: null };
  /** Deletes the account at its server; once confirmed, also from this machine. */
  deleteAccount: { params: OfAccount; result: null };
  /** Signs out and deletes password, settings and messages of the account from this machine. */
  removeAccount: { params: OfAccount; result: null };
  /** Adds a contact and requests a subscription; approves theirs if pending. */
  addContact: { params: OfChat & RosterEntry; result: null };
  /** Changes a contact's name and groups. */
  updateContact: { params: OfChat & RosterEntry; result: null };
  /** Removes a contact, and the subscriptions in both directions. */
  removeContact: { params: OfChat; result: null };
  /** Requests a contact's presence subscription, or repeats the request. */
  requestSubscription: { params: OfChat; result: null };
  /** Answers a subscription request. */
  answerSubscription: {
    params: OfChat & { readonly answer: 'approve' | 'deny' };
    result: null;
  };
  /** Sets our chat state (XEP-0085) for the contact. */
  setChatState: { params: OfChat & { readonly state: ChatState }; result: null };
  /** Deletes an own message that is queued or failed. */
  deleteMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Deletes the messages of a chat from this machine, except for queued ones. */
  clearChat: { params: OfChat; result: null };
  /** A page of stored messages, oldest first: those after a message; with `null` the first. */
  getMessages: {
    params: OfChat & { readonly limit: number; readonly after: string | null };
    result: readonly MessageView[];
  };
  /** Extends the watched messages by the next newer page. */
  loadNewer: { params: OfPages; result: null };
  /**
   * Moves the watched messages to a message, by its id, or to the first one at a time, in ms since
   * 1970, with a page on each side; a time in the future returns to the newest page. Watchers get a
   * new snapshot, unless it is watched already. @returns the message's id, or null in an empty chat
   */
  loadAround: { params: OfPages & { readonly around: string | number }; result: string | null };
  /** Retries a failed transfer of this chat; its id stays the same. */
  retryTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /** Corrects the text of an own message, here and at the contact. */
  correctMessage: {
    params: OfChat & { readonly message: string; readonly body: string };
    result: null;
  };
  /** Retracts an own message; the contact's client is asked to delete it. */
  retractMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Adds an emoji to our reactions to a message, or removes it. */
  react: {
    params: OfChat & { readonly message: string; readonly emoji: string; readonly on: boolean };
    result: null;
  };
  /** Searches the stored messages of signed-in accounts, newest first; all criteria must match. */
  searchMessages: {
    params: {
      /** All of these words, or prefixes, in any order, ignoring case and accents; may be empty. */
      readonly text: string;
      /** In any of these chats. */
      readonly chats?: readonly OfChat[];
      /** From any of these senders, by bare JID. */
      readonly senders?: readonly string[];
      /** In ms since 1970, both inclusive. */
      readonly from?: number;
      readonly to?: number;
      readonly hasFile?: boolean;
      readonly limit: number;
      /** The cursor: the `next` of the previous page. */
      readonly next?: string;
    };
    /** `next` is absent on the last page. */
    result: { readonly found: readonly FoundMessageView[]; readonly next?: string };
  };
  /**
   * The stored messages of a chat that contain a text anywhere, ignoring case.
   * @returns the ids of the last `limit` of them, oldest first
   */
  findInChat: {
    params: OfChat & { readonly text: string; readonly limit: number };
    result: readonly string[];
  };
  /** Whose messages the server archives; `no-archive-preferences` if it allows no choice. */
  getArchivePreferences: { params: OfAccount; result: ArchivePreferencesView };
  /** Replaces these preferences. @returns those that the server applied */
  setArchivePreferences: {
    params: OfAccount & ArchivePreferencesView;
    result: ArchivePreferencesView;
  };
  /**
   * A page of the rooms of a service; `service` is its JID, or null for the first one of the
   * account's server. @returns also all services of that server, and the cursor of the next page
   */
  listRooms: {
    params: OfAccount & { readonly service: string | null; readonly next?: string };
    result: {
      /** Empty if there is none. */
      readonly services: readonly string[];
      readonly rooms: readonly ListedRoomView[];
      readonly next?: string;
    };
  };
  /** What a room says of itself; null if it does not exist. @throws `not-a-room` for others */
  getRoomInfo: { params: OfChat; result: RoomInfoView | null };
  /** A nick to join with: the last one there or anywhere, else the user's own name. */
  proposeNick: { params: OfChat; result: string };
  /** Joins, and from then on at each start. Resolves inside; rejects with `room-…`. */
  joinRoom: { params: OfChat & RoomEntry; result: null };
  /** Leaves, and is not joined again at the next start. */
  leaveRoom: { params: OfChat; result: null };
  /** Leaves, and removes the bookmark. */
  forgetRoom: { params: OfChat; result: null };
  /** Destroys the room for all; `other` is the bare JID of the room to join instead. */
  destroyRoom: {
    params: OfChat & { readonly reason: string; readonly other?: string };
    result: null;
  };
  /** Changes our nick in a room. Rejects with `room-nick.…`. */
  changeNick: { params: OfChat & { readonly nick: string }; result: null };
  /** Sets or, if empty, clears the subject. */
  setSubject: { params: OfChat & { readonly subject: string }; result: null };
  /** Gives a bookmark a name of the user's own; empty for that of the room. */
  renameRoom: { params: OfChat & { readonly name: string }; result: null };
  /** Chooses which messages notify. */
  setNotificationLevel: { params: OfChat & { readonly level: NotificationLevel }; result: null };
  /** Invites contacts, by bare JID. */
  inviteToRoom: {
    params: OfChat & { readonly contacts: readonly string[]; readonly reason: string };
    result: null;
  };
  /** Answers an invitation, by its id: joins, declines, or ignores it without telling anybody. */
  answerInvitation: {
    params: OfAccount & { readonly invitation: string } & (
        | { readonly answer: 'join'; readonly nick: string }
        | { readonly answer: 'decline'; readonly reason: string }
        | { readonly answer: 'ignore' }
      );
    result: null;
  };
  /** Changes the role of an occupant: `none` kicks. */
  setRole: {
    params: OfChat & { readonly nick: string; readonly role: RoomRole; readonly reason: string };
    result: null;
  };
  /** Changes the affiliation of an account, by bare JID, or of an occupant: `outcast` bans. */
  setAffiliation: {
    params: OfChat & {
      readonly of: { readonly jid: string } | { readonly nick: string };
      readonly affiliation: RoomAffiliation;
      readonly reason: string;
    };
    result: null;
  };
  /** The accounts of an affiliation. */
  getAffiliated: {
    params: OfChat & { readonly affiliation: RoomAffiliation };
    result: readonly AffiliatedView[];
  };
  /** Asks the moderators of a room to be allowed to write. */
  requestVoice: { params: OfChat; result: null };
  /** The configuration form of a room, for its owner. */
  getRoomForm: { params: OfChat; result: RegistrationView };
  /** Submits it, with all values, those of hidden fields included. */
  setRoomForm: {
    params: OfChat & { readonly values: Readonly<Record<string, readonly string[]>> };
    result: null;
  };
  /** A moderator retracts a message of somebody else (XEP-0425). */
  moderateMessage: {
    params: OfChat & { readonly message: string; readonly reason: string };
    result: null;
  };
  /**
   * Stores the draft of a chat, for all windows and over restarts.
   * @returns a newer draft from elsewhere that has replaced it meanwhile, or null
   */
  saveDraft: { params: OfChat & DraftView; result: DraftView | null };
}

export type Method = keyof Requests;

/** What can be asked: every request, its parameters and its result, as plain JSON. */
import type {
  AccountId,
  ArchivePreferencesView,
  ChatState,
  DraftView,
  FileView,
  FoundMessageView,
  MessageView,
  OwnShow,
  RegistrationView,
} from './views.ts';

/** The one value that is not JSON: a carrier that cannot hold bytes encodes them on its way. */
export type Bytes = Uint8Array;

/** A request about one account. */
export interface OfAccount {
  readonly account: AccountId;
}

/** The SHA-256 fingerprint of a certificate that the user trusts, where nobody else vouches for it. */
export interface TrustedCertificate {
  readonly fingerprint?: string;
}

/** A request about one chat. */
export interface OfChat extends OfAccount {
  /** The other side's bare JID. */
  readonly chat: string;
}

/** The pages of a chat's messages that one tab watches. */
export interface OfPages extends OfChat {
  /** The tab's own name for them: it reads elsewhere than another tab on the same chat. */
  readonly view?: string;
}

/** What one window knows of where the user is. */
export interface WindowState {
  /** The window's own name, unlike any other's. */
  readonly window: string;
  readonly focused: boolean;
  /** When it had the focus last, or got it, in ms since 1970; 0 for never. */
  readonly focusedAt: number;
  /** Whether the user gives no sign here: for a while, or for long. */
  readonly idle: 'away' | 'xa' | null;
}

/** How the user wants a contact to be kept; what is absent stays as it is. */
export interface RosterEntry {
  /** Empty for none. */
  readonly name?: string;
  /** Groups that there are keep their names, character by character. */
  readonly groups?: readonly string[];
}

/** method → parameters and result. */
export interface Requests {
  /** Signs in and, once the server has accepted, remembers the account. Result: its id. */
  signIn: {
    params: { readonly jid: string; readonly password: string };
    result: AccountId;
  };
  /** Ends the session and forgets the password; contacts and history stay on the server. */
  signOut: { params: OfAccount; result: null };
  /** Tries to connect now instead of at the next planned time. */
  reconnect: { params: OfAccount; result: null };
  /** Trusts one certificate, by SHA-256 fingerprint (upper-case hex with colons), for one account. */
  pinCertificate: { params: { readonly jid: string; readonly fingerprint: string }; result: null };
  /** Accepts a weaker sign-in mechanism than the server offered before. */
  forgetMechanism: { params: { readonly jid: string }; result: null };
  /** Own presence; `null` for the one chosen before. */
  setPresence: {
    params: OfAccount & { readonly show: OwnShow | null; readonly status: string };
    result: null;
  };
  /** Sends, or queues while offline; `reply` is the message that it answers. Result: the message's id. */
  sendMessage: {
    params: OfChat & { readonly body: string; readonly reply?: string };
    result: string;
  };
  /** Sends a failed message again. */
  retryMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Makes the next page of older messages part of what is watched. */
  loadOlder: { params: OfPages; result: null };
  /** One message of the chat. */
  getMessage: { params: OfChat & { readonly message: string }; result: MessageView };
  /** The user sees the newest message; its sender hears of it (XEP-0333) where the user lets them. */
  markRead: { params: OfChat; result: null };
  /** Whether the upload of `size` bytes is possible; rejects with the reason. Result: the limit in bytes, or null. */
  checkUpload: { params: OfAccount & { readonly size: number }; result: number | null };
  /** Uploads (XEP-0363) and announces (XEP-0066) a file. Result: the transfer's id, at its start. */
  sendFile: {
    params: OfChat & {
      readonly name: string;
      readonly mediaType: string;
      readonly content: Bytes;
    };
    result: string;
  };
  /** Stops a transfer of this chat; one that has failed is given up. */
  cancelTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /**
   * Fetches a file that a message of this chat announced, whole and as it was announced;
   * `cancelTransfer` ends it under the id that `transfer` gives it. Result: its content.
   */
  fetchFile: {
    params: OfChat & { readonly message: string; readonly transfer?: string };
    result: { readonly file: FileView; readonly content: Bytes };
  };
  /** What registering at this server takes; `server` is its domain. */
  fetchRegistration: {
    params: { readonly server: string } & TrustedCertificate;
    result: RegistrationView;
  };
  /**
   * Registers with the answers to that, hidden fields included, then signs in as `signIn` does.
   * Rejects with `registration-invalid` when other answers may do. Result: the account's id.
   */
  register: {
    params: {
      readonly server: string;
      readonly isDataForm: boolean;
      readonly values: Readonly<Record<string, readonly string[]>>;
    } & TrustedCertificate;
    result: AccountId;
  };
  /** Sets the password at the server and remembers it. */
  changePassword: { params: OfAccount & { readonly password: string }; result: null };
  /** Deletes the account at its server; once that has said so, also from this machine. */
  deleteAccount: { params: OfAccount; result: null };
  /** Signs out and forgets password, settings and messages of the account on this machine. */
  removeAccount: { params: OfAccount; result: null };
  /** Adds a contact and asks to see their presence; lets them see ours if they asked. */
  addContact: { params: OfChat & RosterEntry; result: null };
  /** Changes a contact's name and groups. */
  updateContact: { params: OfChat & RosterEntry; result: null };
  /** Removes a contact, and the subscriptions in both directions. */
  removeContact: { params: OfChat; result: null };
  /** Asks, or asks again, to see a contact's presence. */
  requestSubscription: { params: OfChat; result: null };
  /** Answers somebody who asks to see our presence. */
  answerSubscription: {
    params: OfChat & { readonly answer: 'approve' | 'deny' };
    result: null;
  };
  /** What the user does in a chat, for the other side to see (XEP-0085). */
  setChatState: { params: OfChat & { readonly state: ChatState }; result: null };
  /** Forgets a message of ours that waits to be sent, or could not be. */
  deleteMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Forgets the messages of a chat on this machine, but for those that wait to be sent. */
  clearChat: { params: OfChat; result: null };
  /** A page of what is kept, oldest first: the messages after one, or with `null` the first. */
  getMessages: {
    params: OfChat & { readonly limit: number; readonly after: string | null };
    result: readonly MessageView[];
  };
  /** Makes the next page of newer messages part of what is watched. */
  loadNewer: { params: OfPages; result: null };
  /**
   * Makes a message, by its id, or the first one at a time, in ms since 1970, part of what is
   * watched, with a page to each side; a time to come goes back to the newest page. Watchers get
   * a new snapshot, unless it is watched already. Result: the message's id, or null in an empty chat.
   */
  loadAround: { params: OfPages & { readonly around: string | number }; result: string | null };
  /** Tries a failed transfer of this chat again; it keeps its id. */
  retryTransfer: { params: OfChat & { readonly transfer: string }; result: null };
  /** Gives a message of ours another text, here and at the other side. */
  correctMessage: {
    params: OfChat & { readonly message: string; readonly body: string };
    result: null;
  };
  /** Takes a message of ours back; the other side is asked to forget it. */
  retractMessage: { params: OfChat & { readonly message: string }; result: null };
  /** Adds an emoji to our reactions to a message, or takes it away. */
  react: {
    params: OfChat & { readonly message: string; readonly emoji: string; readonly on: boolean };
    result: null;
  };
  /** What is kept of the accounts that are signed in, newest first; all of it must fit. */
  searchMessages: {
    params: {
      /** Each word, or its beginning, in any order, without regard to case and accents; may be empty. */
      readonly text: string;
      /** In any of these chats. */
      readonly chats?: readonly OfChat[];
      /** By any of these, by their bare JIDs. */
      readonly senders?: readonly string[];
      /** In ms since 1970, both included. */
      readonly from?: number;
      readonly to?: number;
      readonly hasFile?: boolean;
      readonly limit: number;
      /** Goes on where a page ended: its `next`. */
      readonly next?: string;
    };
    /** `next` is absent on the last page. */
    result: { readonly found: readonly FoundMessageView[]; readonly next?: string };
  };
  /**
   * The messages of a chat, as far as it is kept, that have a text somewhere, whatever its case.
   * Result: the ids of the last `limit` of them, oldest first.
   */
  findInChat: {
    params: OfChat & { readonly text: string; readonly limit: number };
    result: readonly string[];
  };
  /** Whose messages the server archives; rejects with `no-archive-preferences` where nobody chooses. */
  getArchivePreferences: { params: OfAccount; result: ArchivePreferencesView };
  /** Replaces them. Result: what the server made of them. */
  setArchivePreferences: {
    params: OfAccount & ArchivePreferencesView;
    result: ArchivePreferencesView;
  };
  /**
   * Keeps what is typed in a chat and not sent, for all windows and for later. Result: what has
   * taken its place meanwhile, from elsewhere; null for nothing.
   */
  saveDraft: { params: OfChat & DraftView; result: DraftView | null };
}

export type Method = keyof Requests;

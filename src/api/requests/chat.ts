import type { ChatState, DraftView, FoundMessageView, MessageView } from '../views.ts';
import type { OfChat, OfPages } from './params.ts';

/** Requests about a chat as a whole: method → parameters and result. */
export interface ChatRequests {
  /** Extends the watched messages by the next older page. */
  loadOlder: { params: OfPages; result: null };
  /** The user sees the newest message; sends a displayed marker (XEP-0333) if the user allows. */
  markRead: { params: OfChat; result: null };
  /** Sets our chat state (XEP-0085) for the contact. */
  setChatState: { params: OfChat & { readonly state: ChatState }; result: null };
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
  /** Searches the stored messages of signed-in accounts, newest first; all criteria must match. */
  searchMessages: {
    params: {
      /** All of these words, or prefixes, in any order, ignoring case and accents; may be empty. */
      readonly text: string;
      /** In any of these chats. */
      readonly chats?: readonly OfChat[];
      /** From any of these senders, by bare JID. */
      readonly senders?: readonly string[];
      /** From these, or from anybody in a room whose nick contains one of these texts. */
      readonly nicks?: readonly string[];
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
  /**
   * The stored message that an `xmpp:` link names, by the id that both sides know.
   * @returns its id, or null if it is not here
   */
  findLinkedMessage: { params: OfChat & { readonly id: string }; result: string | null };
  /**
   * Stores the draft of a chat, for all windows and over restarts.
   * @returns a newer draft from elsewhere that has replaced it meanwhile, or null
   */
  saveDraft: { params: OfChat & DraftView; result: DraftView | null };
}

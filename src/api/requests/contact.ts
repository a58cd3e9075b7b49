import type { GroupMove, ImportResult, OfAccount, OfChat, RosterEntry } from './params.ts';

/** Requests about contacts: method → parameters and result. */
export interface ContactRequests {
  /** Adds a contact and requests a subscription; approves theirs if pending. */
  addContact: { params: OfChat & RosterEntry; result: null };
  /** Changes a contact's name and groups. */
  updateContact: { params: OfChat & RosterEntry; result: null };
  /** Removes a contact, and the subscriptions in both directions. */
  removeContact: { params: OfChat; result: null };
  /** Pins a contact above all others in the list of contacts, on this machine, or unpins them. */
  pinContact: { params: OfChat & { readonly pinned: boolean }; result: null };
  /** Adds contacts, with a subscription or without, and sets the names and groups of known ones. */
  importContacts: {
    params: OfAccount & {
      readonly contacts: readonly (RosterEntry & { readonly contact: string })[];
      readonly subscribe: boolean;
    };
    result: ImportResult;
  };
  /** Forgets the contacts that a sender suggests: some were added, or none are wanted. */
  settleSuggestion: { params: OfAccount & { readonly suggestion: string }; result: null };
  /** Moves contacts into a group; empty for none. */
  moveContacts: {
    params: OfAccount & { readonly contacts: readonly GroupMove[]; readonly to: string };
    result: null;
  };
  /** Renames a group; if there is one of the new name, its contacts are together then. */
  renameGroup: {
    params: OfAccount & { readonly group: string; readonly name: string };
    result: null;
  };
  /** Takes all contacts out of a group; they stay contacts. */
  deleteGroup: { params: OfAccount & { readonly group: string }; result: null };
  /** The user's own note on somebody, as it is at the server; empty if there is none. */
  getNote: { params: OfChat; result: string };
  /**
   * Stores a note; a blank one is removed. `before` is the note as it was read.
   * @returns the note that another client has stored meanwhile, and then nothing is stored; else null
   */
  setNote: {
    params: OfChat & { readonly text: string; readonly before: string };
    result: string | null;
  };
  /** Requests a contact's presence subscription, or repeats the request. */
  requestSubscription: { params: OfChat; result: null };
  /** Answers a subscription request. */
  answerSubscription: {
    params: OfChat & { readonly answer: 'approve' | 'deny' };
    result: null;
  };
}

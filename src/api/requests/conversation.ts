import type { OfChat } from './params.ts';

/** Requests about what the user chose for a chat, on this machine: method → parameters and result. */
export interface ConversationRequests {
  /** Pins a chat above all others, or unpins it. */
  pinChat: { params: OfChat & { readonly pinned: boolean }; result: null };
  /**
   * Mutes a chat until a time, in ms since 1970, or with `null` until the user changes that; a time
   * that is over unmutes it.
   */
  muteChat: { params: OfChat & { readonly until: number | null }; result: null };
  /** Archives a chat until something new comes, or brings it back. */
  archiveChat: { params: OfChat & { readonly archived: boolean }; result: null };
}

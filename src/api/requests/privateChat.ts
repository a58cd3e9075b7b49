import type { OfChat } from './params.ts';

/** Requests about chats with occupants of rooms: method → parameters and result. */
export interface PrivateChatRequests {
  /** Sends a message to an occupant of a room alone. @returns the id of the chat with them */
  sendPrivate: {
    params: OfChat & { readonly nick: string; readonly body: string };
    result: string;
  };
  /** The user accepts the occupant who has the nick of this chat now. */
  acceptOccupant: { params: OfChat; result: null };
}

import type { AffiliatedView, RegistrationView, RoomAffiliation, RoomRole } from '../views.ts';
import type { FormAnswers, OfAccount, OfChat } from './params.ts';

/** Requests for which a room must give the right: method → parameters and result. */
export interface RoomAdministrationRequests {
  /** Destroys the room for all; `other` is the bare JID of the room to join instead. */
  destroyRoom: {
    params: OfChat & { readonly reason: string; readonly other?: string };
    result: null;
  };
  /** Sets or, if empty, clears the subject. */
  setSubject: { params: OfChat & { readonly subject: string }; result: null };
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
  /** The configuration form of a room, for its owner. */
  getRoomForm: { params: OfChat; result: RegistrationView };
  /** Submits it, which also opens a room that we have created. */
  setRoomForm: { params: OfChat & FormAnswers; result: null };
  /** Gives up a room that we have created and not opened: leaves it, and removes its bookmark. */
  cancelRoomForm: { params: OfChat; result: null };
  /** Approves or denies the request of another user, by its id. Rejects with `no-approval`. */
  answerApproval: {
    params: OfAccount & { readonly approval: string; readonly isApproved: boolean };
    result: null;
  };
  /**
   * The messages of a room by this author, as in `OccupantView.sender`, that a moderator can retract.
   * @returns their ids, the newest first, and whether there are more
   */
  findRemovable: {
    params: OfChat & { readonly sender: string; readonly limit: number };
    result: { readonly messages: readonly string[]; readonly hasMore: boolean };
  };
  /** A moderator retracts a message of another occupant (XEP-0425). */
  moderateMessage: {
    params: OfChat & { readonly message: string; readonly reason: string };
    result: null;
  };
}

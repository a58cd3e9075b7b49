import type { AffiliatedView, RegistrationView, RoomAffiliation, RoomRole } from '../views.ts';
import type { OfChat } from './params.ts';

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
}

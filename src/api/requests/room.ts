import type {
  ListedRoomView,
  NotificationLevel,
  RegistrationView,
  RoomInfoView,
  RoomRegistrationView,
} from '../views.ts';
import type { FormAnswers, OfAccount, OfChat, RoomEntry } from './params.ts';

/** Requests about being in rooms: method → parameters and result. */
export interface RoomRequests {
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
  /**
   * Joins, and from then on at each start. Resolves inside; rejects with `room-…`.
   * @returns whether the room was created
   */
  joinRoom: { params: OfChat & RoomEntry; result: { readonly isNew: boolean } };
  /** The question that keeps us from joining. Rejects with `room-captcha.none`. */
  getRoomCaptcha: { params: OfChat; result: RegistrationView };
  /** Answers it, with the values of all fields. Rejects with `room-captcha.…`. */
  answerRoomCaptcha: { params: OfChat & FormAnswers; result: null };
  /** What a room asks of those who want to be members. Rejects with `room-registration.…`. */
  getRoomRegistration: { params: OfChat; result: RoomRegistrationView };
  /** Asks for membership, and a reserved nick; the room may wait for an admin to approve it. */
  registerInRoom: {
    params: OfChat & FormAnswers & { readonly isDataForm: boolean };
    result: null;
  };
  /** Leaves, and is not joined again at the next start. */
  leaveRoom: { params: OfChat; result: null };
  /** Leaves, and removes the bookmark. */
  forgetRoom: { params: OfChat; result: null };
  /** Changes our nick in a room. Rejects with `room-nick.…`. */
  changeNick: { params: OfChat & { readonly nick: string }; result: null };
  /** Gives a bookmark a name of the user's own; empty for that of the room. */
  renameRoom: { params: OfChat & { readonly name: string }; result: null };
  /** Chooses which messages notify. */
  setNotificationLevel: { params: OfChat & { readonly level: NotificationLevel }; result: null };
  /** Chooses whether comings and goings are shown in a room. */
  setShowsActivity: { params: OfChat & { readonly shown: boolean }; result: null };
  /**
   * Ignores an occupant, by nick, or the author of a message, by its id: over restarts if more than
   * the nick is known of them, else until they leave. The room does not know it.
   */
  ignoreOccupant: {
    params: OfChat & { readonly of: { readonly nick: string } | { readonly message: string } };
    result: null;
  };
  /** Ignores an occupant no longer, by {@link IgnoredView.id}. */
  stopIgnoring: { params: OfChat & { readonly ignored: string }; result: null };
  /** Invites contacts, by bare JID. */
  inviteToRoom: {
    params: OfChat & { readonly contacts: readonly string[]; readonly reason: string };
    result: null;
  };
  /** Answers an invitation, by its id: joins, declines, or ignores it without an answer. */
  answerInvitation: {
    params: OfAccount & { readonly invitation: string } & (
        | { readonly answer: 'join'; readonly nick: string }
        | { readonly answer: 'decline'; readonly reason: string }
        | { readonly answer: 'ignore' }
      );
    result: null;
  };
  /** Asks the moderators of a room to be allowed to write. */
  requestVoice: { params: OfChat; result: null };
}

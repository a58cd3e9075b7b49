import type { Show } from './contact.ts';
import type { RoomAffiliation, RoomRole } from './room.ts';

/** What can be done with an occupant, by our rights and theirs. */
export type OccupantAction =
  | 'kick'
  | 'ban'
  | 'grantVoice'
  | 'revokeVoice'
  | 'grantModerator'
  | 'revokeModerator'
  /** To give another affiliation. */
  | 'makeNone'
  | 'makeMember'
  | 'makeAdmin'
  | 'makeOwner';

/** An occupant of a room, by nick. */
export interface OccupantView {
  /** The nick. */
  readonly id: string;
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
  readonly show: Show;
  /** As {@link MessageView.sender}, where it identifies their messages. */
  readonly sender?: string;
  /** The real bare JID, where it is shown. */
  readonly jid?: string;
  /** The hash of the avatar, if there is one: its picture is that of `getAvatar`. */
  readonly avatar?: string;
  readonly isOwn: boolean;
  /** As {@link IgnoredView.id}, if the user ignores them. */
  readonly ignored?: string;
  /** The blocked address of which their nick or real address is a part. Never for our own. */
  readonly blockedBy?: string;
  /** Words that the room gives them (XEP-0317). Remote text. */
  readonly hats: readonly string[];
  readonly actions: readonly OccupantAction[];
}

/** The watched part of a room's list of occupants: moderators first, then by nick. */
export interface OccupantsView {
  /** The room's bare JID. */
  readonly id: string;
  /** How many fit the filter. */
  readonly total: number;
  readonly offset: number;
  readonly occupants: readonly OccupantView[];
}

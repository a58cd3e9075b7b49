import type { RoomAffiliation, RoomRole } from './room.ts';

/** What an occupant may do in a room. */
export interface StandingView {
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
}

/** Something that happened in a room besides its messages. Nicks and reasons are remote text. */
export type RoomActivityView = {
  readonly id: string;
  /** In ms since 1970. */
  readonly time: number;
} & (
  | { readonly kind: 'entered'; readonly nick: string }
  | {
      readonly kind: 'exited';
      readonly nick: string;
      /** `removed`: the room is now for members only, or they are no member any more. */
      readonly how: 'left' | 'disconnected' | 'kicked' | 'banned' | 'removed';
      /** The nick of who did it, and why; each may be empty. */
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'renamed';
      readonly nick: string;
      readonly newNick: string;
      readonly isOwn: boolean;
    }
  | {
      readonly kind: 'standing';
      readonly nick: string;
      readonly before: StandingView;
      readonly now: StandingView;
      readonly isOwn: boolean;
    }
  | {
      readonly kind: 'privacy';
      readonly change: 'addressesShown' | 'addressesHidden' | 'logged' | 'notLogged';
    }
);

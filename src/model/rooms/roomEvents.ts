import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { PresenceShow } from '../../xmpp/stanza/availability.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { DepartureKind } from '../../xmpp/xep/0045-departure.ts';
import type { RoomNotice } from '../../xmpp/xep/0045-notices.ts';
import type { RoomActor, StatusCodes } from '../../xmpp/xep/0045-user.ts';
import type { CaptchaChallenge } from '../../xmpp/xep/0158-captcha.ts';
import type { RoomOccupant } from './occupantList.ts';
import type { OccupantsChange } from './occupants.ts';
import type { LeftReason } from './reasons.ts';

/** What an occupant may do. */
export type Privileges = Pick<RoomOccupant, 'role' | 'affiliation'>;

/** Whether we are in a room. */
export type RoomState =
  /** Not asked to join in this session. */
  | { readonly phase: 'idle' }
  /** Waiting for our turn, or asking the room what it is. */
  | {
      readonly phase: 'asking';
      /** After 5 s without an answer, which may still come. */
      readonly isSlow: boolean;
    }
  | {
      readonly phase: 'joining';
      /** After 30 s without an answer, which may still come. */
      readonly isSlow: boolean;
      /** What is to be answered before; the room says nothing until then. */
      readonly challenge?: CaptchaChallenge;
    }
  /** Messages can be sent; the room's own history may still be coming. */
  | { readonly phase: 'joined'; readonly hasHistory: boolean }
  /** Joined by the last stanza from it: its service cannot be reached. */
  | { readonly phase: 'notSure' }
  | {
      readonly phase: 'left';
      /** Absent if the user left. */
      readonly reason?: LeftReason;
      /** When it is joined again by itself, in ms since 1970. */
      readonly retryAt?: number;
    };

/** What happened in a room. */
export type RoomEvent =
  | { readonly kind: 'state' }
  | { readonly kind: 'occupants'; readonly change: OccupantsChange }
  /** What the room says of itself was fetched: see `Membership.info`. */
  | { readonly kind: 'info' }
  /** An occupant came in, while we are inside. */
  | { readonly kind: 'entered'; readonly occupant: RoomOccupant }
  /** Another occupant is not inside any more. */
  | {
      readonly kind: 'exited';
      readonly occupant: RoomOccupant;
      readonly how: Exclude<DepartureKind, 'nickChange'>;
      readonly reason: string;
      /** Parting words. */
      readonly status: string;
      readonly actor?: RoomActor;
    }
  | {
      readonly kind: 'renamed';
      readonly from: string;
      readonly to: string;
      readonly isOwn: boolean;
    }
  /** What an occupant may do has changed. */
  | {
      readonly kind: 'standing';
      readonly nick: string;
      readonly before: Privileges;
      readonly now: Privileges;
      readonly isOwn: boolean;
    }
  /** We have created the room; on purpose or not. */
  | { readonly kind: 'created'; readonly isWanted: boolean }
  /** Codes of the configuration: sent when joining, or after a change. */
  | { readonly kind: 'configured'; readonly codes: StatusCodes; readonly isChange: boolean }
  /** Differs from the last one. */
  | Extract<RoomNotice, { readonly kind: 'subject' }>
  | Extract<RoomNotice, { readonly kind: 'affiliations' | 'approval' }>
  /** The SHA-1 of the room's own avatar; empty if it has none (XEP-0153). */
  | { readonly kind: 'avatar'; readonly hash: string };

/** Own presence as rooms are to see it. */
export interface ShownPresence {
  readonly show: PresenceShow;
  readonly status: string;
  readonly avatar?: {
    /** As presence says it (XEP-0153). */
    readonly hash: string | undefined;
    /** Changes with the avatar. */
    readonly revision: number;
  };
}

/** How the user, or another of their clients, wants a room to be joined. */
export interface JoinOrder {
  readonly nick: string;
  readonly password?: string | undefined;
  readonly origin: 'user' | 'bookmark' | 'invitation';
  /**
   * Creates the room if it does not exist: open to others at once, or locked until it is configured.
   * When absent, a room that does not exist is not joined.
   */
  readonly create?: 'open' | 'locked' | undefined;
}

export interface MembershipDeps {
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** `undefined` while rooms must not see us. */
  readonly presence: () => ShownPresence | undefined;
  /** When the newest known message of the room was sent, in ms since 1970; 0 if there is none. */
  readonly newest: () => number;
  /** Resolves when this room may be asked and joined; disposing the result lets the next one. */
  readonly turn: (isUrgent: boolean) => Promise<Disposable>;
  readonly tell: (event: RoomEvent) => void;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

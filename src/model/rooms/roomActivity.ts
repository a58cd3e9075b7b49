import { sortableId } from '../../base/sortableId.ts';
import type { DepartureKind } from '../../xmpp/xep/0045-departure.ts';
import { STATUS } from '../../xmpp/xep/0045-user.ts';
import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import type { RoomEvent, Privileges } from './roomEvents.ts';
import { roomKind } from './roomKind.ts';
import { isSmall } from './smallRoom.ts';

/** Maximum number of entries per room; the oldest are dropped. */
export const MAX_ACTIVITY = 200;

/** What becomes known of the room to its occupants (XEP-0045 §10.2.1). */
export type PrivacyChange = 'addressesShown' | 'addressesHidden' | 'logged' | 'notLogged';

/** Something that happened in a room besides its messages. */
export type Activity = {
  readonly id: string;
  /** In ms since 1970. */
  readonly time: number;
} & ActivityFacts;

export type ActivityFacts =
  | { readonly kind: 'entered'; readonly nick: string }
  | {
      readonly kind: 'exited';
      readonly nick: string;
      readonly how: Exclude<DepartureKind, 'nickChange'>;
      /** Each may be empty. */
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
      readonly before: Privileges;
      readonly now: Privileges;
      readonly isOwn: boolean;
    }
  | { readonly kind: 'privacy'; readonly change: PrivacyChange };

const PRIVACY: Readonly<Record<number, PrivacyChange>> = {
  [STATUS.jidsShown]: 'addressesShown',
  [STATUS.nowNonAnonymous]: 'addressesShown',
  [STATUS.nowSemiAnonymous]: 'addressesHidden',
  [STATUS.nowAnonymous]: 'addressesHidden',
  [STATUS.logged]: 'logged',
  [STATUS.notLogged]: 'notLogged',
};

/** A room, as far as it decides what is recorded. */
export interface ActiveRoom {
  readonly info: RoomInfo | undefined;
  readonly occupants: { readonly size: number };
}

/**
 * The latest comings, goings and other changes in one room. Kept in memory only: they are neither
 * messages nor news, and say nothing about the time before this process.
 */
export class RoomActivity {
  readonly #now: () => number;
  #entries: Activity[] = [];
  #isAddressShown: boolean | undefined;
  #isSmall = true;

  /** @param now the time, in ms since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** At most {@link MAX_ACTIVITY}, the oldest first. */
  get entries(): readonly Activity[] {
    return this.#entries.slice(-MAX_ACTIVITY);
  }

  /** Whether the room was small when we came in. */
  get isSmall(): boolean {
    return this.#isSmall;
  }

  /** Something happened in a room. */
  apply(event: RoomEvent, { info, occupants }: ActiveRoom): void {
    switch (event.kind) {
      case 'occupants':
        if (event.change.kind === 'reset') this.#isSmall = isSmall(occupants);
        break;
      case 'entered':
        this.#add({ kind: 'entered', nick: event.occupant.nick });
        break;
      case 'exited': {
        const { occupant, how, reason, actor } = event;
        this.#add({ kind: 'exited', nick: occupant.nick, how, by: actor?.nick ?? '', reason });
        break;
      }
      case 'renamed':
        this.#add({ kind: 'renamed', nick: event.from, newNick: event.to, isOwn: event.isOwn });
        break;
      case 'standing': {
        const { nick, before, now, isOwn } = event;
        this.#add({ kind: 'standing', nick, before, now, isOwn });
        break;
      }
      case 'configured':
        for (const code of event.codes) this.#configure(PRIVACY[code], event.isChange, info);
        break;
      default:
        break;
    }
  }

  #configure(
    change: PrivacyChange | undefined,
    isChange: boolean,
    info: RoomInfo | undefined,
  ): void {
    // That a room is archived is said before joining, and is what most are.
    if (!change || (!isChange && change === 'logged')) return;
    const isAddressShown = change === 'addressesShown';
    if (isAddressShown || change === 'addressesHidden') {
      // Joining again is no change.
      if (this.#isAddressShown === isAddressShown) return;
      this.#isAddressShown = isAddressShown;
    }
    // In a private group, that is what members expect.
    if (isChange || roomKind(info) === 'public') this.#add({ kind: 'privacy', change });
  }

  #add(facts: ActivityFacts): void {
    this.#entries.push({ id: sortableId(), time: this.#now(), ...facts });
    // In batches, so that a flood costs little.
    if (this.#entries.length >= 2 * MAX_ACTIVITY) this.#entries = [...this.entries];
  }
}

/** Whether it concerns the user, so that it is shown in any case. */
export function concernsUs(activity: Activity): boolean {
  switch (activity.kind) {
    case 'privacy':
      return true;
    case 'renamed':
    case 'standing':
      return activity.isOwn;
    case 'entered':
    case 'exited':
      return false;
  }
}

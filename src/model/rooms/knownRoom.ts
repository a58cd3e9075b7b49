import type { Jid } from '../../base/jid.ts';
import type { Bookmark } from '../../xmpp/xep/0402-conference.ts';
import type { IgnoredOccupant } from './ignoredOccupants.ts';
import type { Membership } from './membership.ts';
import { effectiveLevel, type NotificationLevel } from './notificationLevel.ts';
import { type RoomKind, roomKind } from './roomKind.ts';
import { roomName } from './roomName.ts';

/** What the user has chosen for a room. */
export interface RoomChoices {
  readonly level: NotificationLevel | undefined;
  readonly showsActivity: (isSmall: boolean) => boolean;
  readonly ignored: readonly IgnoredOccupant[];
}

/** A room that is bookmarked, or that the user is or was in since the start. */
export class KnownRoom {
  /** Bare. */
  readonly jid: Jid;
  /** Absent before the room is joined for the first time. */
  readonly membership: Membership | undefined;
  readonly bookmark: Bookmark | undefined;
  readonly #chosen: RoomChoices;

  constructor(
    jid: Jid,
    membership: Membership | undefined,
    bookmark: Bookmark | undefined,
    chosen: RoomChoices,
  ) {
    this.jid = jid;
    this.membership = membership;
    this.bookmark = bookmark;
    this.#chosen = chosen;
  }

  get kind(): RoomKind {
    return roomKind(this.membership?.info);
  }

  /** Our nick; outside, the one to join with, or empty. */
  get nick(): string {
    return this.membership?.nick || (this.bookmark?.nick ?? '');
  }

  /** Which messages notify: as chosen, else by kind. */
  get level(): NotificationLevel {
    return effectiveLevel(this.#chosen.level, this.kind);
  }

  /** Whether comings and goings are shown. */
  get showsActivity(): boolean {
    return this.#chosen.showsActivity(this.membership?.activity.isSmall ?? true);
  }

  /** Whom the user ignores here. */
  get ignored(): readonly IgnoredOccupant[] {
    return this.#chosen.ignored;
  }

  get name(): string {
    const { bookmark, jid, kind, membership, nick } = this;
    const isGroup = kind === 'private' && membership;
    const members = isGroup ? [...membership.occupants.values()].map((one) => one.nick) : [];
    return roomName({
      room: jid,
      bookmark: bookmark?.name ?? '',
      own: membership?.info?.name ?? '',
      kind,
      members: members.filter((other) => other !== nick),
    });
  }
}

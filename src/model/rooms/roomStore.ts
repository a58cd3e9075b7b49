import type { IgnoredOccupantStore } from './ignoredOccupants.ts';
import type { RoomBookmarkStore } from './keptBookmarks.ts';
import type { RoomInvitationStore } from './keptInvitations.ts';
import type { NotificationLevelStore } from './notificationLevel.ts';
import type { ShownActivityStore } from './shownActivity.ts';

/** Stores what is known of accounts' rooms, by the bare JID of the account. */
export interface RoomStore
  extends
    RoomBookmarkStore,
    RoomInvitationStore,
    NotificationLevelStore,
    IgnoredOccupantStore,
    ShownActivityStore {
  /** The nicks last used, by the bare JID of the room; that used last of all comes last. */
  loadNicks(account: string): ReadonlyMap<string, string>;
  saveNicks(account: string, nicks: ReadonlyMap<string, string>): Promise<void>;
  /** The passwords that the user typed, by the bare JID of the room: stored as a secret. */
  loadRoomPasswords(account: string): Promise<ReadonlyMap<string, string>>;
  saveRoomPasswords(account: string, passwords: ReadonlyMap<string, string>): Promise<void>;
}

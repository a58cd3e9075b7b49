import * as v from 'valibot';
import type { NotificationLevel } from '../model/rooms/notificationLevel.ts';
import type { IgnoredByRoom } from '../model/rooms/ignoredOccupants.ts';
import type { KeptBookmarks } from '../model/rooms/keptBookmarks.ts';
import type { KeptInvitations } from '../model/rooms/keptInvitations.ts';
import type { RoomStore } from '../model/rooms/roomStore.ts';
import type { KeyValueStore } from './keyValueStore.ts';
import type { SecretStore } from './secretStore.ts';

const bookmarksKey = (account: string) => `bookmarks:${account}`;
const invitationsKey = (account: string) => `invitations:${account}`;
const ignoredKey = (account: string) => `ignored:${account}`;
const activityKey = (account: string) => `shownActivity:${account}`;
const levelsKey = (account: string) => `levels:${account}`;
const nicksKey = (account: string) => `nicks:${account}`;
const passwordsKey = (account: string) => `roomPasswords:${account}`;

const level = v.picklist(['always', 'on-mention', 'never']);

const keptBookmarks = v.object({
  bookmarks: v.array(
    v.object({ jid: v.string(), name: v.string(), autojoin: v.boolean(), nick: v.string() }),
  ),
  waiting: v.array(
    v.object({
      jid: v.string(),
      change: v.exactOptional(
        v.object({
          name: v.exactOptional(v.string()),
          autojoin: v.exactOptional(v.boolean()),
          nick: v.exactOptional(v.string()),
          level: v.exactOptional(level),
        }),
      ),
      adds: v.boolean(),
    }),
  ),
  areStoresJoined: v.boolean(),
});

const keptInvitations = v.object({
  pending: v.array(
    v.object({
      room: v.string(),
      inviter: v.exactOptional(v.string()),
      mediated: v.boolean(),
      reason: v.string(),
      continues: v.exactOptional(v.object({ thread: v.exactOptional(v.string()) })),
      stamp: v.number(),
    }),
  ),
  answered: v.array(v.object({ id: v.string(), until: v.number() })),
});

const keptLevels = v.array(v.tuple([v.string(), level]));
const keptIgnored = v.array(
  v.tuple([v.string(), v.array(v.object({ sender: v.string(), nick: v.string() }))]),
);
const keptChoices = v.array(v.tuple([v.string(), v.boolean()]));
const keptTexts = v.array(v.tuple([v.string(), v.string()]));

/** Rooms of accounts in a key-value store, their passwords in a secret store and nowhere else. */
export class PersistentRoomStore implements RoomStore {
  readonly #values: KeyValueStore;
  readonly #secrets: SecretStore;
  readonly #isRemoved: (account: string) => boolean;

  /** @param isRemoved whether writes still in flight for an account are to be dropped */
  constructor(
    values: KeyValueStore,
    secrets: SecretStore,
    isRemoved: (account: string) => boolean,
  ) {
    this.#values = values;
    this.#secrets = secrets;
    this.#isRemoved = isRemoved;
  }

  loadBookmarks(account: string): KeptBookmarks | undefined {
    return this.#load(bookmarksKey(account), keptBookmarks);
  }

  async saveBookmarks(account: string, kept: KeptBookmarks): Promise<void> {
    await this.#save(account, bookmarksKey(account), kept);
  }

  loadInvitations(account: string): KeptInvitations | undefined {
    return this.#load(invitationsKey(account), keptInvitations);
  }

  async saveInvitations(account: string, kept: KeptInvitations): Promise<void> {
    await this.#save(account, invitationsKey(account), kept);
  }

  loadLevels(account: string): ReadonlyMap<string, NotificationLevel> {
    return new Map(this.#load(levelsKey(account), keptLevels));
  }

  async saveLevels(account: string, levels: ReadonlyMap<string, NotificationLevel>): Promise<void> {
    await this.#save(account, levelsKey(account), [...levels]);
  }

  loadIgnored(account: string): IgnoredByRoom {
    return new Map(this.#load(ignoredKey(account), keptIgnored));
  }

  async saveIgnored(account: string, ignored: IgnoredByRoom): Promise<void> {
    await this.#save(account, ignoredKey(account), [...ignored]);
  }

  loadShownActivity(account: string): ReadonlyMap<string, boolean> {
    return new Map(this.#load(activityKey(account), keptChoices));
  }

  async saveShownActivity(account: string, shown: ReadonlyMap<string, boolean>): Promise<void> {
    await this.#save(account, activityKey(account), [...shown]);
  }

  loadNicks(account: string): ReadonlyMap<string, string> {
    return new Map(this.#load(nicksKey(account), keptTexts));
  }

  async saveNicks(account: string, nicks: ReadonlyMap<string, string>): Promise<void> {
    await this.#save(account, nicksKey(account), [...nicks]);
  }

  async loadRoomPasswords(account: string): Promise<ReadonlyMap<string, string>> {
    return new Map(parsePasswords(await this.#secrets.get(passwordsKey(account))));
  }

  async saveRoomPasswords(account: string, passwords: ReadonlyMap<string, string>): Promise<void> {
    if (this.#isRemoved(account)) return;
    const key = passwordsKey(account);
    if (passwords.size === 0) await this.#secrets.delete(key);
    else await this.#secrets.store(key, JSON.stringify([...passwords]));
  }

  /** Deletes all of an account, its passwords first. */
  async remove(account: string): Promise<void> {
    await this.#secrets.delete(passwordsKey(account));
    const keys = [bookmarksKey, invitationsKey, levelsKey, ignoredKey, activityKey, nicksKey];
    for (const keyOf of keys) {
      await this.#values.update(keyOf(account), undefined);
    }
  }

  /** `undefined` if there is none, or any part of it is invalid. */
  #load<T>(key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
    const kept = v.safeParse(schema, this.#values.get(key));
    return kept.success ? kept.output : undefined;
  }

  async #save(account: string, key: string, value: unknown): Promise<void> {
    if (!this.#isRemoved(account)) await this.#values.update(key, value);
  }
}

function parsePasswords(text: string | undefined): readonly (readonly [string, string])[] {
  try {
    const kept = v.safeParse(keptTexts, JSON.parse(text ?? '[]'));
    return kept.success ? kept.output : [];
  } catch {
    return [];
  }
}

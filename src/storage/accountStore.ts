import * as v from 'valibot';
import type {
  AccountRecord,
  AccountStore,
  KeptRequest,
  KeptSession,
  Roster,
} from '../model/accountStore.ts';
import type { ChatOptions } from '../model/chats/chatOptions.ts';
import type { KnownAvatar } from '../model/avatars/avatarStore.ts';
import { packRoster, unpackRoster } from './keptRoster.ts';
import type { KeyValueStore } from './keyValueStore.ts';
import { PersistentRoomStore } from './roomStore.ts';
import type { ResumeStates } from './resumeStates.ts';
import type { SecretStore } from './secretStore.ts';

export type { KeyValueStore } from './keyValueStore.ts';
export type { SecretStore } from './secretStore.ts';

const ACCOUNTS = 'accounts';
const rosterKey = (jid: string) => `roster:${jid}`;
const requestsKey = (jid: string) => `requests:${jid}`;
const chatOptionsKey = (jid: string) => `chatOptions:${jid}`;
const lastSeenKey = (jid: string) => `lastSeen:${jid}`;
const avatarsKey = (jid: string) => `avatars:${jid}`;
const passwordKey = (jid: string) => `password:${jid}`;

const keptRequests = v.array(
  v.object({ jid: v.string(), status: v.string(), nickname: v.exactOptional(v.string()) }),
);

const keptLastSeen = v.array(v.tuple([v.string(), v.pipe(v.number(), v.finite())]));

const keptChatOptions = v.array(
  v.tuple([
    v.string(),
    v.object({
      pinned: v.exactOptional(v.literal(true)),
      mutedUntil: v.exactOptional(v.nullable(v.number())),
      archivedUnread: v.exactOptional(v.number()),
      contactPinned: v.exactOptional(v.literal(true)),
    }),
  ]),
);
const hash = v.exactOptional(v.pipe(v.string(), v.hexadecimal(), v.length(40)));
const keptAvatars = v.array(v.tuple([v.string(), v.object({ published: hash, announced: hash })]));

/** Accounts in a key-value store, passwords in a secret store and nowhere else. */
export class PersistentAccountStore implements AccountStore {
  readonly rooms: PersistentRoomStore;
  readonly #values: KeyValueStore;
  readonly #secrets: SecretStore;
  readonly #resumeStates: ResumeStates | undefined;
  /** Removed accounts: writes still in flight for them are dropped. */
  readonly #removed = new Set<string>();

  /** @param resumeStates when absent, every start begins a new session */
  constructor(values: KeyValueStore, secrets: SecretStore, resumeStates?: ResumeStates) {
    this.#values = values;
    this.#secrets = secrets;
    this.#resumeStates = resumeStates;
    this.rooms = new PersistentRoomStore(values, secrets, (jid) => this.#removed.has(jid));
  }

  list(): readonly AccountRecord[] {
    return (this.#values.get(ACCOUNTS) as readonly AccountRecord[] | undefined) ?? [];
  }

  async save(record: AccountRecord): Promise<void> {
    const records = new Map(this.list().map((known) => [known.jid, known]));
    await this.#values.update(ACCOUNTS, [...records.set(record.jid, record).values()]);
  }

  async remove(jid: string): Promise<void> {
    this.#removed.add(jid);
    await this.deletePassword(jid);
    await this.#resumeStates?.remove(jid);
    await this.rooms.remove(jid);
    await this.#values.update(rosterKey(jid), undefined);
    await this.#values.update(requestsKey(jid), undefined);
    await this.#values.update(chatOptionsKey(jid), undefined);
    await this.#values.update(lastSeenKey(jid), undefined);
    await this.#values.update(avatarsKey(jid), undefined);
    await this.#values.update(
      ACCOUNTS,
      this.list().filter((record) => record.jid !== jid),
    );
  }

  async loadPassword(jid: string): Promise<string | undefined> {
    return this.#secrets.get(passwordKey(jid));
  }

  async savePassword(jid: string, password: string): Promise<void> {
    this.#removed.delete(jid);
    await this.#secrets.store(passwordKey(jid), password);
    await this.#resumeStates?.begin(jid);
  }

  loadRoster(jid: string): Roster | undefined {
    return unpackRoster(this.#values.get(rosterKey(jid)));
  }

  async saveRoster(jid: string, roster: Roster): Promise<void> {
    if (this.#removed.has(jid)) return;
    await this.#values.update(rosterKey(jid), packRoster(roster));
  }

  loadRequests(jid: string): readonly KeptRequest[] {
    const kept = v.safeParse(keptRequests, this.#values.get(requestsKey(jid)));
    return kept.success ? kept.output : [];
  }

  async saveRequests(jid: string, requests: readonly KeptRequest[]): Promise<void> {
    if (this.#removed.has(jid)) return;
    await this.#values.update(requestsKey(jid), requests.length > 0 ? requests : undefined);
  }

  loadChatOptions(jid: string): ReadonlyMap<string, ChatOptions> {
    const kept = v.safeParse(keptChatOptions, this.#values.get(chatOptionsKey(jid)));
    return new Map(kept.success ? kept.output : []);
  }

  async saveChatOptions(jid: string, options: ReadonlyMap<string, ChatOptions>): Promise<void> {
    if (this.#removed.has(jid)) return;
    const kept = options.size > 0 ? [...options] : undefined;
    await this.#values.update(chatOptionsKey(jid), kept);
  }

  loadLastSeen(jid: string): ReadonlyMap<string, number> {
    const kept = v.safeParse(keptLastSeen, this.#values.get(lastSeenKey(jid)));
    return new Map(kept.success ? kept.output : []);
  }

  async saveLastSeen(jid: string, seen: ReadonlyMap<string, number>): Promise<void> {
    if (this.#removed.has(jid)) return;
    await this.#values.update(lastSeenKey(jid), seen.size > 0 ? [...seen] : undefined);
  }

  loadAvatars(jid: string): ReadonlyMap<string, KnownAvatar> {
    const kept = v.safeParse(keptAvatars, this.#values.get(avatarsKey(jid)));
    return new Map(kept.success ? kept.output : []);
  }

  async saveAvatars(jid: string, avatars: ReadonlyMap<string, KnownAvatar>): Promise<void> {
    if (this.#removed.has(jid)) return;
    await this.#values.update(avatarsKey(jid), [...avatars]);
  }

  async saveResumeState(jid: string, state: KeptSession | undefined): Promise<void> {
    await this.#resumeStates?.save(jid, state);
  }

  async takeResumeState(jid: string): Promise<KeptSession | undefined> {
    return this.#resumeStates?.take(jid);
  }

  async deletePassword(jid: string): Promise<void> {
    await this.#secrets.delete(passwordKey(jid));
  }
}

/** Rooms, their occupants and a host that tells of them, for tests. */
import type { Api } from '../../src/api/channel.ts';
import type { Change, Topic, Topics } from '../../src/api/topics.ts';
import type { OccupantView, PrivateChatView, RoomInfoView, RoomView } from '../../src/api/views.ts';
import { account } from './contactTree.ts';

export function room(name: string, change: Partial<RoomView> = {}): RoomView {
  return {
    id: `${name.toLowerCase()}@rooms.example.org`,
    name,
    kind: 'public',
    nick: 'Me',
    phase: 'joined',
    isBookmarked: true,
    isAutojoined: true,
    occupants: 2,
    counts: { moderator: 1, participant: 1, visitor: 0, none: 0 },
    rights: ['write'],
    level: 'on-mention',
    unread: 0,
    mentions: 0,
    typing: [],
    showsActivity: true,
    ignored: [],
    ...change,
  };
}

export function occupant(id: string, change: Partial<OccupantView> = {}): OccupantView {
  return {
    id,
    role: 'participant',
    affiliation: 'none',
    show: 'available',
    isOwn: false,
    hats: [],
    actions: [],
    ...change,
  };
}

/** The chat with an occupant of the room `lobby`. */
export function privateChat(nick: string, change: Partial<PrivateChatView> = {}): PrivateChatView {
  return {
    id: `lobby@rooms.example.org/${nick}`,
    name: `${nick} in lobby`,
    nick,
    room: 'lobby@rooms.example.org',
    roomName: 'lobby',
    show: 'available',
    unread: 0,
    composing: false,
    newest: 1,
    ...change,
  };
}

export const info: RoomInfoView = {
  name: '',
  description: '',
  subject: '',
  isMembersOnly: false,
  isPasswordProtected: false,
  isModerated: false,
  isArchived: true,
};

/** A host with one account, whose topics change as told. */
export class RoomsHost {
  readonly asked: { readonly topic: string; readonly params: object }[] = [];
  readonly ended: object[] = [];
  readonly api: Api;
  readonly #listeners = new Map<string, ((change: never) => void)[]>();

  /** @param items what is there at first, by topic */
  constructor(items: Partial<{ readonly [T in Topic]: readonly Topics[T]['item'][] }> = {}) {
    const first: Partial<Record<Topic, readonly unknown[]>> = { accounts: [account], ...items };
    this.api = {
      request: () => Promise.reject(new Error('nothing is asked')),
      watch: (topic, params, listener) => {
        this.asked.push({ topic, params });
        const all = this.#listeners.get(topic) ?? [];
        this.#listeners.set(topic, [...all, listener]);
        listener({ kind: 'snapshot', items: first[topic] ?? [] } as never);
        return {
          dispose: () => {
            this.ended.push(params);
          },
        };
      },
    };
  }

  /** Tells those who watch a topic; with `at`, only the one that began as the `at`th. */
  tell<T extends Topic>(topic: T, change: Change<Topics[T]['item']>, at?: number): void {
    const listeners = this.#listeners.get(topic) ?? [];
    for (const [index, listener] of listeners.entries()) {
      if (at === undefined || at === index) listener(change as never);
    }
  }
}

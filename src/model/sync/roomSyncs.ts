import type { Jid } from '../../base/jid.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import type { Audience } from '../../xmpp/xep/0045-messages.ts';
import type { MentionReference } from '../../xmpp/xep/0372-references.ts';
import type { Chat, OlderMessages } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { Membership } from '../rooms/membership.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { isSmall } from '../rooms/smallRoom.ts';
import { Turns } from '../../base/turns.ts';
import type { Outcome } from './liveIntake.ts';
import { RoomSync, type RoomSyncDeps } from './roomSync.ts';

/** Maximum number of rooms' archives read at once. */
const READ_AT_ONCE = 3;

export interface RoomSyncsDeps extends Omit<RoomSyncDeps, 'room' | 'chat' | 'turn'> {
  readonly chats: Chats;
  readonly rooms: Pick<Rooms, 'find' | 'onDidChange'>;
}

/** Synchronizes all rooms of one account with their archives. */
export class RoomSyncs implements OlderMessages, Disposable {
  readonly #deps: RoomSyncsDeps;
  readonly #syncs = new Map<string, RoomSync>();
  readonly #turns = new Turns(READ_AT_ONCE);
  readonly #owned = new DisposableStore();

  constructor(deps: RoomSyncsDeps) {
    this.#deps = deps;
    this.#owned.add(
      deps.rooms.onDidChange(({ room, event }) => {
        this.#open(room).apply(event);
      }),
    );
  }

  /** Whether we are in the room of a chat, or of the occupant that it is with. */
  isInside({ jid }: Pick<Chat, 'jid'>): boolean {
    return this.#syncs.get(jid.bare)?.isInside === true;
  }

  /** Who has the nick of this occupant's JID now, as `Message.occupant`; `undefined` while we are outside. */
  present(jid: Jid): string | undefined {
    return this.#syncs.get(jid.bare)?.present(jid.resource);
  }

  /** The nick in a room of this `Message.occupant`, where the room discloses who they are. */
  nickOf(room: Jid, occupant: string): string | undefined {
    return this.#syncs.get(room.bare)?.nickOf(occupant);
  }

  /** Whom a text mentions in the room of a chat. */
  mentionsIn(text: string, chat: Chat): readonly MentionReference[] {
    return this.#syncs.get(chat.key.chat)?.mentionsIn(text) ?? [];
  }

  /** The recipients of chat states: none in a large room (XEP-0085 §5.5). */
  audienceOf(jid: Jid): Audience | undefined {
    const room = this.#deps.rooms.find(jid.bare);
    if (!room) return 'contact';
    return this.#syncs.get(jid.bare)?.isInside && isSmall(room.occupants) ? 'room' : undefined;
  }

  /** Whether a groupchat message is from a room that we are in, or that answers our joining it. */
  isOfRoom({ from }: RoomMessage): boolean {
    const phase = this.#deps.rooms.find(from.bare)?.state.phase;
    return phase === 'joined' || phase === 'joining' || phase === 'notSure';
  }

  /** Shows at once who is typing. */
  hearState(message: RoomMessage): void {
    this.#syncs.get(message.from.bare)?.hearState(message);
  }

  /** Adds messages received together, in the order of each room. */
  async receive(burst: readonly RoomMessage[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = burst.map(() => ({ status: 'fulfilled', value: undefined }));
    const rooms = new Set(burst.map(({ from }) => from.bare));
    await Promise.all(
      [...rooms].map(async (id) => {
        const places = [...burst.keys()].filter((at) => burst[at]?.from.bare === id);
        const messages = places.flatMap((at) => burst[at] ?? []);
        const results = (await this.#syncs.get(id)?.receive(messages)) ?? [];
        for (const [at, result] of results.entries()) outcomes[places[at] ?? 0] = result;
      }),
    );
    return outcomes;
  }

  /** Reads the archive of a room again after a message of it could not be stored. */
  catchUpLater(room: Jid): void {
    this.#syncs.get(room.bare)?.catchUpLater();
  }

  async load(chat: Chat, limit: number): Promise<boolean> {
    return (await this.#syncs.get(chat.key.chat)?.archive.load(chat, limit)) ?? false;
  }

  prefetch(chat: Chat, limit: number): void {
    this.#syncs.get(chat.key.chat)?.archive.prefetch(chat, limit);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const sync of this.#syncs.values()) sync.dispose();
  }

  #open(room: Membership): RoomSync {
    const id = room.room.bare;
    const known = this.#syncs.get(id);
    if (known?.room === room) return known;
    // A room that was forgotten and joined again has another membership.
    known?.dispose();
    const chat = this.#deps.chats.openRoom(room.room);
    const sync = new RoomSync({ ...this.#deps, room, chat, turn: () => this.#turns.take(false) });
    this.#syncs.set(id, sync);
    return sync;
  }
}

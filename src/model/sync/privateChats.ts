import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { Emitter } from '../../base/event.ts';
import { failure } from '../../base/userError.ts';
import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { Membership } from '../rooms/membership.ts';
import type { RoomOccupant } from '../rooms/occupantList.ts';
import type { RoomEvent } from '../rooms/roomEvents.ts';
import type { RoomChange, Rooms } from '../rooms/rooms.ts';
import type { RoomSyncs } from './roomSyncs.ts';

/**
 * Why nothing can be written to an occupant: we are outside the room; no occupant has the nick; or
 * another occupant may have it than before.
 */
export type PrivateObstacle = 'outside' | 'gone' | 'other';

/** What is known of the other side of a private chat. */
export interface PrivateState {
  /** The occupant with the nick now, while we are inside. */
  readonly occupant?: RoomOccupant | undefined;
  readonly obstacle?: PrivateObstacle;
  /** The nick that the one we wrote with has now, if it is another one. */
  readonly newNick?: string;
}

export interface PrivateChatsDeps {
  readonly chats: Chats;
  readonly chatStates: ChatStates;
  readonly rooms: Pick<Rooms, 'find' | 'onDidChange'>;
  readonly roomSyncs: Pick<RoomSyncs, 'present' | 'nickOf'>;
}

/**
 * Chats with the occupants of rooms (XEP-0045 §7.5). A nick is no person: the occupant of a chat is
 * identified by occupant-id, else by real JID, else by nick until that leaves (`roomSender.ts`). Under
 * another nick the same person has another chat.
 */
export class PrivateChats implements Disposable {
  readonly #deps: PrivateChatsDeps;
  readonly #owned = new DisposableStore();
  readonly #changed = new Emitter<readonly string[]>();

  /** The keys of the chats whose {@link stateOf} may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: PrivateChatsDeps) {
    this.#deps = deps;
    this.#owned.add(
      deps.rooms.onDidChange((change) => {
        this.#follow(change);
      }),
    );
  }

  /** The chat with the occupant who has this nick. @throws Failure if there is no such room or nick */
  open(room: Jid, nick: string): Chat {
    const { chats, rooms } = this.#deps;
    const jid = rooms.find(room.bare) && occupantJid(room, nick);
    if (!jid) throw failure('occupant-outside', { nick, room: shownAddress(room.bare) });
    return chats.openPrivate(jid);
  }

  stateOf(chat: Chat): PrivateState {
    const room = this.#deps.rooms.find(chat.jid.bare);
    if (!room || isOutside(room)) return { obstacle: 'outside' };
    // What is written while the room is being joined waits.
    if (room.state.phase !== 'joined') return {};
    const occupant = room.occupants.get(chat.jid.resource);
    const now = this.#deps.roomSyncs.present(chat.jid);
    const isFirst = chat.occupant === undefined && chat.newest === 0;
    if (occupant && (isFirst || now === chat.occupant)) return { occupant };
    const newNick = this.#deps.roomSyncs.nickOf(room.room, chat.occupant ?? '');
    return {
      occupant,
      obstacle: occupant ? 'other' : 'gone',
      ...(newNick !== undefined && { newNick }),
    };
  }

  /** To be called before something is sent to the occupant. @throws Failure if it must not be */
  admit(chat: Chat): void {
    const { obstacle } = this.stateOf(chat);
    const { resource: nick } = chat.jid;
    switch (obstacle) {
      case 'outside':
        throw failure('occupant-outside', { nick, room: shownAddress(chat.jid.bare) });
      case 'gone':
        throw failure('occupant-gone', { nick });
      case 'other':
        throw failure('occupant-other', { nick });
      case undefined:
        this.accept(chat);
    }
  }

  /** The user accepts the occupant who has the nick now. */
  accept(chat: Chat): void {
    const now = this.#deps.roomSyncs.present(chat.jid);
    if (now !== undefined) chat.meet(now);
  }

  /** Whether an occupant may get chat states and markers. */
  isReachable(jid: Jid): boolean {
    const chat = this.#deps.chats.find(jid.full);
    const { occupant, obstacle } = chat ? this.stateOf(chat) : {};
    return occupant !== undefined && obstacle === undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #follow({ room, event }: RoomChange): void {
    const { chats, chatStates } = this.#deps;
    const all = chats.withOccupantsOf(room.room.bare);
    if (all.length === 0) return;
    const touched = all.filter((chat) => this.#touches(event, chat));
    const left = event.kind === 'exited' || event.kind === 'renamed';
    const isOutside = event.kind === 'state' && room.state.phase !== 'joined';
    for (const chat of left || isOutside ? touched : []) {
      if (!isOutside && this.#deps.roomSyncs.present(chat.jid) !== undefined) continue;
      chat.typing.end();
      chatStates.forget(chat.jid);
    }
    if (touched.length > 0) this.#changed.fire(touched.map(({ key }) => key.chat));
  }

  /** Whether an event of its room may change the state of a chat. */
  #touches(event: RoomEvent, { jid, occupant }: Chat): boolean {
    const { roomSyncs } = this.#deps;
    switch (event.kind) {
      case 'state':
      case 'info':
        return true;
      case 'occupants':
        return event.change.kind === 'reset' || event.change.nicks.includes(jid.resource);
      case 'exited':
        return event.occupant.nick === jid.resource;
      // They may be those that a chat is with, by another nick.
      case 'entered':
      case 'renamed':
        return roomSyncs.present(jid) !== occupant || movedBy(event).includes(jid.resource);
      default:
        return false;
    }
  }
}

function movedBy(event: Extract<RoomEvent, { kind: 'entered' | 'renamed' }>): readonly string[] {
  return event.kind === 'entered' ? [event.occupant.nick] : [event.from, event.to];
}

/** Whether we are not in the room, and will not be by itself. */
function isOutside({ state }: Membership): boolean {
  return state.phase === 'idle' || (state.phase === 'left' && state.retryAt === undefined);
}

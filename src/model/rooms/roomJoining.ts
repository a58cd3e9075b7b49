import type { Jid } from '../../base/jid.ts';
import { Failure, type UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Membership } from './membership.ts';
import type { RoomBookmarks } from './roomBookmarks.ts';
import { roomFailure } from './roomErrors.ts';
import type { JoinOrder } from './roomEvents.ts';
import type { RoomNicks } from './roomNicks.ts';
import type { RoomPasswords } from './roomPasswords.ts';
import { roomTask } from './roomRequests.ts';
import type { RoomChange, Rooms } from './rooms.ts';
import { type RoomPreset, setUpRoom } from './roomSetUp.ts';

/** How the user wants to join a room. */
export interface RoomRequest {
  /** Bare. */
  readonly room: Jid;
  readonly nick: string;
  /** The one that is known of the room when absent. */
  readonly password?: string | undefined;
  /** Whether all clients of the account are to know the password; if absent, only this machine. */
  readonly keepPassword?: 'here' | 'everywhere' | undefined;
  /** Creates the room if it does not exist. */
  readonly create?: RoomPreset | undefined;
}

export interface RoomJoiningDeps {
  readonly rooms: Rooms;
  readonly bookmarks: Pick<RoomBookmarks, 'get' | 'joined' | 'left'>;
  readonly nicks: RoomNicks;
  readonly passwords: RoomPasswords;
  /** @throws Failure offline */
  readonly online: (task: UserError) => Session;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** A request that waits for us to be inside. */
interface Pending {
  readonly request: RoomRequest;
  isCreated: boolean;
  /** Called once: inside, with whether we have created the room. */
  settle: (result: boolean | Failure) => void;
}

/** Joins rooms by the user's request, and keeps what was requested once we are inside. */
export class RoomJoining {
  readonly #deps: RoomJoiningDeps;
  /** By the bare JID of the room. */
  readonly #pending = new Map<string, Pending>();

  constructor(deps: RoomJoiningDeps) {
    this.#deps = deps;
    deps.rooms.onDidChange((change) => {
      this.#hear(change);
    });
  }

  /**
   * Joins a room, and bookmarks it once we are inside: then it resolves. A room that we create is
   * set up and opened before, unless the user configures it: other users cannot enter before.
   *
   * @returns whether we have created it
   * @throws Failure `room-…` with the reason; where that may pass, joining goes on by itself
   */
  async join(request: RoomRequest, origin: JoinOrder['origin'] = 'user'): Promise<boolean> {
    this.#deps.online(roomTask('task.join-room', request.room));
    return await this.joinOnceOnline(request, origin);
  }

  /** The same, now or as soon as there is a session. @throws Failure as {@link join} */
  async joinOnceOnline(
    request: RoomRequest,
    origin: JoinOrder['origin'] = 'user',
  ): Promise<boolean> {
    const { rooms } = this.#deps;
    const { room, nick, create } = request;
    const password = request.password ?? (await this.knownPassword(room));
    return new Promise<boolean>((resolve, reject) => {
      const former = this.#pending.get(room.bare);
      const settle = (result: boolean | Failure) => {
        former?.settle(result);
        if (result instanceof Failure) reject(result);
        else resolve(result);
      };
      this.#pending.set(room.bare, { request, isCreated: false, settle });
      const order = { nick, origin, password, ...(create && { create: 'locked' as const }) };
      this.#look(rooms.join(room, order));
    });
  }

  /** The password of a room, as it was typed here or is in its bookmark; empty if none. */
  async knownPassword(room: Jid): Promise<string> {
    const typed = await this.#deps.passwords.get(room);
    return typed ?? this.#deps.bookmarks.get(room.bare)?.password ?? '';
  }

  #hear({ room, event }: RoomChange): void {
    const pending = this.#pending.get(room.room.bare);
    if (event.kind === 'created' && pending) pending.isCreated = true;
    else if (event.kind === 'state') this.#look(room);
  }

  #look(membership: Membership): void {
    const { room, state } = membership;
    const pending = this.#pending.get(room.bare);
    if (state.phase === 'joined' && pending) {
      // Whether we have created the room comes right after.
      queueMicrotask(() => {
        if (this.#pending.get(room.bare) === pending) void this.#enter(membership, pending);
      });
    } else if (state.phase === 'left') {
      const { reason, retryAt } = state;
      if (retryAt === undefined) this.#pending.delete(room.bare);
      const error = reason && new Failure(reason.error);
      pending?.settle(error ?? roomFailure('room-not-joined', room));
      if (error?.code === 'room-destroyed') this.#disableAutojoin(room);
    }
  }

  async #enter(membership: Membership, { request, isCreated, settle }: Pending): Promise<void> {
    const { room, create } = request;
    this.#pending.delete(room.bare);
    try {
      if (isCreated && create && create !== 'configure') {
        await setUpRoom(this.#deps.online(roomTask('task.join-room', room)), room, create);
        // What follows, such as inviting others, depends on it.
        await membership.learn();
      }
    } catch (error) {
      this.#deps.report('setting up a room', error);
      membership.leave();
      settle(roomFailure('room-not-configured', room));
      return;
    }
    await this.#keep(membership, request);
    settle(isCreated);
  }

  async #keep({ room, nick }: Membership, request: RoomRequest): Promise<void> {
    const { bookmarks, nicks, passwords, report } = this.#deps;
    const { password, keepPassword } = request;
    const isShared = keepPassword === 'everywhere';
    nicks.remember(room, nick);
    if (password !== undefined) await passwords.set(room, isShared ? undefined : password);
    const shared = isShared && password !== undefined ? { password } : {};
    // A bookmark that waits for the server must not keep the user waiting.
    bookmarks.joined(room, { nick, ...shared }).catch((error: unknown) => {
      report('keeping a bookmark', error);
    });
  }

  #disableAutojoin(room: Jid): void {
    this.#deps.bookmarks.left(room).catch((error: unknown) => {
      this.#deps.report('changing a bookmark', error);
    });
  }
}

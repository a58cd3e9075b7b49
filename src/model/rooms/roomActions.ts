import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import type { UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { sendSubject } from '../../xmpp/xep/0045-notices.ts';
import { requestVoice } from '../../xmpp/xep/0045-voice.ts';
import { explain } from '../explain.ts';
import type { Membership } from './membership.ts';
import type { NotificationLevel, NotificationLevels } from './notificationLevel.ts';
import type { RoomBookmarks } from './roomBookmarks.ts';
import { roomFailure } from './roomErrors.ts';
import type { RoomNicks } from './roomNicks.ts';
import type { RoomPasswords } from './roomPasswords.ts';
import { changeFailure, roomTask, sendToRoom } from './roomRequests.ts';
import type { Rooms } from './rooms.ts';

export interface RoomActionsDeps {
  readonly rooms: Rooms;
  readonly bookmarks: RoomBookmarks;
  readonly levels: NotificationLevels;
  readonly nicks: RoomNicks;
  readonly passwords: RoomPasswords;
  /** @throws Failure offline */
  readonly online: (task: UserError) => Session;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** What any occupant can do in a room, and what the user has stored of rooms. */
export class RoomActions {
  readonly #deps: RoomActionsDeps;

  constructor(deps: RoomActionsDeps) {
    this.#deps = deps;
  }

  /** Leaves a room, which is then not joined by itself any more. @throws Failure */
  async leave(room: Jid): Promise<void> {
    this.#deps.rooms.find(room.bare)?.leave();
    await this.#store(room, this.#deps.bookmarks.left(room));
  }

  /** Leaves a room, and removes its bookmark and password. @throws Failure */
  async forget(room: Jid): Promise<void> {
    const { bookmarks, passwords, rooms } = this.#deps;
    rooms.forget(room);
    await passwords.set(room, undefined);
    await this.#store(room, bookmarks.remove(room));
  }

  /** Gives the bookmark of a room a name; empty for that of the room. @throws Failure */
  async rename(room: Jid, name: string): Promise<void> {
    await this.#store(room, this.#deps.bookmarks.change(room, { name }));
  }

  /** Chooses which messages of a room notify. @throws Failure */
  async setLevel(room: Jid, level: NotificationLevel): Promise<void> {
    await this.#store(room, this.#deps.levels.choose(room, level));
  }

  /** Changes our nick in a room, and then in its bookmark. @throws Failure `room-nick` */
  async changeNick(room: Jid, nick: string): Promise<void> {
    const { bookmarks, nicks, report } = this.#deps;
    const { membership } = this.inside(room);
    await membership.changeNick(nick);
    nicks.remember(room, membership.nick);
    if (!bookmarks.get(room.bare)) return;
    bookmarks.change(room, { nick: membership.nick }).catch((error: unknown) => {
      report('keeping the nick in a bookmark', error);
    });
  }

  /** Sets the subject of a room; empty to clear it. @throws Failure */
  async setSubject(room: Jid, subject: string): Promise<void> {
    await this.#send(room, (session, id) => {
      sendSubject(session, { id, room, subject });
    });
  }

  /** Asks the moderators of a room to be allowed to write (XEP-0045 §7.13). @throws Failure */
  async requestVoice(room: Jid): Promise<void> {
    await this.#send(room, (session, id) => {
      requestVoice(session, { id, room });
    });
  }

  /** A room that we are in, for requests about it. @throws Failure offline, or `room-not-joined` */
  inside(
    room: Jid,
    task = roomTask('task.change-room', room),
  ): { readonly session: Session; readonly membership: Membership } {
    const session = this.#deps.online(task);
    const membership = this.#deps.rooms.find(room.bare);
    if (!membership?.occupant) throw roomFailure('room-not-joined', room);
    return { session, membership };
  }

  async #send(room: Jid, send: (session: Session, id: string) => void): Promise<void> {
    const { session } = this.inside(room);
    const id = randomUUID();
    try {
      await sendToRoom(session, room, id, () => {
        send(session, id);
      });
    } catch (error) {
      throw changeFailure(error, room);
    }
  }

  async #store(room: Jid, work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => {
      throw explain(error, roomTask('task.change-room', room));
    });
  }
}

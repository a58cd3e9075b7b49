import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { fetchRoomPage } from '../../xmpp/im/messageArchive.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { MentionReference } from '../../xmpp/xep/0372-references.ts';
import type { Chat } from '../chats/chat.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { RoomAuthors } from '../chats/roomAddition.ts';
import type { History } from '../history.ts';
import type { IgnoredOccupants } from '../rooms/ignoredOccupants.ts';
import type { Membership } from '../rooms/membership.ts';
import { mentionedIn } from '../rooms/mentioned.ts';
import type { RoomEvent } from '../rooms/roomEvents.ts';
import { isSmall } from '../rooms/smallRoom.ts';
import type { Outbox } from '../sending/outbox.ts';
import { ArchiveIntake } from './archiveIntake.ts';
import type { Backpressure } from './backpressure.ts';
import { CatchUp } from './catchUp.ts';
import { ChatArchive } from './chatArchive.ts';
import { LiveIntake, type Outcome } from './liveIntake.ts';
import { RoomReading } from './roomReading.ts';
import { RoomStays } from './roomStays.ts';

/** Number of messages read of the archive of a room that was never read before. */
const NEWEST = 50;
export interface RoomSyncDeps {
  readonly account: Jid;
  readonly room: Membership;
  readonly chat: Chat;
  readonly outbox: Outbox;
  readonly history: History;
  readonly clock: Clock;
  readonly backpressure: Backpressure;
  /** As {@link ChatArchiveDeps.keptSince}. */
  readonly keptSince: () => number | undefined;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  readonly markers: Pick<DisplayedMarkers, 'ask'>;
  /** Whom the user ignores in rooms. */
  readonly ignored: Pick<IgnoredOccupants, 'has'>;
  /** Words besides the nick that count as a mention of the user. */
  readonly words: () => readonly string[];
  /** Resolves when this archive may be read; disposing the result lets the next one. */
  readonly turn: () => Promise<Disposable>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Synchronizes one room with its archive, and our messages with what it returns. */
export class RoomSync implements Disposable {
  readonly #deps: RoomSyncDeps;
  readonly #live: LiveIntake<RoomMessage>;
  readonly archive: ChatArchive<RoomMessage>;
  readonly #stays: RoomStays;

  constructor(deps: RoomSyncDeps) {
    this.#deps = deps;
    const { account, chat, room, history, outbox, clock, session } = deps;
    const reading = new RoomReading({
      ...{ account, chat, markers: deps.markers, authors: () => this.#authors() },
      isSmall: () => isSmall(room.occupants),
      returned: (ids) => {
        outbox.confirm(ids);
      },
      unplaced: () => {
        this.#stays.readLater();
      },
    });
    const { liveOrder } = chat;
    const isAvailable = () => Promise.resolve(room.info?.hasArchive === true);
    const intake = new ArchiveIntake({ history, liveOrder, reading });
    intake.onArchived((ids) => {
      outbox.confirm(ids);
    });
    this.#live = new LiveIntake({ reading, backpressure: deps.backpressure });
    const catchUp = new CatchUp({
      ...{ account, archive: room.room, history, clock, liveOrder, intake, isAvailable },
      fetch: (session, query) => fetchRoomPage(session, room.room, query),
      newest: () => Promise.resolve(NEWEST),
    });
    this.#stays = new RoomStays({ ...deps, reading, intake, catchUp });
    this.archive = new ChatArchive({
      ...{ history, intake, isAvailable, keptSince: deps.keptSince },
      session: () => (this.#stays.isInside && catchUp.isDone ? session() : undefined),
      fetch: (session, _, query) => fetchRoomPage(session, room.room, query),
      report: (error) => {
        deps.report('reading the archive of a room', error);
      },
    });
  }

  get room(): Membership {
    return this.#deps.room;
  }

  /** Whether messages to the room reach it. */
  get isInside(): boolean {
    return this.#stays.isInside;
  }

  /** Something happened in the room. */
  apply(event: RoomEvent): void {
    if (event.kind === 'state' || event.kind === 'info') this.#stays.follow();
    else if (event.kind === 'exited') this.#deps.chat.typing.end(event.occupant.nick);
    else if (event.kind === 'renamed') this.#deps.chat.typing.end(event.from);
  }

  /** The sender that messages of the occupant with this nick have; `undefined` if there is none. */
  present(nick: string): string | undefined {
    const { room } = this.#deps;
    return this.#stays.hasBegun && room.occupants.get(nick) ? room.senders.of(nick) : undefined;
  }

  /** The nick of the sender of messages, if the room discloses who they are. */
  nickOf(sender: string): string | undefined {
    return this.#stays.hasBegun ? this.#deps.room.senders.nickOf(sender) : undefined;
  }

  /** Whom a text mentions. */
  mentionsIn(text: string): readonly MentionReference[] {
    const { room } = this.#deps;
    return mentionedIn(text, {
      room: room.room,
      occupants: room.occupants.values(),
      isNonAnonymous: room.info?.anonymity === 'non-anonymous',
    });
  }

  /** Adds messages received together, live or from the room's history. */
  receive(burst: readonly RoomMessage[]): Promise<readonly Outcome[]> {
    return this.#live.receive(burst);
  }

  /** Shows at once who is typing, without waiting for storage. */
  hearState({ chatState, room: { nick } }: RoomMessage): void {
    const { chat, room } = this.#deps;
    if (nick === undefined || nick === room.nick) return;
    if (this.#isIgnored(room.senders.of(nick))) return;
    if (chatState === 'composing') chat.typing.begin(nick);
    else if (chatState) chat.typing.end(nick);
  }

  /** Reads the archive again after a message could not be stored. */
  catchUpLater(): void {
    this.#stays.catchUpLater();
  }

  dispose(): void {
    this.#stays.leave();
  }

  #authors(): RoomAuthors {
    const { account, room, words } = this.#deps;
    const hasOccupantIds = room.info?.hasOccupantIds === true;
    return {
      room: room.room,
      account,
      nick: room.nick,
      occupantId: hasOccupantIds ? room.self?.occupantId : undefined,
      hasOccupantIds,
      present: (nick) => room.senders.of(nick),
      isIgnored: (sender) => this.#isIgnored(sender),
      words: words(),
      returned: (ids, body) => this.#deps.outbox.returnedBy(this.#deps.chat, ids, body),
    };
  }

  #isIgnored(sender: string): boolean {
    const { ignored, room } = this.#deps;
    return ignored.has(room.room.bare, sender);
  }
}

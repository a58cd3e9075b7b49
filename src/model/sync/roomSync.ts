import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { fetchRoomPage } from '../../xmpp/im/messageArchive.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { MentionReference } from '../../xmpp/xep/0372-references.ts';
import type { Chat } from '../chats/chat.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { RoomAuthors } from '../chats/roomAddition.ts';
import { isTransientStorageError } from '../failure.ts';
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

/** Number of messages read of the archive of a room that was never read before. */
const NEWEST = 50;
/** Delay until a room has archived what it received, and before storing is tried again. In ms. */
const RECHECK_MS = 2000;
const RETRY_MS = 10_000;
/** Number of failures to read the archive, while online, after which what it may have is sent again. */
const MAX_FAILURES = 5;

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

/** One time that we are in a room. What was begun in an earlier one is not gone on with. */
interface Stay {
  /** Whether nothing of the room was known before: then its history is not news. */
  readonly isFirst: boolean;
  /** What was, or is being, read to learn what was missed. */
  read?: 'history' | 'archive';
}

/** Synchronizes one room with its archive, and our messages with what it returns. */
export class RoomSync implements Disposable {
  readonly #deps: RoomSyncDeps;
  readonly #reading: RoomReading;
  readonly #live: LiveIntake<RoomMessage>;
  readonly #intake: ArchiveIntake<RoomMessage>;
  readonly #catchUp: CatchUp<RoomMessage>;
  readonly archive: ChatArchive<RoomMessage>;
  /** Since we came in; absent outside. */
  #stay: Stay | undefined;
  #isInside = false;
  #timer: Disposable | undefined;

  constructor(deps: RoomSyncDeps) {
    this.#deps = deps;
    const { account, chat, room, history, outbox, clock, session } = deps;
    const reading = (this.#reading = new RoomReading({
      ...{ account, chat, markers: deps.markers, authors: () => this.#authors() },
      isSmall: () => isSmall(room.occupants),
      returned: (ids) => {
        outbox.confirm(ids);
      },
      unplaced: () => {
        this.#later(RECHECK_MS);
      },
    }));
    const { liveOrder } = chat;
    const isAvailable = () => Promise.resolve(room.info?.hasArchive === true);
    const intake = (this.#intake = new ArchiveIntake({ history, liveOrder, reading }));
    intake.onArchived((ids) => {
      outbox.confirm(ids);
    });
    this.#live = new LiveIntake({ reading, backpressure: deps.backpressure });
    this.#catchUp = new CatchUp({
      ...{ account, archive: room.room, history, clock, liveOrder, intake, isAvailable },
      fetch: (session, query) => fetchRoomPage(session, room.room, query),
      newest: () => Promise.resolve(NEWEST),
    });
    this.archive = new ChatArchive({
      ...{ history, intake, isAvailable, keptSince: deps.keptSince },
      session: () => (this.#isInside && this.#catchUp.isDone ? session() : undefined),
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
    return this.#isInside;
  }

  /** Something happened in the room. */
  apply(event: RoomEvent): void {
    if (event.kind === 'state' || event.kind === 'info') this.#follow();
    else if (event.kind === 'exited') this.#deps.chat.typing.end(event.occupant.nick);
    else if (event.kind === 'renamed') this.#deps.chat.typing.end(event.from);
  }

  /** The sender that messages of the occupant with this nick have; `undefined` if there is none. */
  present(nick: string): string | undefined {
    const { room } = this.#deps;
    return this.#stay && room.occupants.get(nick) ? room.senders.of(nick) : undefined;
  }

  /** The nick of the sender of messages, if the room discloses who they are. */
  nickOf(sender: string): string | undefined {
    return this.#stay && this.#deps.room.senders.nickOf(sender);
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
    this.#later(RETRY_MS);
  }

  dispose(): void {
    this.#leave();
  }

  /** Follows our membership: what we sent while outside, and what we missed, is settled inside. */
  #follow(): void {
    const { room, outbox } = this.#deps;
    const { state } = room;
    if (state.phase !== 'joined') {
      // Not sure: the service may come back with us inside.
      if (state.phase === 'notSure') this.#isInside = false;
      else this.#leave();
      return;
    }
    const stay = (this.#stay ??= this.#enter());
    if (!this.#isInside) {
      this.#isInside = true;
      outbox.enterRoom();
    }
    const source = room.info?.hasArchive ? 'archive' : state.hasHistory ? 'history' : undefined;
    if (source === undefined || stay.read === 'archive' || stay.read === source) return;
    stay.read = source;
    void this.#settle(stay);
  }

  #enter(): Stay {
    const { chat, outbox } = this.#deps;
    this.#catchUp.begin(outbox.waiting((other) => other === chat));
    chat.catchUp();
    this.#reading.begin();
    return { isFirst: chat.newest === 0 };
  }

  #leave(): void {
    const { chat, outbox } = this.#deps;
    this.#timer?.dispose();
    this.#timer = undefined;
    chat.typing.end();
    this.#isInside = false;
    if (!this.#stay) return;
    this.#stay = undefined;
    outbox.loseRoom(chat);
  }

  /** Reads what was missed; then what is still unconfirmed is sent again. */
  async #settle(stay: Stay): Promise<void> {
    const { chat, outbox, clock, report, session } = this.#deps;
    for (let failures = 0; ;) {
      try {
        await this.#readMissed(stay);
        break;
      } catch (error) {
        report('reading the archive of a room', error);
        if (stay !== this.#stay) return;
        // What comes now is news.
        chat.announceArchived();
        // What the room may have is not sent again as long as reading may succeed.
        if (session()) failures += 1;
        const mayRetry = isPassing(error) && outbox.isUnconfirmed(chat) && failures < MAX_FAILURES;
        if (!mayRetry) {
          if (isTransientStorageError(error) || isDisconnection(error)) this.catchUpLater();
          break;
        }
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
    if (stay !== this.#stay) return;
    outbox.settleRoom(chat);
    this.#later(RECHECK_MS);
  }

  /** @throws StanzaError, Failure */
  async #readMissed(stay: Stay): Promise<void> {
    const { chat, outbox, clock } = this.#deps;
    await this.#read(stay);
    if (stay.isFirst) await this.#markHistoryRead();
    chat.announceArchived();
    if (outbox.isUnconfirmed(chat)) {
      // A busy room may not have archived yet what it received.
      await new Promise<void>((resolve) => clock.after(RECHECK_MS, resolve));
      await this.#read(stay);
      chat.announceArchived();
    }
    if (stay === this.#stay) await this.#orderQueue();
  }

  /** What waits, the room will have behind all that it has now. @throws Failure */
  async #orderQueue(): Promise<void> {
    const { chat, outbox } = this.#deps;
    const last = this.#intake.lastOf(chat.key.chat);
    const waiting = [...outbox.waiting((other) => other === chat)].map(([, id]) => id);
    if (last !== undefined && waiting.length > 0) await chat.order([last, ...waiting]);
  }

  /** What was said before we came for the first time is no news. @throws Failure */
  async #markHistoryRead(): Promise<void> {
    const { chat, history } = this.#deps;
    const { firstNews } = this.#reading;
    // Its copy in the archive may have come first.
    const [first] = firstNews ? await history.findCopies([firstNews]) : [];
    if (!first) {
      await chat.markRead();
      return;
    }
    const [last] = await history.load(chat.key, { before: first.id, limit: 1 });
    if (last) await chat.markRead(last.id);
  }

  /** @throws StanzaError, Failure */
  async #read(stay: Stay): Promise<void> {
    const { session, turn } = this.#deps;
    const mine = await turn();
    try {
      const online = session();
      if (stay !== this.#stay) return;
      // The connection may be back, with us still inside.
      if (!online) throw new StanzaError('not-connected', { type: 'wait' });
      await this.#catchUp.run(online);
    } finally {
      mine.dispose();
    }
  }

  #later(delay: number): void {
    this.#timer ??= this.#deps.clock.after(delay, () => {
      this.#timer = undefined;
      void this.#readAgain();
    });
  }

  /** What was received meanwhile may have been archived before what we have live. */
  async #readAgain(): Promise<void> {
    const { session, chat, report } = this.#deps;
    const online = session();
    if (!this.#isInside) return;
    if (!online) {
      // The session may be resumed, with us inside.
      this.#later(RETRY_MS);
      return;
    }
    try {
      // Everybody sees the messages of a room in the order of its archive.
      await this.#catchUp.runAgain(online, false);
      chat.announceArchived();
    } catch (error) {
      if (isTransientStorageError(error) || isDisconnection(error)) this.catchUpLater();
      report('reading the archive of a room', error);
    }
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

function isDisconnection(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'not-connected';
}

/** Whether reading an archive may succeed later. */
function isPassing(error: unknown): boolean {
  return isTransientStorageError(error) || (error instanceof StanzaError && error.type === 'wait');
}

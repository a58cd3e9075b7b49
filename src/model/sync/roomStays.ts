import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Chat } from '../chats/chat.ts';
import { isTransientStorageError } from '../failure.ts';
import type { History } from '../history.ts';
import { PATIENCE_MS } from '../patience.ts';
import type { Membership } from '../rooms/membership.ts';
import type { Outbox } from '../sending/outbox.ts';
import type { ArchiveIntake } from './archiveIntake.ts';
import type { CatchUp } from './catchUp.ts';
import type { RoomReading } from './roomReading.ts';

/** Delay until a room has archived what it received, and before storing is tried again. In ms. */
const RECHECK_MS = 2000;
const RETRY_MS = 10_000;
/** Number of failures to read the archive, while online, after which what it may have is sent again. */
const MAX_FAILURES = 5;

/** The dependencies of {@link RoomStays}. */
export interface RoomStaysDeps {
  readonly room: Membership;
  readonly chat: Chat;
  readonly outbox: Outbox;
  readonly history: History;
  readonly clock: Clock;
  readonly reading: RoomReading;
  readonly intake: ArchiveIntake<RoomMessage>;
  readonly catchUp: CatchUp<RoomMessage>;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
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

/** Follows our stays in a room: each time we come in, what was missed is read, and what waits is sent. */
export class RoomStays {
  readonly #deps: RoomStaysDeps;
  /** Since we came in; absent outside. */
  #stay: Stay | undefined;
  #isInside = false;
  #timer: Disposable | undefined;

  constructor(deps: RoomStaysDeps) {
    this.#deps = deps;
  }

  /** Whether messages to the room reach it. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /** Whether its occupants are known, also while it is not sure that we are inside. */
  get hasBegun(): boolean {
    return this.#stay !== undefined;
  }

  /** Reads the archive again, once it has what the room has received. */
  readLater(): void {
    this.#later(RECHECK_MS);
  }

  /** Reads the archive again after a message could not be stored. */
  catchUpLater(): void {
    this.#later(RETRY_MS);
  }

  /** Follows our membership: what we sent while outside, and what we missed, is settled inside. */
  follow(): void {
    const { room, outbox } = this.#deps;
    const { state } = room;
    if (state.phase !== 'joined') {
      // Not sure: the service may come back with us inside.
      if (state.phase === 'notSure') this.#isInside = false;
      else this.leave();
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
    void this.#readAndResend(stay);
  }

  #enter(): Stay {
    const { chat, outbox, catchUp, reading } = this.#deps;
    catchUp.begin(outbox.waiting((other) => other === chat));
    chat.catchUp();
    reading.begin();
    return { isFirst: chat.newest === 0 };
  }

  /** We are outside. */
  leave(): void {
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
  async #readAndResend(stay: Stay): Promise<void> {
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
          if (isTransientStorageError(error) || isDisconnection(error)) this.#later(RETRY_MS);
          break;
        }
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
    if (stay !== this.#stay) return;
    outbox.resendUnconfirmedOf(chat);
    this.readLater();
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
    const { chat, outbox, intake } = this.#deps;
    const last = intake.lastOf(chat.key.chat);
    const waiting = [...outbox.waiting((other) => other === chat)].map(([, id]) => id);
    if (last !== undefined && waiting.length > 0) await chat.order([last, ...waiting]);
  }

  /** What was said before we came for the first time is no news. @throws Failure */
  async #markHistoryRead(): Promise<void> {
    const { chat, history, reading } = this.#deps;
    const { firstNews } = reading;
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
    const { chat, clock, session, turn, catchUp } = this.#deps;
    const mine = await turn();
    const patience = clock.after(PATIENCE_MS, () => {
      mine.dispose();
      // What comes meanwhile is news, whatever the archive has.
      if (stay === this.#stay && !stay.isFirst) chat.announceArchived();
    });
    try {
      const online = session();
      if (stay !== this.#stay) return;
      // The connection may be back, with us still inside.
      if (!online) throw new StanzaError('not-connected', { type: 'wait' });
      await catchUp.run(online);
    } finally {
      patience.dispose();
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
    const { session, chat, catchUp, report } = this.#deps;
    const online = session();
    if (!this.#isInside) return;
    if (!online) {
      // The session may be resumed, with us inside.
      this.#later(RETRY_MS);
      return;
    }
    try {
      // Everybody sees the messages of a room in the order of its archive.
      await catchUp.runAgain(online, false);
      chat.announceArchived();
    } catch (error) {
      if (isTransientStorageError(error) || isDisconnection(error)) this.#later(RETRY_MS);
      report('reading the archive of a room', error);
    }
  }
}

function isDisconnection(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'not-connected';
}

/** Whether reading an archive may succeed later. */
function isPassing(error: unknown): boolean {
  return isTransientStorageError(error) || (error instanceof StanzaError && error.type === 'wait');
}

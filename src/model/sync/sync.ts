import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { Backpressure } from './backpressure.ts';
import { CatchUp } from './catchUp.ts';
import { ChatArchive } from './chatArchive.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { isTransientStorageError } from '../failure.ts';
import type { History } from '../history.ts';
import { Intake } from './intake.ts';
import type { Outbox } from '../sending/outbox.ts';
import { ReadSync } from './readSync.ts';

/** What a server has got, it has archived after so long. In milliseconds. */
const RECHECK_MS = 2000;
/** An archive that gives no answer is asked so often before what may have arrived is sent again. */
const RECHECKS = 3;
/** A history that could keep nothing, as for want of room, is tried again after so long. In milliseconds. */
const RETRY_MS = 10_000;
/** An archive that may have what the server does not hand over is asked again after so long. In milliseconds. */
const WATCH_MS = 10_000;

export interface SyncDeps {
  readonly account: Jid;
  readonly chats: Chats;
  readonly contacts: Contacts;
  readonly markers: DisplayedMarkers;
  readonly outbox: Outbox;
  readonly history: History;
  readonly clock: Clock;
  /** `undefined` while there is none. */
  readonly session: () => Session | undefined;
  /** Whether the server hands over all that comes to the account. */
  readonly isToldAll: () => boolean;
  /** Hears of errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Keeps an account in step with its archive and with our other clients. */
export class Sync {
  readonly backpressure: Backpressure;
  readonly intake: Intake;
  readonly archive: ChatArchive;
  readonly readSync: ReadSync;
  readonly #deps: SyncDeps;
  readonly #catchUp: CatchUp;
  #release: () => void = () => undefined;
  #retry: Disposable | undefined;
  #watch: Disposable | undefined;
  #recheck: Disposable | undefined;

  constructor(deps: SyncDeps) {
    const { session, outbox, report } = deps;
    this.#deps = deps;
    this.backpressure = new Backpressure(session);
    this.intake = new Intake({ ...deps, backpressure: this.backpressure });
    this.intake.onArchived((ids) => {
      outbox.confirm(ids);
    });
    this.#catchUp = new CatchUp({ ...deps, intake: this.intake });
    this.archive = new ChatArchive({
      ...deps,
      intake: this.intake,
      // What is new comes first.
      session: () => (this.#catchUp.isDone ? session() : undefined),
      report: (error) => {
        report('reading the archive', error);
      },
    });
    this.readSync = new ReadSync({
      ...deps,
      report: (error) => {
        report('telling what was read', error);
      },
    });
  }

  /** Whether all was read that was in the archive when the session began, and nothing is in doubt. */
  get isDone(): boolean {
    return this.#catchUp.isDone && !this.#deps.outbox.isDoubtful;
  }

  /**
   * A session begins that is new to us; what it brings from now on is newer than what its archive
   * has. One that another process began brings first what that one missed, or did not keep.
   */
  begin(resumed = false): void {
    if (resumed) this.#release = this.intake.hold();
    this.#catchUp.begin(this.#deps.outbox.waiting());
  }

  /**
   * Reads what was missed. What was sent in a session that is lost is sent again once the archive
   * says what it has.
   */
  async run(session: Session): Promise<void> {
    const { chats, outbox } = this.#deps;
    await this.#try('reading the archive', this.#readOn(session));
    this.release();
    for (const chat of chats.values()) chat.announceArchived();
    this.watch();
    if (outbox.isDoubtful) await this.#resendUnconfirmed(session);
    else if (session.jid) outbox.settle();
    if (session.jid) this.#recheckLater();
    await this.#try('telling what was read', this.readSync.flush());
  }

  /**
   * As long as the server does not hand over all that comes, the archive is asked for it: without
   * available presence, messages to the account go to other clients or are only kept (RFC 6121
   * §8.5.2), and without carbons (XEP-0280) other clients' messages go to these alone.
   */
  watch(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    if (this.#deps.isToldAll()) return;
    this.#watch = this.#deps.clock.after(WATCH_MS, () => {
      void this.readNews();
    });
  }

  /** Reads what the archive has got since, and goes on with {@link watch}. */
  async readNews(): Promise<void> {
    const session = this.#deps.session();
    // Without a session, the next one reads on.
    if (!session) return;
    await this.#try('reading the archive', this.#catchUp.run(session));
    for (const chat of this.#deps.chats.values()) chat.announceArchived();
    this.watch();
  }

  /** Something of what came could not be kept: once it can, the archive has it still. */
  catchUpLater(): void {
    this.#retry ??= this.#deps.clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      const session = this.#deps.session();
      // Without a session, the next one reads on.
      if (session) void this.#try('reading the archive', this.#catchUp.run(session));
    });
  }

  /**
   * A busy server archives what it has got a moment later: what went to the former process, or in the
   * meantime, was not there yet, and what came by itself stood before it.
   */
  #recheckLater(): void {
    this.#recheck?.dispose();
    this.#recheck = this.#deps.clock.after(RECHECK_MS, () => {
      this.#recheck = undefined;
      void this.#recheckNow();
    });
  }

  async #recheckNow(): Promise<void> {
    const session = this.#deps.session();
    // Without a session, the next one reads on.
    if (!session) return;
    await this.#try('reading the archive', this.#catchUp.runAgain(session));
    for (const chat of this.#deps.chats.values()) chat.announceArchived();
  }

  /** What came by itself waits no longer for the archive. */
  release(): void {
    this.#release();
  }

  dispose(): void {
    this.release();
    this.#retry?.dispose();
    this.#watch?.dispose();
    this.#recheck?.dispose();
    this.readSync.dispose();
  }

  async #readOn(session: Session): Promise<void> {
    const firstRead = await this.#catchUp.run(session);
    const displayed = await this.readSync.fetch(session);
    // Of the rest, nobody knows what the user has seen elsewhere before this client came.
    for (const id of firstRead) {
      if (!displayed.has(id)) await this.#deps.chats.find(id)?.markRead();
    }
  }

  /** Sends again what may have arrived, but for what the archive has. */
  async #resendUnconfirmed(session: Session): Promise<void> {
    // A busy server may not have archived yet what it has got.
    for (let tries = 0; tries < RECHECKS; tries++) if (await this.#readAgain(session)) break;
    // Without a session, the next one reads on.
    if (!session.jid) return;
    const { outbox } = this.#deps;
    const sent = outbox.settle();
    while (outbox.isSending(sent)) if (!(await this.#pause(session))) return;
    // While that waited, other messages came, which the archive has before it.
    await this.#readAgain(session);
  }

  /** Reads, after a while, what the archive has got since. Result: whether that was read. */
  async #readAgain(session: Session): Promise<boolean> {
    if (!(await this.#pause(session))) return false;
    return this.#try('reading the archive', this.#catchUp.run(session));
  }

  /** Result: whether there is a session still. */
  async #pause(session: Session): Promise<boolean> {
    await new Promise<void>((resolve) => this.#deps.clock.after(RECHECK_MS, resolve));
    return session.jid !== undefined;
  }

  /** Result: whether it was done. */
  async #try(what: string, work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (isTransientStorageError(error)) this.catchUpLater();
      this.#deps.report(what, error);
      return false;
    }
  }
}

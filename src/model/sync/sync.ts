import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { fetchPage } from '../../xmpp/im/messageArchive.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { hasArchive } from '../../xmpp/xep/0313-archive.ts';
import { ArchiveIntake } from './archiveIntake.ts';
import { Backpressure } from './backpressure.ts';
import { CatchUp } from './catchUp.ts';
import { ChatArchive } from './chatArchive.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { isTransientStorageError } from '../failure.ts';
import type { History } from '../history.ts';
import { LiveIntake } from './liveIntake.ts';
import { PATIENCE_MS, patiently } from '../patience.ts';
import type { Outbox } from '../sending/outbox.ts';
import { fetchOf } from './privateArchive.ts';
import { ReadSync } from './readSync.ts';
import { References, type ReferencesDeps } from './references.ts';

/** Delay until a server has archived what it received, in milliseconds. */
const RECHECK_MS = 2000;
/** Number of messages read of the archive of an account of which nothing is stored. */
const NEWEST = 500;
/** Attempts to read a failing archive before unconfirmed messages are resent. */
const RECHECKS = 3;
/** Delay before retrying after storage failed, such as when the disk was full, in milliseconds. */
const RETRY_MS = 10_000;
/** Interval for polling the archive if the server does not deliver everything. In milliseconds. */
const WATCH_MS = 10_000;

export interface SyncDeps extends Pick<
  ReferencesDeps,
  'present' | 'isIn' | 'invited' | 'isIgnored'
> {
  readonly account: Jid;
  readonly chats: Chats;
  readonly contacts: Contacts;
  readonly markers: DisplayedMarkers;
  readonly outbox: Outbox;
  readonly history: History;
  readonly clock: Clock;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Whether the server delivers everything sent to the account. */
  readonly isToldAll: () => boolean;
  /** As {@link ChatArchiveDeps.keptSince}. */
  readonly keptSince: () => number | undefined;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Synchronizes an account with its archive and with our other clients. */
export class Sync {
  readonly backpressure: Backpressure;
  readonly intake: LiveIntake<IncomingMessage>;
  readonly archive: ChatArchive<IncomingMessage>;
  readonly readSync: ReadSync;
  readonly #deps: SyncDeps;
  readonly #catchUp: CatchUp<IncomingMessage>;
  readonly #archiveIntake: ArchiveIntake<IncomingMessage>;
  #release: () => void = () => undefined;
  #patience: Disposable | undefined;
  #retry: Disposable | undefined;
  #watch: Disposable | undefined;
  #recheck: Disposable | undefined;

  constructor(deps: SyncDeps) {
    const { account, chats, history, session, outbox, report } = deps;
    const { liveOrder } = chats;
    const isAvailable = (session: Session) => hasArchive(session);
    this.#deps = deps;
    this.backpressure = new Backpressure(session);
    const reading = new References(deps);
    this.intake = new LiveIntake({ reading, backpressure: this.backpressure });
    const intake = new ArchiveIntake({
      ...{ history, liveOrder, reading },
      // Of a room, its private messages.
      hasPart: ({ kind }) => kind === 'room',
    });
    intake.onArchived((ids) => {
      outbox.confirm(ids);
    });
    this.#archiveIntake = intake;
    this.#catchUp = new CatchUp({
      ...deps,
      ...{ archive: account, liveOrder, intake, isAvailable, fetch: fetchPage },
      newest: async () => {
        const stored = await history.chats(account.bare).catch(() => []);
        return stored.length === 0 ? NEWEST : Infinity;
      },
    });
    this.archive = new ChatArchive({
      ...deps,
      ...{ intake, isAvailable },
      fetch: (session, chat, query) => fetchOf(session, chat, account, query),
      // New messages come first.
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

  /** Whether all archived before the session began is read, and nothing sent is unconfirmed. */
  get isDone(): boolean {
    return this.#catchUp.isDone && !this.#deps.outbox.hasUnconfirmed;
  }

  /**
   * A session begins that is new to us; what it delivers from now on is newer than its archive. One
   * that another process began first delivers what that process missed or did not store: this waits
   * for the archive, but not for long.
   */
  begin(resumed = false): void {
    if (resumed) {
      this.#release = this.intake.hold();
      this.#patience?.dispose();
      this.#patience = this.#deps.clock.after(PATIENCE_MS, this.#release);
    }
    this.#catchUp.begin(this.#deps.outbox.waiting(({ kind }) => kind !== 'room'));
  }

  /**
   * Reads what was missed. Messages sent in a lost session are resent once the archive shows which
   * of them it has.
   */
  async run(session: Session): Promise<void> {
    const { chats, clock, outbox } = this.#deps;
    const firstRead = await this.#try('reading the archive', this.#catchUp.run(session));
    this.release();
    const learned =
      firstRead && this.#try('asking what was read', this.#learnRead(session, firstRead));
    if (learned) await patiently(clock, learned);
    for (const chat of chats.withOne()) chat.announceArchived();
    this.watch();
    if (outbox.hasUnconfirmed) await this.#resendUnconfirmed(session);
    else if (session.jid) outbox.resendUnconfirmed();
    if (session.jid) this.#recheckLater();
    // What was read here is not to take the place of what was read elsewhere since.
    await learned;
    await this.#try('telling what was read', this.readSync.flush());
  }

  /**
   * Polls the archive while the server does not deliver everything: without available presence,
   * messages to the account go to other clients or are only stored (RFC 6121 §8.5.2), and without
   * carbons (XEP-0280) other clients' messages go only to them.
   */
  watch(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    if (this.#deps.isToldAll()) return;
    this.#watch = this.#deps.clock.after(WATCH_MS, () => {
      void this.readNews();
    });
  }

  /** Reads what was archived since, and continues with {@link watch}. */
  async readNews(): Promise<void> {
    const session = this.#deps.session();
    // While offline, leave it to the next session.
    if (!session) return;
    await this.#try('reading the archive', this.#catchUp.run(session));
    for (const chat of this.#deps.chats.withOne()) chat.announceArchived();
    this.watch();
  }

  /** Retries after a received message could not be stored: the archive still has it. */
  catchUpLater(): void {
    this.#retry ??= this.#deps.clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      const session = this.#deps.session();
      // While offline, leave it to the next session.
      if (session) void this.#try('reading the archive', this.#catchUp.run(session));
    });
  }

  /**
   * A busy server archives with a delay: messages to the former process, or sent meanwhile, were
   * not archived yet, and live ones were ordered before them.
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
    // While offline, leave it to the next session.
    if (!session) return;
    await this.#try('reading the archive', this.#catchUp.runAgain(session));
    for (const chat of this.#deps.chats.withOne()) chat.announceArchived();
  }

  /** Stops holding back live messages. */
  release(): void {
    this.#patience?.dispose();
    this.#release();
  }

  dispose(): void {
    this.release();
    this.#retry?.dispose();
    this.#watch?.dispose();
    this.#recheck?.dispose();
    this.readSync.dispose();
  }

  /** @param firstRead the chats of an archive that was read for the first time, by bare JID */
  async #learnRead(session: Session, firstRead: readonly string[]): Promise<void> {
    // What comes meanwhile is news.
    const archived = firstRead.map((id) => [id, this.#archiveIntake.lastOf(id)] as const);
    const displayed = await this.readSync.fetch(session);
    // For the rest, it is unknown what the user has read elsewhere before this client existed.
    for (const [id, last] of archived) {
      if (!displayed.has(id)) await this.#deps.chats.find(id)?.markRead(last);
    }
  }

  /** Resends unconfirmed messages, except those in the archive. */
  async #resendUnconfirmed(session: Session): Promise<void> {
    // A busy server may not have archived yet what it received.
    for (let tries = 0; tries < RECHECKS; tries++) if (await this.#readAgain(session)) break;
    // While offline, leave it to the next session.
    if (!session.jid) return;
    const { outbox } = this.#deps;
    const sent = outbox.resendUnconfirmed();
    while (outbox.isSending(sent)) if (!(await this.#pause(session))) return;
    // Meanwhile other messages were received, which the archive has before these.
    await this.#readAgain(session);
  }

  /** Waits, then reads what was archived since. @returns whether it was read */
  async #readAgain(session: Session): Promise<boolean> {
    if (!(await this.#pause(session))) return false;
    return (await this.#try('reading the archive', this.#catchUp.run(session))) !== undefined;
  }

  /** @returns whether the session is still online */
  async #pause(session: Session): Promise<boolean> {
    await new Promise<void>((resolve) => this.#deps.clock.after(RECHECK_MS, resolve));
    return session.jid !== undefined;
  }

  /** @returns `undefined` if it failed */
  async #try<T>(what: string, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      if (isTransientStorageError(error)) this.catchUpLater();
      this.#deps.report(what, error);
      return undefined;
    }
  }
}

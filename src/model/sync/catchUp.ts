import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { ArchivePage, ArchiveQuery } from '../../xmpp/xep/0313-archive.ts';
import { ArchiveProgress } from './archiveProgress.ts';
import type { LiveOrder } from '../chats/liveOrder.ts';
import type { Cursor, History } from '../history.ts';
import type { ArchiveIntake, IntakeOptions, LastArchived } from './archiveIntake.ts';
import { PageSize } from './pageSize.ts';

/**
 * Minimum number of the messages read last that are read again: some archives insert what a busy
 * server could not deliver at first before messages they have already returned.
 */
const SURE = 100;

/** A position in the archive. */
interface Position {
  /** The archive id of the last message; absent if there was none yet. */
  readonly id?: string | undefined;
  /** When that was archived, by the archive's clock, in ms since 1970. */
  readonly time: number;
  /** The last archived message of each chat. */
  readonly last?: LastArchived;
}

/** How far the archive has been read. */
interface Reached extends Position {
  /** Where the next session starts reading: what follows was read only once; absent if nothing. */
  readonly again?: Position | undefined;
}

export interface CatchUpDeps<M extends ReceivedMessage> {
  readonly account: Jid;
  /** The bare JID of the account or room. */
  readonly archive: Jid;
  /** Whether there is an archive. @throws StanzaError */
  readonly isAvailable: (session: Session) => Promise<boolean>;
  /** @throws StanzaError */
  readonly fetch: (session: Session, query: ArchiveQuery) => Promise<ArchivePage<M>>;
  /** How many messages are read of an archive never read before; older ones load on demand. */
  readonly newest: () => Promise<number>;
  readonly liveOrder: LiveOrder;
  readonly history: History;
  readonly intake: ArchiveIntake<M>;
  readonly clock: Clock;
}

/** Reads what is missing here from an archive (XEP-0313), starting at the cursor. */
export class CatchUp<M extends ReceivedMessage> {
  readonly #deps: CatchUpDeps<M>;
  #isDone = true;
  /** Whether the next read is the first of a session. */
  #isFirst = true;
  /** The last part of that read, up to the message with this id. */
  #unsure: { readonly from: Position; readonly end: string | undefined } | undefined;
  /** As {@link CatchUpDeps.newest} when the session began. */
  #newest: Promise<number> = Promise.resolve(0);
  readonly #readings = new SerialQueue();

  constructor(deps: CatchUpDeps<M>) {
    this.#deps = deps;
  }

  /** Whether everything that was in the archive when this session began has been read. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** A session begins: from now on, live messages are ordered after archived ones. */
  begin(waiting: Iterable<readonly [chat: string, id: string]>): void {
    this.#isDone = false;
    this.#isFirst = true;
    this.#unsure = undefined;
    this.#newest = this.#deps.newest();
    this.#deps.intake.reset();
    this.#deps.liveOrder.begin(waiting);
  }

  /**
   * Reads to the end of the archive; reads run sequentially. @returns the chats of an archive that
   * was read for the first time, by bare JID. @throws StanzaError, Failure
   */
  run(session: Session, options: IntakeOptions = {}): Promise<readonly string[]> {
    return this.#readings.run(() => this.#run(session, options));
  }

  /**
   * Rereads the last part of the session's first read, then continues. @throws StanzaError, Failure
   * @param keepsOrder whether messages received meanwhile keep their order of arrival
   */
  runAgain(session: Session, keepsOrder = true): Promise<void> {
    return this.#readings.run(async () => {
      if (this.#unsure) await this.#verify(session, this.#unsure);
      await this.#run(session, { keepsOrder });
    });
  }

  async #run(session: Session, options: IntakeOptions): Promise<readonly string[]> {
    const isAvailable = await this.#deps.isAvailable(session);
    const touched = isAvailable ? await this.#read(session, options) : [];
    this.#isFirst = false;
    this.#isDone = true;
    this.#deps.liveOrder.end();
    return touched;
  }

  async #read(session: Session, options: IntakeOptions): Promise<readonly string[]> {
    const { history, account, archive } = this.#deps;
    const reached = parseReached(await history.cursor(account.bare, archive.bare));
    if (!reached) return this.#readNewest(session);
    const again = this.#isFirst ? reached.again : undefined;
    this.#deps.intake.resumeFrom((again ?? reached).last ?? {});
    try {
      await this.#readOn(session, reached, options);
    } catch (error) {
      // The archive no longer has the message at the cursor (XEP-0313 §4.3.1).
      if (!(error instanceof StanzaError) || error.condition !== 'item-not-found') throw error;
      await this.#readOn(session, { time: (again ?? reached).time }, options);
    }
    return [];
  }

  async #readOn(session: Session, reached: Reached, options: IntakeOptions): Promise<void> {
    const isAgain = this.#isFirst && reached.again !== undefined;
    const from = (isAgain && reached.again) || reached;
    const size = new PageSize(this.#deps.clock);
    const start = from.id === undefined && from.time > 0 ? { start: from.time } : {};
    const fetchAfter = ({ id }: Position) => {
      const after = id === undefined ? {} : { after: id };
      return this.#fetch(session, { ...start, page: { max: size.max, ...after } }, size);
    };
    const progress = new ArchiveProgress(from.id);
    const unsure = new Unsure(reached, isAgain);
    let position: Position = from;
    let page = await fetchAfter(position);
    for (;;) {
      const next = positionAfter(page, position);
      if (!progress.advance(page, next.id)) return;
      unsure.add(position, page);
      position = next;
      // The next page is in flight while this one is stored; the cursor follows what is stored.
      const following = page.complete ? undefined : fetchAfter(position);
      const cursor = (last: LastArchived) => {
        position = { ...next, last };
        const again = unsure.since(next);
        if (this.#isFirst) this.#unsure = again && { from: again, end: next.id };
        return this.#cursor({ ...position, again });
      };
      const [kept, fetched] = await Promise.allSettled([
        this.#deps.intake.receivePage(page.messages, { ...options, cursor }),
        following,
      ]);
      if (kept.status === 'rejected') throw kept.reason;
      if (fetched.status === 'rejected') throw fetched.reason;
      if (!fetched.value) return;
      page = fetched.value;
    }
  }

  async #verify(session: Session, { from, end }: { from: Position; end: string | undefined }) {
    const { account, archive, history, intake } = this.#deps;
    this.#unsure = undefined;
    intake.reset();
    intake.resumeFrom(from.last ?? {});
    const size = new PageSize(this.#deps.clock);
    const progress = new ArchiveProgress(from.id);
    const start = from.id === undefined && from.time > 0 ? { start: from.time } : {};
    for (let after = from.id; ;) {
      const query = { max: size.max, ...(after !== undefined && { after }) };
      const page = await this.#fetch(session, { ...start, page: query }, size);
      const next = positionAfter(page, from).id;
      if (!progress.advance(page, next)) break;
      const at = page.messages.findIndex(({ id }) => id === end);
      await intake.receivePage(at < 0 ? page.messages : page.messages.slice(0, at + 1));
      if (at >= 0 || page.complete) break;
      after = next;
    }
    const reached = parseReached(await history.cursor(account.bare, archive.bare));
    if (!reached || reached.again?.id !== from.id) return;
    await history.add([], this.#cursor(without(reached)));
  }

  /**
   * Reads the newest messages, backwards; later reads resume from their end. That cursor is stored
   * with the last page: an interrupted read starts over, without a gap before later arrivals.
   */
  async #readNewest(session: Session): Promise<readonly string[]> {
    const size = new PageSize(this.#deps.clock);
    const progress = new ArchiveProgress();
    const firsts = new Map<string, string>();
    let oldest = '';
    const enough = await this.#newest;
    let newest: Position | undefined;
    for (let read = 0; ;) {
      const page = await this.#fetch(session, { page: { max: size.max, before: oldest } }, size);
      const first = page.first ?? page.messages[0]?.id;
      read += page.messages.length;
      const isLast = page.complete || !progress.advance(page, first) || read >= enough;
      const before = newest && { before: firsts };
      newest ??= positionAfter(page, { time: 0 });
      const end = newest;
      const cursor = isLast && { cursor: (last: LastArchived) => this.#cursor({ ...end, last }) };
      const found = await this.#deps.intake.receivePage(page.messages, { ...cursor, ...before });
      for (const [chat, id] of found) firsts.set(chat, id);
      if (isLast) break;
      oldest = first;
    }
    return [...firsts.keys()];
  }

  async #fetch(session: Session, query: ArchiveQuery, size: PageSize): Promise<ArchivePage<M>> {
    const page = await size.measure(() => this.#deps.fetch(session, query));
    if (page.isCut) size.limit(page.messages.length);
    return page;
  }

  #cursor(reached: Reached): Cursor {
    const { account, archive } = this.#deps;
    const position = JSON.stringify(reached);
    return { account: account.bare, archive: archive.bare, position };
  }
}

type Page = ArchivePage<ReceivedMessage>;

/** Finds where the next read starts, so that all messages, or the newest ones, are read twice. */
class Unsure {
  readonly #reached: Reached;
  /** Positions of pages with new messages, and how many messages follow each. */
  #starts: { readonly position: Position; count: number }[] = [];
  #isBehind: boolean;

  /** @param isAgain whether the read starts at `reached.again` */
  constructor(reached: Reached, isAgain: boolean) {
    this.#reached = reached;
    this.#isBehind = !isAgain;
    this.#starts = [{ position: (!isAgain && reached.again) || without(reached), count: 0 }];
  }

  add(position: Position, { messages }: Page): void {
    if (this.#isBehind) {
      this.#starts.push({ position, count: 0 });
      for (const start of this.#starts) start.count += messages.length;
      while ((this.#starts[1]?.count ?? 0) >= SURE) this.#starts.shift();
    } else {
      this.#isBehind = messages.some(({ id }) => id === this.#reached.id);
    }
  }

  /** Where to read again from; `undefined` if nothing up to this position needs it. */
  since({ id }: Position): Position | undefined {
    const position = this.#isBehind ? this.#starts[0]?.position : this.#reached.again;
    return position?.id === id ? undefined : position;
  }
}

function positionAfter(page: Page, { id, time }: Position): Position {
  const times = page.messages.flatMap(({ message }) => message?.arrived ?? []);
  // A page may lack messages that it covers: the archive says where it ends (XEP-0059 §2.1).
  const last = page.last ?? page.messages.at(-1)?.id;
  return { id: last ?? id, time: Math.max(time, ...times) };
}

function without({ id, time, last }: Reached): Position {
  return { id, time, ...(last && { last }) };
}

function parseReached(text: string | undefined): Reached | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  const position = parsePosition(value);
  if (!position) return undefined;
  const again = parsePosition((value as Partial<Record<'again', unknown>>).again);
  return again ? { ...position, again } : position;
}

function parsePosition(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, time, last } = value as Partial<Record<keyof Position, unknown>>;
  if (typeof time !== 'number') return undefined;
  return {
    time,
    ...(typeof id === 'string' && { id }),
    ...(typeof last === 'object' && { last: last as LastArchived }),
  };
}

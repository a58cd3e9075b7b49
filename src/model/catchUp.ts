import type { Clock } from '../base/clock.ts';
import type { Jid } from '../base/jid.ts';
import type { Session } from '../xmpp/session.ts';
import { StanzaError } from '../xmpp/stanzaError.ts';
import {
  type ArchivePage,
  type ArchiveQuery,
  archiveSupport,
  fetchPage,
} from '../xmpp/xep/0313-archive.ts';
import type { Chats } from './chats.ts';
import type { Cursor, History } from './history.ts';
import type { Intake, LastTold } from './intake.ts';
import { PageSize } from './pageSize.ts';

/** So many messages are read of an archive that was never read here; the rest when it is asked for. */
const NEWEST = 500;

/** How far the archive has been read. */
interface Position {
  /** The archive's id of the last message; absent where it had none yet. */
  readonly id?: string | undefined;
  /** When that came to the archive, by its own clock, in ms since 1970. */
  readonly time: number;
  /** What it told of each chat last. */
  readonly last?: LastTold;
}

export interface CatchUpDeps {
  readonly account: Jid;
  readonly chats: Chats;
  readonly history: History;
  readonly intake: Intake;
  readonly clock: Clock;
}

/** Reads what the account's archive (XEP-0313) has and this client has not: from where it ended last. */
export class CatchUp {
  readonly #deps: CatchUpDeps;
  #isDone = true;
  /** Whether nothing of the account was here when the session began. */
  #isNew: Promise<boolean> = Promise.resolve(true);
  /** The end of the reading that was asked for last. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: CatchUpDeps) {
    this.#deps = deps;
  }

  /** Whether all was read that was in the archive when this session began. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** A session begins: from now on, what arrives stands behind what is read. */
  begin(waiting: Iterable<readonly [chat: string, id: string]>): void {
    this.#isDone = false;
    const { history, account } = this.#deps;
    this.#isNew = history.chats(account.bare).then(
      (chats) => chats.length === 0,
      () => true,
    );
    this.#deps.intake.startOver();
    this.#deps.chats.arrivals.begin(waiting);
  }

  /**
   * Reads to the end of the archive, one reading after another. Result: the chats of an archive that
   * was read for the first time, by bare JID. @throws StanzaError, Failure
   */
  run(session: Session): Promise<readonly string[]> {
    const done = this.#last.then(() => this.#run(session));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #run(session: Session): Promise<readonly string[]> {
    const { available } = await archiveSupport(session);
    const touched = available ? await this.#read(session) : [];
    this.#isDone = true;
    this.#deps.chats.arrivals.end();
    return touched;
  }

  async #read(session: Session): Promise<readonly string[]> {
    const { history, account } = this.#deps;
    const position = parsePosition(await history.cursor(account.bare, account.bare));
    if (!position) return this.#readNewest(session);
    this.#deps.intake.goOn(position.last ?? {});
    try {
      await this.#readOn(session, position);
    } catch (error) {
      // The archive no longer has the message that was read last (XEP-0313 §4.3.1).
      if (!(error instanceof StanzaError) || error.condition !== 'item-not-found') throw error;
      await this.#readOn(session, { time: position.time });
    }
    return [];
  }

  async #readOn(session: Session, from: Position): Promise<void> {
    const size = new PageSize(this.#deps.clock);
    const start = from.id === undefined && from.time > 0 ? { start: from.time } : {};
    const fetchAfter = ({ id }: Position) => {
      const after = id === undefined ? {} : { after: id };
      return this.#fetch(session, { ...start, page: { max: size.max, ...after } }, size);
    };
    let position = from;
    let page = await fetchAfter(position);
    for (;;) {
      const next = positionAfter(page, position);
      if (next.id === position.id) return;
      position = next;
      // The next page is on its way while this one is kept; the cursor follows what is kept.
      const following = page.complete ? undefined : fetchAfter(position);
      const cursor = this.#cursor(position);
      const [kept, fetched] = await Promise.allSettled([
        this.#deps.intake.receivePage(page.messages, { cursor }),
        following,
      ]);
      if (kept.status === 'rejected') throw kept.reason;
      if (fetched.status === 'rejected') throw fetched.reason;
      if (!fetched.value) return;
      page = fetched.value;
    }
  }

  /**
   * The newest part, newest first; what comes later goes on from its end. That is kept with the last
   * page: whoever is cut off begins anew, and leaves no gap before what came meanwhile.
   */
  async #readNewest(session: Session): Promise<readonly string[]> {
    const size = new PageSize(this.#deps.clock);
    const firsts = new Map<string, string>();
    let oldest = '';
    const enough = (await this.#isNew) ? NEWEST : Infinity;
    let newest: Position | undefined;
    for (let read = 0; ;) {
      const page = await this.#fetch(session, { page: { max: size.max, before: oldest } }, size);
      const first = page.first ?? page.messages[0]?.id;
      read += page.messages.length;
      const isLast = page.complete || first === undefined || first === oldest || read >= enough;
      const before = newest && { before: firsts };
      newest ??= positionAfter(page, { time: 0 });
      const cursor = isLast && { cursor: this.#cursor(newest) };
      const found = await this.#deps.intake.receivePage(page.messages, { ...cursor, ...before });
      for (const [chat, id] of found) firsts.set(chat, id);
      if (isLast) break;
      oldest = first;
    }
    return [...firsts.keys()];
  }

  async #fetch(session: Session, query: ArchiveQuery, size: PageSize): Promise<ArchivePage> {
    return size.measure(() => fetchPage(session, query));
  }

  #cursor(position: Position): (last: LastTold) => Cursor {
    const { bare } = this.#deps.account;
    return (last) => ({
      account: bare,
      archive: bare,
      position: JSON.stringify({ ...position, last }),
    });
  }
}

function positionAfter(page: ArchivePage, { id, time }: Position): Position {
  const times = page.messages.flatMap(({ message }) => message?.arrived ?? []);
  const last = page.messages.length > 0 ? (page.last ?? page.messages.at(-1)?.id) : undefined;
  return { id: last ?? id, time: Math.max(time, ...times) };
}

function parsePosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  const value = JSON.parse(text) as Partial<Record<keyof Position, unknown>>;
  const { id, time, last } = value;
  if (typeof time !== 'number') return undefined;
  return {
    time,
    ...(typeof id === 'string' && { id }),
    ...(typeof last === 'object' && { last: last as LastTold }),
  };
}

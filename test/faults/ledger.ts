import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { OfChat } from '../../src/api/requests.ts';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import { readArchive } from './peerArchive.ts';
import type { WindowProcess } from './windowProcess.ts';

const PAGE = 1000;
const POLL_MS = 250;
/** How long nothing more may come, once all is there, before it is judged. */
const QUIET_MS = 700;
/** What was sent so shortly before its server failed may be lost with it. */
const UNCERTAIN_MS = 1000;

/** What is wrong with the messages of one or both directions. */
export interface Verdict {
  /** How many there should be. */
  readonly of: number;
  readonly lost: readonly string[];
  /** Also what nobody wrote. */
  readonly twice: readonly string[];
  /** What stands behind something that came later. */
  readonly disorder: readonly string[];
}

const NONE: Verdict = { of: 0, lost: [], twice: [], disorder: [] };

/** Compares what one side has with what it should have, in that order. */
export function compare(wanted: Iterable<string>, seen: readonly string[]): Verdict {
  const places = new Map([...wanted].map((body, place) => [body, place]));
  const first = new Set(seen);
  let last = -1;
  return {
    of: places.size,
    lost: [...places.keys()].filter((body) => !first.has(body)),
    twice: seen.filter((body, at) => !places.has(body) || seen.indexOf(body) < at),
    disorder: [...first].filter((body) => {
      const place = places.get(body) ?? last;
      const isLate = place < last;
      last = Math.max(last, place);
      return isLate;
    }),
  };
}

/** Several as one. */
export function sum(verdicts: readonly Verdict[]): Verdict {
  return {
    of: verdicts.reduce((all, { of }) => all + of, 0),
    lost: verdicts.flatMap(({ lost }) => lost),
    twice: verdicts.flatMap(({ twice }) => twice),
    disorder: verdicts.flatMap(({ disorder }) => disorder),
  };
}

export function inWords({ of, lost, twice, disorder }: Verdict): string {
  const count = of.toLocaleString('en');
  return `${count} messages, ${lost.length} lost, ${twice.length} twice, ${disorder.length} out of order`;
}

/** What the archives of the two accounts have of a chat, in their order. */
interface Archives {
  readonly own: readonly string[];
  readonly peer: readonly string[];
}

/**
 * Numbers the messages of one chat in both directions, and compares what an independent client has
 * with what the product keeps. Many ledgers may share a chat: each counts its own alone.
 */
export class Ledger {
  readonly #name: string;
  readonly #of: OfChat;
  readonly #peer: Peer;
  readonly #reader: () => Promise<Peer>;
  /** What the peer has sent, and when, in ms of the process. */
  readonly #said = new Map<string, number>();
  /** What the user wrote: whether the product has taken it, or has ended before it could say so. */
  readonly #written = new Map<string, 'taken' | 'doubtful'>();
  /** When the server had failed: from shortly before until it was back for the peer. */
  readonly #outages: { readonly from: number; until: number }[] = [];

  /** @param reader gives another client of the user's account, to read the archive with. */
  constructor(name: string, of: OfChat, peer: Peer, reader: () => Promise<Peer>) {
    this.#name = name;
    this.#of = of;
    this.#peer = peer;
    this.#reader = reader;
  }

  /** How many messages went either way. */
  get size(): number {
    return this.#said.size + this.#written.size;
  }

  /** The peer sends the next message. */
  async say(): Promise<void> {
    const body = `${this.#name} in ${this.#said.size}`;
    this.#said.set(body, performance.now());
    await this.#peer.send({ to: this.#of.account, body, receipt: true });
  }

  /** The user writes the next message. Result: whether the product has taken it. */
  async write(window: WindowProcess): Promise<boolean> {
    const body = `${this.#name} out ${this.#written.size}`;
    this.#written.set(body, 'doubtful');
    try {
      await window.request('sendMessage', { ...this.#of, body });
    } catch (error) {
      // The user sees it, and decides.
      if (window.hasEnded || isUndecided(error)) return false;
      throw error;
    }
    this.#written.set(body, 'taken');
    return true;
  }

  /** The chat as the product keeps it, this ledger's messages alone, in its order. */
  async kept(window: WindowProcess): Promise<readonly MessageView[]> {
    const kept: MessageView[] = [];
    for (let after: string | null = null; ;) {
      const page: readonly MessageView[] = await window.request('getMessages', {
        ...this.#of,
        limit: PAGE,
        after,
      });
      kept.push(...page);
      after = page.at(-1)?.id ?? null;
      if (page.length < PAGE) break;
    }
    return kept.filter(({ body }) => body.startsWith(`${this.#name} `));
  }

  /**
   * Does what makes the server fail and come back. What it has taken from one side and not yet handed on,
   * it may lose itself: from then on its archives tell what counts.
   */
  async outage(work: () => Promise<void>): Promise<void> {
    const outage = { from: performance.now() - UNCERTAIN_MS, until: Infinity };
    this.#outages.push(outage);
    await work();
    outage.until = performance.now();
  }

  /** Compares all that is there now. */
  async compare(window: WindowProcess): Promise<Verdict> {
    const kept = await this.kept(window);
    const bodies = (outgoing: boolean) =>
      kept.filter((message) => message.outgoing === outgoing).map(({ body }) => body);
    const [incoming, outgoing] = [bodies(false), bodies(true)];
    const heard = this.#mine(
      this.#peer.ledger.map(({ body }) => body ?? ''),
      'out',
    );
    const archives = this.#outages.length > 0 ? await this.#readArchives() : undefined;
    const arrived = new Set([...heard, ...(archives?.peer ?? [])]);
    const taken = new Set([...incoming, ...(archives?.own ?? [])]);
    const said = [...this.#said].flatMap(([body, time]) =>
      taken.has(body) || !this.#isUncertain(time) ? [body] : [],
    );
    // What the product could not answer for any more counts where either side has it.
    const known = new Set([...arrived, ...outgoing]);
    const sent = [...this.#written].flatMap(([body, state]) =>
      state === 'taken' || known.has(body) ? [body] : [],
    );
    // A server that has it in the sender's archive took it, and is not to be given it again.
    const wanted = sent.filter((body) => arrived.has(body) || !archives?.own.includes(body));
    const inOrder = compare(wanted, this.#mine(archives?.peer ?? heard, 'out'));
    return sum([
      compare(said, incoming),
      { ...inOrder, lost: inOrder.lost.filter((body) => !arrived.has(body)) },
      // The same messages as the peer's: they count once.
      { ...compare(sent, outgoing), of: 0 },
      ...(archives ? [{ ...NONE, twice: compare(wanted, heard).twice }] : []),
    ]);
  }

  /** Waits until nothing is missing or misplaced, and nothing more comes. Result: how long the former took, in ms. */
  async settle(window: WindowProcess, timeoutMs = 60_000): Promise<number> {
    const begun = performance.now();
    while (performance.now() - begun < timeoutMs) {
      const { lost, disorder } = await this.compare(window);
      // The archive puts right what came out of turn.
      if (lost.length + disorder.length === 0) break;
      await delay(POLL_MS);
    }
    const took = performance.now() - begun;
    await delay(QUIET_MS);
    return took;
  }

  /** Settles, prints the figures and holds the product to them. @throws AssertionError */
  async judge(what: string, window: WindowProcess, timeoutMs = 60_000): Promise<void> {
    await this.settle(window, timeoutMs);
    const verdict = await this.compare(window);
    console.log(`      ${what}: ${inWords(verdict)}`);
    const { lost, twice, disorder } = verdict;
    assert.deepEqual({ lost, twice, disorder }, { lost: [], twice: [], disorder: [] }, what);
  }

  /** Whether the server may have failed before it had kept what was sent to it then. */
  #isUncertain(time: number): boolean {
    return this.#outages.some(({ from, until }) => from <= time && time <= until);
  }

  async #readArchives(): Promise<Archives> {
    const [own, peer] = await Promise.all([
      readArchive(await this.#reader(), this.#of.chat),
      readArchive(this.#peer, this.#of.account),
    ]);
    return { own, peer };
  }

  /** Those that this ledger has numbered, of this direction. */
  #mine(bodies: readonly string[], direction: 'in' | 'out'): readonly string[] {
    return bodies.filter((body) => body.startsWith(`${this.#name} ${direction} `));
  }
}

/** The window that held the session ended before it could say what became of it. */
function isUndecided(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'session-moved';
}

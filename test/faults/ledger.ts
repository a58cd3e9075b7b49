import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { OfChat } from '../../src/api/requests.ts';
import type { MessageView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import { isFailure, keptOf } from './kept.ts';
import { readArchive } from './peerArchive.ts';
import type { WindowProcess } from './windowProcess.ts';

const POLL_MS = 250;
/** How long nothing more may come, once all is there, before it is judged. */
const QUIET_MS = 700;

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
  const met = new Set<string>();
  let last = -1;
  return {
    of: places.size,
    lost: [...places.keys()].filter((body) => !first.has(body)),
    twice: seen.filter((body) => !places.has(body) || met.size === met.add(body).size),
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
  /** What the peer has sent. */
  readonly #said = new Set<string>();
  /** What the user wrote: whether the product has taken it, or said no, or ended before it could say anything. */
  readonly #written = new Map<string, 'taken' | 'doubtful' | 'refused'>();
  /** Where: what several windows write at once has no order among them. */
  readonly #writers = new Map<string, WindowProcess>();
  /** Whether the server has failed. */
  #hasFailed = false;

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

  /** How many the product did not take for want of room. */
  get refused(): number {
    return [...this.#written.values()].filter((state) => state === 'refused').length;
  }

  /** The peer sends the next message. */
  async say(): Promise<void> {
    const body = `${this.#name} in ${this.#said.size}`;
    this.#said.add(body);
    await this.#peer.send({ to: this.#of.account, body, receipt: true });
  }

  /**
   * Waits until the server has all that the peer has sent: one that has much to send for long answers
   * nothing meanwhile, and is taken for lost.
   */
  async handOver(): Promise<void> {
    const isAnswered = () =>
      this.#peer.ping('localhost').then(
        () => true,
        () => false,
      );
    while (!(await isAnswered()));
  }

  /** The user writes the next message. Result: whether the product has taken it. */
  async write(window: WindowProcess): Promise<boolean> {
    const body = `${this.#name} out ${this.#written.size}`;
    this.#written.set(body, 'doubtful');
    this.#writers.set(body, window);
    try {
      await window.request('sendMessage', { ...this.#of, body });
    } catch (error) {
      // The user sees it, and decides.
      if (window.hasEnded || isFailure(error, 'session-moved')) return false;
      if (!isFailure(error, 'history-full')) throw error;
      this.#written.set(body, 'refused');
      return false;
    }
    this.#written.set(body, 'taken');
    return true;
  }

  /** The chat as the product keeps it, this ledger's messages alone, in its order. */
  kept(window: WindowProcess): Promise<readonly MessageView[]> {
    return keptOf(window, this.#of, this.#name);
  }

  /**
   * Does what makes the server fail and come back. What it has taken from one side and not yet handed
   * on, or what was on its way to it, is lost without the product: from then on its archives tell what
   * counts.
   */
  async outage(work: () => Promise<void>): Promise<void> {
    this.#hasFailed = true;
    await work();
  }

  /**
   * Compares all that is there now. The order is that in which things were sent; a server that has
   * changed it itself is asked for that of its archive, which the product goes by.
   */
  async compare(window: WindowProcess): Promise<Verdict> {
    const kept = await this.kept(window);
    const bodies = (outgoing: boolean) =>
      kept.filter((message) => message.outgoing === outgoing).map(({ body }) => body);
    const [incoming, outgoing] = [bodies(false), bodies(true)];
    const heard = this.#mine(
      this.#peer.ledger.map(({ body }) => body ?? ''),
      'out',
    );
    const plain = compare(this.#said.keys(), incoming);
    const needsArchives = this.#hasFailed || plain.disorder.length > 0;
    const archives = needsArchives ? await this.#readArchives() : undefined;
    const arrived = new Set([...heard, ...(archives?.peer ?? [])]);
    const archived = new Set(archives?.own);
    const taken = new Set([...incoming, ...archived]);
    const said = [...this.#said].filter((body) => !this.#hasFailed || taken.has(body));
    // What the product could not answer for any more counts where either side has it.
    const known = new Set([...arrived, ...outgoing]);
    const sent = [...this.#written].flatMap(([body, state]) =>
      state === 'taken' || (state === 'doubtful' && known.has(body)) ? [body] : [],
    );
    // A server that has it in the sender's archive took it, and is not to be given it again.
    const wanted = sent.filter((body) => arrived.has(body) || !archived.has(body));
    const got = this.#compareWritten(wanted, this.#mine(archives?.peer ?? heard, 'out'));
    const { disorder } = archives
      ? compare(
          this.#mine(archives.own, 'in'),
          incoming.filter((body) => archived.has(body)),
        )
      : plain;
    return sum([
      { ...compare(said, incoming), disorder },
      { ...got, lost: got.lost.filter((body) => !arrived.has(body)) },
      // The same messages as the peer's: they count once.
      { ...this.#compareWritten(sent, outgoing), of: 0 },
      ...(archives ? [{ ...NONE, twice: compare(wanted, heard).twice }] : []),
    ]);
  }

  /** Waits until nothing is missing or misplaced, and nothing more comes. Result: how long the former took, in ms. */
  async settle(window: WindowProcess, timeoutMs = 120_000): Promise<number> {
    const begun = performance.now();
    while (performance.now() - begun < timeoutMs) {
      const comparing = performance.now();
      const { lost, disorder } = await this.compare(window);
      // The archive puts right what came out of turn.
      if (lost.length + disorder.length === 0) break;
      // Who is asked for whole archives again and again gets nothing else done.
      await delay(Math.max(POLL_MS, 3 * (performance.now() - comparing)));
    }
    const took = performance.now() - begun;
    await delay(QUIET_MS);
    return took;
  }

  /** Settles, prints the figures and holds the product to them. @throws AssertionError */
  async judge(what: string, window: WindowProcess, timeoutMs = 120_000): Promise<void> {
    const took = await this.settle(window, timeoutMs);
    const verdict = await this.compare(window);
    const inStep = `in step after ${(took / 1000).toFixed(1)} s`;
    console.log(`      ${what}: ${inWords(verdict)}, ${inStep}`);
    const { lost, twice, disorder } = verdict;
    assert.deepEqual({ lost, twice, disorder }, { lost: [], twice: [], disorder: [] }, what);
  }

  /** As {@link compare}, with an order for each window. */
  #compareWritten(wanted: readonly string[], seen: readonly string[]): Verdict {
    const disorder = [...new Set(this.#writers.values())].flatMap((window) => {
      const isOfWindow = (body: string) => this.#writers.get(body) === window;
      return compare(wanted.filter(isOfWindow), seen.filter(isOfWindow)).disorder;
    });
    return { ...compare(wanted, seen), disorder };
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

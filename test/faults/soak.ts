/**
 * F26: every fault there is, at random, for as long as is asked for, on both servers side by side:
 * soak.ts [--minutes 60] [--seed N] [--room]. Ends with code 1 where anything was lost, came twice or out
 * of order: between two, or with `--room` among three in a room.
 */
import { randomInt } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomFrom } from '../support/random.ts';
import type { Ledger } from './ledger.ts';
import { startRoomScene } from './roomScene.ts';
import { type Scene, servers, startScene } from './scene.ts';
import { every } from './traffic.ts';
import type { WindowProcess } from './windowProcess.ts';

const INTERVAL_MS = 50;
const MINUTE_MS = 60_000;
const QUIET_MS = { least: 500, more: 3000 };
/** How long a machine sleeps, a database is locked, or a server is down at most. */
const LONG_MS = 6000;
const MAX_WINDOWS = 3;
const JUDGED_MS = 180_000;

type SoakLedger = Pick<Ledger, 'say' | 'outage' | 'judge' | 'size'> & {
  write(window: WindowProcess): Promise<unknown>;
};
type SoakScene = Pick<Scene, 'proxy' | 'history' | 'open' | 'begin' | 'restartServer' | 'stop'> & {
  ledger(name: string): SoakLedger;
};

/** What happens at random to all windows. */
class Soak {
  readonly #scene: SoakScene;
  readonly #ledger: SoakLedger;
  readonly #random: () => number;
  readonly #counts = new Map<string, number>();
  #windows: WindowProcess[] = [];
  readonly #faults: Readonly<Record<string, () => unknown>> = {
    'window killed': () => this.#kill(),
    'server killed': () =>
      this.#ledger.outage(() => this.#scene.restartServer(() => delay(this.#random() * 2000))),
    cut: () => {
      this.#scene.proxy.cut();
    },
    silence: () => {
      this.#scene.proxy.silence();
    },
    sleep: () => this.#sleep(),
    lock: () => this.#lock(),
    reload: () => this.#reload(),
    'another window': () => this.#openAnother(),
  };

  constructor(scene: SoakScene, random: () => number) {
    this.#scene = scene;
    this.#ledger = scene.ledger('soak');
    this.#random = random;
  }

  /** @throws AssertionError where anything was lost, came twice or out of order. */
  async run(name: string, minutes: number): Promise<void> {
    this.#windows = [await this.#scene.open()];
    const begun = performance.now();
    const traffic = every(INTERVAL_MS, async () => {
      await Promise.all([this.#ledger.say(), this.#ledger.write(this.#any())]);
    });
    let reported = 0;
    while (performance.now() - begun < minutes * MINUTE_MS) {
      await delay(QUIET_MS.least + this.#random() * QUIET_MS.more);
      const [what, fault] = this.#pick(Object.entries(this.#faults));
      await fault();
      this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
      const minute = Math.floor((performance.now() - begun) / MINUTE_MS);
      if (minute > reported) console.log(`${name}, minute ${minute}: ${await this.#state()}`);
      reported = minute;
    }
    await traffic.stop();
    const window = this.#any();
    await window.waitForPhase('online', MINUTE_MS);
    await this.#ledger.judge(`F26 on ${name}, ${minutes} minutes`, window, JUDGED_MS);
  }

  async #state(): Promise<string> {
    const owner = this.#windows.find(({ owns }) => owns) ?? this.#any();
    const { heapMb, rssMb } = await owner.figures();
    const faults = [...this.#counts].map(([what, count]) => `${count} × ${what}`).join(', ');
    const memory = `heap ${heapMb.toFixed(0)} MB, in memory ${rssMb.toFixed(0)} MB`;
    return `${this.#ledger.size} messages; ${faults}; ${memory}`;
  }

  async #kill(): Promise<void> {
    const window = this.#any();
    await window.kill();
    // Until the next one is there, what the user writes goes nowhere.
    if (this.#windows.length === 1) this.#windows.push(await this.#scene.open());
    this.#windows = this.#windows.filter((other) => other !== window);
  }

  async #openAnother(): Promise<void> {
    if (this.#windows.length === MAX_WINDOWS) await this.#kill();
    this.#windows.push(await this.#scene.open());
  }

  /** Old and new side by side for a moment. */
  async #reload(): Promise<void> {
    const former = this.#any();
    const next = await this.#scene.begin();
    await delay(this.#random() * 500);
    await former.kill();
    this.#windows = [...this.#windows.filter((other) => other !== former), next];
    await next.joined;
  }

  async #sleep(): Promise<void> {
    const sleeping = [...this.#windows];
    for (const window of sleeping) window.sleep();
    await delay(this.#random() * LONG_MS);
    for (const window of sleeping) window.wake();
  }

  async #lock(): Promise<void> {
    const database = new DatabaseSync(this.#scene.history, { timeout: LONG_MS });
    database.exec('BEGIN IMMEDIATE');
    await delay(this.#random() * LONG_MS);
    database.exec('COMMIT');
    database.close();
  }

  #any(): WindowProcess {
    return this.#pick(this.#windows);
  }

  #pick<T>(of: readonly T[]): T {
    const picked = of[Math.floor(this.#random() * of.length)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  }
}

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly isInRoom: boolean;
}

async function soak(
  [name, start]: (typeof servers)[number],
  { minutes, seed, isInRoom }: Options,
): Promise<void> {
  const scene: SoakScene = isInRoom ? await startRoomScene(start) : await startScene(start);
  try {
    await new Soak(scene, randomFrom(seed)).run(name, minutes);
  } finally {
    await scene.stop();
  }
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string' },
    room: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? randomInt(2 ** 32));
const options = { minutes: Number(values.minutes), seed, isInRoom: values.room };
const room = options.isInRoom ? ' --room' : '';
console.log(`${options.minutes} minutes, repeated with --seed ${seed}${room}`);
const outcomes = await Promise.allSettled(servers.map((server) => soak(server, options)));
const failures = outcomes.flatMap((outcome) =>
  outcome.status === 'rejected' ? [outcome.reason as Error] : [],
);
for (const { message } of failures) console.error(message);
process.exit(failures.length === 0 ? 0 : 1);

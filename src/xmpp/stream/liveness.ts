import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { SleepDetector } from './sleepDetector.ts';

/** Silence after which the server is probed, in milliseconds. */
const QUIET_MS = 20_000;
/** Timeout of a probe, in milliseconds. Together with a tick: 40 s at worst. */
const GRACE_MS = 15_000;
/** Timeout after sleep, or at the user's request: the link is more likely dead than slow. */
const SHORT_GRACE_MS = 3000;

/** Time in milliseconds in which what arrived before or during sleep is read: no sign of life. */
const UNREAD_MS = 500;

/**
 * Detects a silent link, whether or not the server acknowledges stanzas (XEP-0198 §4, else
 * XEP-0199).
 */
export class Liveness implements Disposable {
  readonly #clock: Clock;
  readonly #probe: () => void;
  readonly #dead: () => void;
  #heardAt: number;
  readonly #detector: SleepDetector;
  #isListening = true;
  #grace: Disposable | undefined;
  #unread: Disposable | undefined;

  /**
   * @param on.probe requests any answer of the server
   * @param on.dead called when no answer arrived: the link is dead
   */
  constructor(clock: Clock, on: { probe: () => void; dead: () => void }) {
    this.#clock = clock;
    this.#probe = on.probe;
    this.#dead = on.dead;
    this.#heardAt = clock.monotonic();
    this.#detector = new SleepDetector(clock, (hasSlept) => {
      if (hasSlept) this.#askOnceRead();
      else if (clock.monotonic() - this.#heardAt >= QUIET_MS) this.#ask(GRACE_MS);
    });
  }

  /** Records that data was received from the server. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
    this.#grace?.dispose();
    this.#grace = undefined;
  }

  /** Sets whether data is read from the server; otherwise silence is ignored. */
  setListening(listening: boolean): void {
    this.#isListening = listening;
    this.heard();
  }

  /** Probes immediately, with a timeout of 3 s. */
  probeNow(): void {
    this.#ask(SHORT_GRACE_MS);
  }

  dispose(): void {
    this.#detector.dispose();
    this.#unread?.dispose();
    this.#grace?.dispose();
  }

  #askOnceRead(): void {
    this.#unread?.dispose();
    this.#unread = this.#clock.after(UNREAD_MS, () => {
      this.#ask(SHORT_GRACE_MS);
    });
  }

  #ask(graceMs: number): void {
    if (!this.#isListening || (this.#grace && graceMs === GRACE_MS)) return;
    this.#grace?.dispose();
    this.#grace = this.#clock.after(graceMs, this.#dead);
    this.#probe();
  }
}

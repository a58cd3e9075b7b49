import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { Backoff } from './backoff.ts';
import type { ConnectionError } from './connectionError.ts';
import type { ConnectionState } from './connectionOptions.ts';
import { GuardedEmitter } from './guardedEmitter.ts';
import { SleepDetector } from './sleepDetector.ts';

/** Duration in milliseconds after which a connection is stable: its loss resets the backoff. */
const STABLE_MS = 30_000;

export interface ReconnectionDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** One attempt, until the connection is online. @throws ConnectionError `stopped` once aborted */
  readonly attempt: (signal: AbortSignal) => Promise<void>;
}

/** Schedules connection attempts, with increasing delays, for as long as a connection is wanted. */
export class Reconnection {
  readonly #deps: ReconnectionDeps;
  readonly #backoff: Backoff;
  readonly #stateEmitter = new GuardedEmitter<ConnectionState>(() => this.#deps.log);
  #state: ConnectionState = { phase: 'offline' };
  #wanted = false;
  #focused = true;
  #attempt: AbortController | undefined;
  #retry: Disposable | undefined;
  #detector: SleepDetector | undefined;
  readonly onState = this.#stateEmitter.event;

  constructor(deps: ReconnectionDeps) {
    this.#deps = deps;
    this.#backoff = new Backoff(deps.clock);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get focused(): boolean {
    return this.#focused;
  }

  /** Restarts a delay that exceeds the maximum while the user is active. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    const { phase, error, retryAt } = this.#state;
    if (phase !== 'waiting' || !error || retryAt === undefined || !focused) return;
    if (retryAt - this.#deps.clock.now() > Backoff.cap(true)) this.#wait(error);
  }

  /** Makes the first attempt. @throws ConnectionError, and stays offline */
  async connect(): Promise<void> {
    this.#wanted = true;
    try {
      await this.#try();
    } catch (error) {
      const failure = error as ConnectionError;
      // A stopped attempt was superseded by another one, or by `stop`.
      if (failure.code !== 'stopped') {
        this.#wanted = false;
        this.setState({ phase: 'offline', error: failure });
      }
      throw failure;
    }
  }

  /** Makes attempts until online. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#tryOrWait();
  }

  /** Makes an attempt now, and resets the backoff. */
  tryNow(): void {
    this.#wanted = true;
    this.#backoff.reset();
    this.#tryOrWait();
  }

  /** Aborts the current attempt. The caller sets the state, so that events fire in order. */
  stop(): void {
    this.#wanted = false;
    this.#attempt?.abort();
    this.#stopWaiting();
  }

  /**
   * Handles the loss of the connection: schedules the next attempt, if wanted. That of a link that
   * fell silent is made at once: it died alone, so there are no other clients to spread out from.
   */
  lost(error: ConnectionError, heldMs: number): void {
    if (heldMs >= STABLE_MS) this.#backoff.reset();
    if (!this.#wanted) return;
    if (error.code === 'timeout') this.tryNow();
    else this.#wait(error);
  }

  setState(state: ConnectionState): void {
    this.#state = state;
    this.#stateEmitter.fire(state);
  }

  #tryOrWait(): void {
    this.#try().catch((error: unknown) => {
      const failure = error as ConnectionError;
      if (this.#wanted && failure.code !== 'stopped') this.#wait(failure);
    });
  }

  /** Makes one attempt; aborts an earlier one that is still running. @throws ConnectionError */
  async #try(): Promise<void> {
    this.#attempt?.abort();
    this.#stopWaiting();
    const current = new AbortController();
    this.#attempt = current;
    this.setState({ phase: 'connecting' });
    await this.#deps.attempt(current.signal);
  }

  /** Schedules the next attempt, or leaves it to the user. */
  #wait(error: ConnectionError): void {
    this.#stopWaiting();
    if (error.needsUser) {
      this.setState({ phase: 'needsUser', error });
      return;
    }
    const delay = this.#backoff.next(this.#focused);
    this.#retry = this.#deps.clock.after(delay, () => {
      this.#tryOrWait();
    });
    // Timers stand still while the machine sleeps, and the network is another one afterwards.
    this.#detector = new SleepDetector(this.#deps.clock, (hasSlept) => {
      if (hasSlept) this.tryNow();
    });
    this.setState({ phase: 'waiting', error, retryAt: this.#deps.clock.now() + delay });
  }

  #stopWaiting(): void {
    this.#retry?.dispose();
    this.#detector?.dispose();
  }
}

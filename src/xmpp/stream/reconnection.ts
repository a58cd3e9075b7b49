import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { Backoff } from './backoff.ts';
import type { ConnectionError } from './connectionError.ts';
import type { ConnectionState } from './connectionOptions.ts';
import { GuardedEmitter } from './guardedEmitter.ts';

/** A connection that held so long is a good one: the next loss starts with a short wait. */
const STABLE_MS = 30_000;

export interface ReconnectionDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** One attempt, until the connection is online. @throws ConnectionError `stopped` once aborted */
  readonly attempt: (signal: AbortSignal) => Promise<void>;
}

/** When a connection is tried, and tried again: with ever longer waits, for as long as it is wanted. */
export class Reconnection {
  readonly #deps: ReconnectionDeps;
  readonly #backoff: Backoff;
  readonly #stateEmitter = new GuardedEmitter<ConnectionState>(() => this.#deps.log);
  #state: ConnectionState = { phase: 'offline' };
  #wanted = false;
  #focused = true;
  #attempt: AbortController | undefined;
  #retry: Disposable | undefined;
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

  /** A wait that is longer than one may be while somebody is looking begins anew. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    const { phase, error, retryAt } = this.#state;
    if (phase !== 'waiting' || !error || retryAt === undefined || !focused) return;
    if (retryAt - this.#deps.clock.now() > Backoff.cap(true)) this.#wait(error);
  }

  /** The first attempt. @throws ConnectionError, and stays offline. */
  async connect(): Promise<void> {
    this.#wanted = true;
    try {
      await this.#try();
    } catch (error) {
      const failure = error as ConnectionError;
      // One that was stopped made way for another try, or for none.
      if (failure.code !== 'stopped') {
        this.#wanted = false;
        this.setState({ phase: 'offline', error: failure });
      }
      throw failure;
    }
  }

  /** Tries until it is online. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#tryOrWait();
  }

  /** Tries now, and waits no longer than after a first loss if that fails. */
  tryNow(): void {
    this.#wanted = true;
    this.#backoff.reset();
    this.#tryOrWait();
  }

  /** Gives up what is under way. The state stays, for its end to be told in order. */
  stop(): void {
    this.#wanted = false;
    this.#attempt?.abort();
    this.#retry?.dispose();
  }

  /** The connection was lost: plans the next try, where one is wanted. */
  lost(error: ConnectionError, heldMs: number): void {
    if (heldMs >= STABLE_MS) this.#backoff.reset();
    if (this.#wanted) this.#wait(error);
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

  /** One attempt; an earlier one that still runs is given up. @throws ConnectionError */
  async #try(): Promise<void> {
    this.#attempt?.abort();
    this.#retry?.dispose();
    const current = new AbortController();
    this.#attempt = current;
    this.setState({ phase: 'connecting' });
    await this.#deps.attempt(current.signal);
  }

  /** Plans the next try, or leaves it to the user. */
  #wait(error: ConnectionError): void {
    this.#retry?.dispose();
    if (error.needsUser) {
      this.setState({ phase: 'needsUser', error });
      return;
    }
    const delay = this.#backoff.next(this.#focused);
    this.#retry = this.#deps.clock.after(delay, () => {
      this.#tryOrWait();
    });
    this.setState({ phase: 'waiting', error, retryAt: this.#deps.clock.now() + delay });
  }
}

import { type Api, RequestError } from '../api/channel.ts';
import type { Method } from '../api/requests.ts';
import type { Topic } from '../api/topics.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { userError } from '../base/userError.ts';
import type { Host } from '../host/host.ts';

/** How long a request waits for a window to take over the session, in milliseconds. */
const WAIT_MS = 30_000;

interface Call {
  readonly method: string;
  readonly params: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Runs while no server is available. */
  deadline: Disposable | undefined;
}

interface Watch {
  readonly topic: string;
  readonly params: unknown;
  readonly listener: (change: unknown) => void;
  /** The watch at the current server. */
  subscription: Disposable | undefined;
}

/**
 * The contract for the views of this window, the same object whichever window serves it. Watchers
 * get a new snapshot from the next server; until then they have the last known state.
 */
export class Relay implements Host, Disposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #calls = new Set<Call>();
  readonly #watches = new Set<Watch>();
  #server: Api | undefined;
  #refusal: RequestError | undefined;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Sets the server, which takes over every watch and pending request. */
  serveFrom(server: Api): void {
    this.#server = server;
    this.#refusal = undefined;
    for (const watch of this.#watches) this.#watch(watch, server);
    for (const call of this.#calls) this.#ask(call, server);
  }

  /**
   * Handles the loss of the server; the outcome of requests in flight is unknown.
   * @param isRepeatable whether a request is idempotent, so that it is repeated
   */
  lose(isRepeatable: (method: string) => boolean): void {
    this.#server = undefined;
    for (const call of this.#calls) {
      if (isRepeatable(call.method)) this.#wait(call);
      else this.#fail(call, moved());
    }
  }

  /** Fails all requests and watches for this reason, until a server is set. */
  refuse(reason: RequestError): void {
    this.#refusal = reason;
    for (const call of this.#calls) this.#fail(call, reason);
    for (const watch of this.#watches) tellUnavailable(watch, reason);
  }

  request: Api['request'] = (method, params) =>
    this.requestUnchecked(method, params) as Promise<never>;

  watch: Api['watch'] = (topic, params, listener) =>
    this.watchUnchecked(topic, params, listener as never);

  /** The server checks the request. */
  requestUnchecked(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call: Call = { method, params, resolve, reject, deadline: undefined };
      this.#calls.add(call);
      if (this.#server) this.#ask(call, this.#server);
      else this.#wait(call);
    });
  }

  /** The server checks the watch; a refusal is delivered as a change. */
  watchUnchecked(topic: string, params: unknown, listener: (change: unknown) => void): Disposable {
    const watch: Watch = { topic, params, listener, subscription: undefined };
    this.#watches.add(watch);
    if (this.#server) this.#watch(watch, this.#server);
    else if (this.#refusal) tellUnavailable(watch, this.#refusal);
    return onDispose(() => {
      this.#watches.delete(watch);
      watch.subscription?.dispose();
    });
  }

  dispose(): void {
    this.#server = undefined;
    for (const watch of this.#watches) watch.subscription?.dispose();
    this.#watches.clear();
    for (const call of this.#calls) this.#fail(call, moved());
  }

  #ask(call: Call, server: Api): void {
    call.deadline?.dispose();
    server.request(call.method as Method, call.params as never).then(
      (result: unknown) => {
        if (this.#calls.delete(call)) call.resolve(result);
      },
      (error: unknown) => {
        // A server that ends fails what it has not done, which the next one is asked for.
        if (this.#server === server) this.#fail(call, error as Error);
      },
    );
  }

  #wait(call: Call): void {
    call.deadline?.dispose();
    if (this.#refusal) {
      this.#fail(call, this.#refusal);
      return;
    }
    call.deadline = this.#clock.after(WAIT_MS, () => {
      this.#fail(call, unserved());
    });
  }

  #fail(call: Call, error: Error): void {
    call.deadline?.dispose();
    if (this.#calls.delete(call)) call.reject(error);
  }

  #watch(watch: Watch, server: Api): void {
    const { topic, params, listener } = watch;
    try {
      watch.subscription = server.watch(topic as Topic, params as never, (change: unknown) => {
        if (this.#server === server && this.#watches.has(watch)) listener(change);
      });
    } catch (error) {
      this.#log.warn(`${topic} cannot be watched: ${describeError(error)}`);
      tellUnavailable(watch, error instanceof RequestError ? error : broken());
    }
  }
}

function tellUnavailable({ listener }: Watch, reason: RequestError): void {
  listener({ kind: 'unavailable', error: reason.userError });
}

function broken(): RequestError {
  return new RequestError(userError('internal'));
}

function moved(): RequestError {
  return new RequestError(userError('session-moved'));
}

function unserved(): RequestError {
  return new RequestError(userError('no-session'));
}

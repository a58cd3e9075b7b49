import { setImmediate } from 'node:timers/promises';
import { type Api, RequestError } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, onDispose } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import { type UserError, userError } from '../base/userError.ts';
import type { Host } from '../host/host.ts';
import { type Accept, closePipe, elect, type Outcome } from './election.ts';
import type { PipeServer } from './pipeServer.ts';
import { Relay } from './relay.ts';
import { watchSuccession } from './succession.ts';

/** Average delay between a failure and the next attempt, in milliseconds. */
const RETRY_MS = 500;
/** Number of consecutive failed elections after which this window starts its own session. */
const MAX_FAILURES = 5;

/** The session in the window that owns it. */
export interface OwnSession extends Disposable {
  readonly host: Host;
}

export interface SharedSessionOptions {
  /** A private folder of the user, the same for all windows that share the session. */
  readonly folder: string;
  /**
   * Starts the session in this window. Resolves when it is ready for use.
   * @param takesOver whether this window has followed another one before
   */
  readonly start: (takesOver: boolean) => Promise<OwnSession>;
  /** The version of Parley in this window. */
  readonly version: string;
  /** Notifies the user of this window. */
  readonly tell: (what: UserError) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** This window's part in the session shared by all windows: it owns it, or follows the owner. */
export class SharedSession implements Disposable {
  readonly #options: SharedSessionOptions;
  readonly #relay: Relay;
  #disposed = false;
  /** The generation of an owner that was found stuck. */
  #stuck: number | undefined;
  #leave: () => void = () => undefined;
  #joined: () => void = () => undefined;

  /** The contract, whichever window serves it; requests wait until one does. */
  readonly api: Host;
  /** Resolves when this window is served for the first time. */
  readonly joined: Promise<void>;

  constructor(options: SharedSessionOptions) {
    this.#options = options;
    this.#relay = new Relay(options);
    this.api = this.#relay;
    this.joined = new Promise((resolve) => {
      this.#joined = resolve;
    });
    void this.#run();
  }

  /** Leaves immediately; if this window owns the session, another one takes it over. */
  dispose(): void {
    this.#disposed = true;
    this.#relay.dispose();
    this.#leave();
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options;
    // The modules for the pipe are loaded once the extension is activated.
    await setImmediate();
    let failures = 0;
    let takesOver = false;
    while (!this.#disposed) {
      const { PipeServer } = await import('./pipeServer.ts');
      const server = new PipeServer(clock, log);
      const outcome = await this.#elect(server);
      failures = outcome ? 0 : failures + 1;
      try {
        if (outcome?.role === 'follower') {
          takesOver = true;
          await this.#follow(outcome);
        } else if (outcome || failures >= MAX_FAILURES) {
          await this.#own(server, outcome, takesOver);
        } else {
          await this.#pause();
        }
      } catch (error) {
        log.warn(`the session of all windows: ${describeError(error)}`);
        await this.#pause();
      }
    }
  }

  async #elect(server: PipeServer): Promise<Outcome | undefined> {
    const { folder, log, version } = this.#options;
    const accept: Accept = (socket, record) => {
      server.accept(socket, record);
    };
    try {
      return await elect(folder, accept, { version, stuck: this.#stuck });
    } catch (error) {
      log.warn(`the session cannot be shared: ${describeError(error)}`);
      return undefined;
    }
  }

  /** Resolves when the owner is gone, or this window leaves. */
  async #follow(outcome: Extract<Outcome, { role: 'follower' }>): Promise<void> {
    const { socket, record, generation } = outcome;
    this.#leaveBy(() => socket.destroy());
    if (record.version !== this.#options.version) {
      await this.#waitFor(outcome);
      return;
    }
    const { connectPipe } = await import('./pipeClient.ts');
    const { isRepeatable } = await import('../host/methods.ts');
    const onStuck = () => (this.#stuck = generation);
    const { api, closed } = await connectPipe(socket, record, { ...this.#options, onStuck });
    this.#options.log.info('another window holds the session');
    this.#serveFrom(api);
    await closed;
    this.#relay.lose(isRepeatable);
  }

  /** Resolves when an owner of another version is gone: its contract is not ours. */
  async #waitFor({ socket, record }: Extract<Outcome, { role: 'follower' }>): Promise<void> {
    const { tell, version: own } = this.#options;
    const { version: theirs } = record;
    const why =
      theirs === undefined
        ? userError('other-version', { own })
        : userError('other-version.known', { own, theirs });
    this.#relay.refuse(new RequestError(why));
    tell(why);
    // Waits only for the connection to close, for whatever reason.
    socket.on('error', () => undefined);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
  }

  /** Resolves when this window leaves or is succeeded. Without an outcome it serves no others. */
  async #own(
    server: PipeServer,
    outcome: Extract<Outcome, { role: 'owner' }> | undefined,
    takesOver: boolean,
  ): Promise<void> {
    const { start, folder, clock, log } = this.#options;
    const close = () => {
      server.dispose();
      if (!outcome) return;
      closePipe(outcome.server, outcome.record).catch((error: unknown) => {
        log.warn(`the pipe was not removed: ${describeError(error)}`);
      });
    };
    const { isRepeatable } = await import('../host/methods.ts');
    let session: OwnSession;
    try {
      session = await start(takesOver);
    } catch (error) {
      close();
      throw error;
    }
    await new Promise<void>((resolve) => {
      const owned = new DisposableStore();
      owned.add(onDispose(resolve));
      owned.add(onDispose(close));
      owned.add(session);
      this.#leaveBy(() => {
        owned.dispose();
      });
      if (this.#disposed) return;
      const succeeded = () => {
        log.warn('another window took the session over, because this one was stuck');
        owned.dispose();
        this.#relay.lose(isRepeatable);
      };
      if (outcome) {
        owned.add(watchSuccession(folder, outcome.generation, clock, succeeded));
      }
      log.info(outcome ? 'this window holds the session' : 'this window has its own session');
      server.serve(session.host);
      this.#serveFrom(session.host);
    });
  }

  #serveFrom(api: Api): void {
    if (this.#disposed) return;
    this.#relay.serveFrom(api);
    this.#joined();
  }

  /** Sets how this window leaves; calls it immediately if already disposed. */
  #leaveBy(leave: () => void): void {
    this.#leave = leave;
    if (this.#disposed) leave();
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(RETRY_MS * (0.5 + this.#options.clock.random()), resolve);
    });
  }
}

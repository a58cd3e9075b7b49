import type { ClientMessage, HostMessage } from '../api/channel.ts';
import { RequestError } from '../api/channel.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { type UserError, userError } from '../base/userError.ts';
import * as v from 'valibot';
import type { Host } from './host.ts';

const id = v.pipe(v.number(), v.safeInteger());
const name = v.pipe(v.string(), v.maxLength(100));
const clientMessage = v.variant('type', [
  v.strictObject({ type: v.literal('request'), id, method: name, params: v.unknown() }),
  v.strictObject({ type: v.literal('watch'), id, topic: name, params: v.unknown() }),
  v.strictObject({ type: v.literal('unwatch'), id }),
]) satisfies v.GenericSchema<unknown, ClientMessage>;

/** The permissions of one client. */
export interface Permissions {
  readonly mayRequest: (method: string, params: unknown) => boolean;
  readonly mayWatch: (topic: string, params: unknown) => boolean;
  /** Maximum number of concurrent watches; more is a bug or an attack. */
  readonly maxWatches: number;
  /** Maximum number of concurrent requests; more are refused until some are answered. */
  readonly maxRequests: number;
}

/** The host's end of the contract over a carrier, for one client; every request is answered. */
export class HostChannel implements Disposable {
  readonly #host: Host;
  readonly #may: Permissions;
  readonly #post: (message: HostMessage) => void;
  readonly #watches = new Map<number, Disposable>();
  #requests = 0;
  #disposed = false;

  constructor(host: Host, may: Permissions, post: (message: HostMessage) => void) {
    this.#host = host;
    this.#may = may;
    this.#post = post;
  }

  /** Handles one message of the client. @returns false if it is not valid in the contract */
  receive(message: unknown): boolean {
    const checked = v.safeParse(clientMessage, message);
    if (!checked.success) return false;
    const taken = checked.output;
    switch (taken.type) {
      case 'request':
        void this.#request(taken.id, taken.method, taken.params);
        break;
      case 'watch':
        this.#watch(taken.id, taken.topic, taken.params);
        break;
      case 'unwatch':
        this.#watches.get(taken.id)?.dispose();
        this.#watches.delete(taken.id);
        break;
    }
    return true;
  }

  dispose(): void {
    this.#disposed = true;
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
  }

  async #request(to: number, method: string, params: unknown): Promise<void> {
    this.#requests += 1;
    const answer = await this.#answer(to, method, params).finally(() => (this.#requests -= 1));
    // A disposed client expects no answer.
    if (!this.#disposed) this.#post(answer);
  }

  async #answer(id: number, method: string, params: unknown): Promise<HostMessage> {
    try {
      if (this.#requests > this.#may.maxRequests) throw tooMuch();
      if (!this.#may.mayRequest(method, params)) throw refused();
      return { type: 'result', id, result: await this.#host.requestUnchecked(method, params) };
    } catch (error) {
      return { type: 'error', id, error: expectedError(error) };
    }
  }

  #watch(to: number, topic: string, params: unknown): void {
    try {
      const full = this.#watches.size >= this.#may.maxWatches || this.#watches.has(to);
      if (full || !this.#may.mayWatch(topic, params)) throw refused();
      const watch = this.#host.watchUnchecked(topic, params, (change) => {
        this.#post({ type: 'change', id: to, change });
      });
      this.#watches.set(to, watch);
    } catch (error) {
      this.#post({ type: 'error', id: to, error: expectedError(error) });
    }
  }
}

function refused(): RequestError {
  return new RequestError(userError('refused'));
}

function tooMuch(): RequestError {
  return new RequestError(userError('busy'));
}

function expectedError(error: unknown): UserError {
  if (!(error instanceof RequestError)) throw error;
  return error.userError;
}

/** The contract over any carrier, with the same messages: in process, `postMessage`, a pipe. */
import { Failure, parseUserError, type UserError, userError } from '../base/userError.ts';
import type { Method, Requests } from './requests.ts';
import type { Change, Topic, Topics } from './topics.ts';

/** The failure of a request, on the client's side. */
export class RequestError extends Failure {
  override readonly name = 'RequestError';
}

/** What the user is shown of a failure: an unexpected one is only `internal`. */
export function shownError(error: unknown): UserError {
  return error instanceof RequestError ? error.userError : userError('internal');
}

export interface Subscription {
  dispose(): void;
}

/** The API that every view uses, independent of the carrier and of where the host runs. */
export interface Api {
  /** @throws RequestError */
  request<M extends Method>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<Requests[M]['result']>;
  /** Reports a snapshot and then every change, or why there is none, until disposed. */
  watch<T extends Topic>(
    topic: T,
    params: Topics[T]['params'],
    listener: (change: Change<Topics[T]['item']>) => void,
  ): Subscription;
}

/** Client → host. `id` is numbered by the client. */
export type ClientMessage =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
    }
  | {
      readonly type: 'watch';
      readonly id: number;
      readonly topic: string;
      readonly params: unknown;
    }
  | { readonly type: 'unwatch'; readonly id: number };

/** Host → client. `id` is that of the message it answers; a watch is only answered by an error. */
export type HostMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: UserError }
  | { readonly type: 'change'; readonly id: number; readonly change: unknown };

/** One end of a carrier. */
export interface Port {
  post(message: ClientMessage): void;
  onMessage(listener: (message: HostMessage) => void): void;
}

/** The client's end of the contract over `port`. */
export function connectApi(port: Port): Api {
  let last = 0;
  const pending = new Map<
    number,
    { resolve: (value: never) => void; reject: (e: Error) => void }
  >();
  const watchers = new Map<number, (change: never) => void>();

  port.onMessage((message) => {
    switch (message.type) {
      case 'result':
        pending.get(message.id)?.resolve(message.result as never);
        pending.delete(message.id);
        break;
      case 'error':
        pending.get(message.id)?.reject(new RequestError(checked(message.error)));
        pending.delete(message.id);
        watchers.get(message.id)?.(unavailable(message.error) as never);
        break;
      case 'change':
        watchers.get(message.id)?.(checkedChange(message.change) as never);
        break;
    }
  });

  return {
    request(method, params) {
      const id = ++last;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        port.post({ type: 'request', id, method, params });
      });
    },
    watch(topic, params, listener) {
      const id = ++last;
      watchers.set(id, listener);
      port.post({ type: 'watch', id, topic, params });
      return {
        dispose() {
          if (watchers.delete(id)) port.post({ type: 'unwatch', id });
        },
      };
    },
  };
}

/** Validates an error; an invalid one becomes `unknown`, so that the user sees some error. */
function checked(error: unknown): UserError {
  return parseUserError(error) ?? userError('unknown');
}

function unavailable(error: unknown): Change<never> {
  return { kind: 'unavailable', error: checked(error) };
}

function checkedChange(change: unknown): unknown {
  const { kind, error } = change as { readonly kind?: unknown; readonly error?: unknown };
  return kind === 'unavailable' ? unavailable(error) : change;
}

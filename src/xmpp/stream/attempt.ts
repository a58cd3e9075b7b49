import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { ClientStream } from './clientStream.ts';
import {
  ConnectionError,
  type ConnectionErrorCode,
  lost,
  stopped,
  timedOut,
} from './connectionError.ts';
import type { Endpoint } from './net/endpoints.ts';
import {
  type Negotiated,
  negotiate,
  type NegotiationOptions,
  type OpenStream,
  openSecurely,
  type Resumable,
} from './negotiation.ts';
import { StreamFault } from './streamFault.ts';
import { SeeOtherHost } from './streamError.ts';
import type { Trust } from './net/tls/secureSocket.ts';

/** Timeout for connecting to one endpoint and opening a stream, in milliseconds. */
const CONNECT_MS = 10_000;
/** Timeout of the whole attempt, in milliseconds. */
const ATTEMPT_MS = 30_000;
const MAX_HOPS = 3;
const DEFAULT_PORTS = { starttls: 5222, tls: 5223, websocket: 443 } as const;

/** Errors reported to the user in preference to others; another endpoint may still succeed. */
const TELLING: ReadonlySet<ConnectionErrorCode> = new Set(['bad-certificate', 'tls-required']);

interface AttemptDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** {@link openSecurely} when absent. */
  readonly openStream?: OpenStream;
}

export interface AttemptOptions extends Omit<NegotiationOptions, 'refusedMechanisms'> {
  readonly trust: Trust;
  /** Returns the endpoints, in the order to try. @throws ConnectionError */
  readonly endpoints: () => Promise<readonly Endpoint[]>;
  readonly session: Resumable;
}

export interface Connected extends Negotiated {
  readonly stream: ClientStream;
}

/**
 * Tries the endpoints sequentially until one is ready for stanzas, for at most 30 s. They share
 * that time, so that each is tried, whatever the earlier ones do (RFC 6120 §3.2.1 step 7).
 * @param signal aborts the attempt
 * @throws ConnectionError the most informative one
 */
export async function attempt(
  options: AttemptOptions,
  deps: AttemptDeps,
  signal: AbortSignal,
): Promise<Connected> {
  const { domain } = options.account;
  const run = new AbortController();
  const stop = () => {
    run.abort(stopped());
  };
  signal.addEventListener('abort', stop);
  const end = deps.clock.monotonic() + ATTEMPT_MS;
  const deadline = deps.clock.after(ATTEMPT_MS, () => {
    run.abort(timedOut(domain));
  });
  if (signal.aborted) stop();
  try {
    return await tryAll(options, deps, run.signal, end);
  } catch (error) {
    throw explain(error, domain);
  } finally {
    deadline.dispose();
    signal.removeEventListener('abort', stop);
  }
}

async function tryAll(
  options: AttemptOptions,
  deps: AttemptDeps,
  signal: AbortSignal,
  end: number,
): Promise<Connected> {
  const queue = [...(await unlessAborted(options.endpoints(), signal))];
  const errors: ConnectionError[] = [];
  const refusedMechanisms = new Set<string>();
  let hops = 0;
  for (let endpoint = queue.shift(); endpoint; endpoint = queue.shift()) {
    const stream = new ClientStream(endpoint, options);
    const share = (end - deps.clock.monotonic()) / (queue.length + 1);
    const refusedBefore = refusedMechanisms.size;
    try {
      return await tryOne(stream, { ...options, refusedMechanisms }, deps, signal, share);
    } catch (caught) {
      const error = explain(caught, options.account.domain);
      deps.log.warn(`${endpoint.mode} ${endpoint.host}:${endpoint.port}: ${error.code}`);
      if (signal.aborted || error.needsUser) throw error;
      if (stream.secure && hops < MAX_HOPS && error instanceof SeeOtherHost) {
        hops += 1;
        queue.unshift(otherHost(endpoint, error));
      } else if (refusedMechanisms.size > refusedBefore) {
        // Some servers end the stream on refusal; the next mechanism needs a new one.
        queue.unshift(endpoint);
      }
      errors.push(error);
    }
  }
  throw errors.find(({ code }) => TELLING.has(code)) ?? errors[0] ?? lost(options.account.domain);
}

async function tryOne(
  stream: ClientStream,
  options: AttemptOptions & NegotiationOptions,
  { clock, openStream = openSecurely }: AttemptDeps,
  signal: AbortSignal,
  shareMs: number,
): Promise<Connected> {
  const { domain } = options.account;
  const end = clock.monotonic() + shareMs;
  const abort = () => {
    stream.destroy(signal.reason as ConnectionError);
  };
  signal.addEventListener('abort', abort);
  const giveUp = () => {
    stream.destroy(timedOut(domain));
  };
  let deadline = clock.after(Math.min(shareMs, CONNECT_MS), giveUp);
  const work = async () => {
    await stream.connect();
    const features = await openStream(stream, domain);
    deadline.dispose();
    deadline = clock.after(end - clock.monotonic(), giveUp);
    return { stream, ...(await negotiate(stream, features, options, options.session)) };
  };
  try {
    // The sign-in or a hook may never finish; the end of the stream ends the attempt.
    return await Promise.race([work(), stream.ended.then((error) => Promise.reject(error))]);
  } catch (error) {
    if (error instanceof StreamFault) stream.abort(error);
    else stream.destroy(explain(error, domain));
    throw await stream.ended;
  } finally {
    deadline.dispose();
    signal.removeEventListener('abort', abort);
  }
}

/** The endpoint on another host, with the same mode and checks (RFC 6120 §4.9.3.19). */
export function otherHost(from: Endpoint, to: SeeOtherHost): Endpoint {
  return { mode: from.mode, host: to.host, port: to.port ?? DEFAULT_PORTS[from.mode] };
}

function explain(error: unknown, domain: string): ConnectionError {
  return error instanceof ConnectionError ? error : lost(domain, error);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as ConnectionError);
    });
    if (signal.aborted) reject(signal.reason as ConnectionError);
    work.then(resolve, reject);
  });
}

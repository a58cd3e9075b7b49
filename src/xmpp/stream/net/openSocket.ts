import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { type Clock, systemClock } from '../../../base/clock.ts';
import type { Disposable } from '../../../base/lifecycle.ts';
import { stopped, unreachable } from '../connectionError.ts';

/** Delay before the next address is tried in parallel (RFC 8305 §5), in milliseconds. */
const ATTEMPT_DELAY_MS = 250;
/**
 * Options for connections opened by Node, as for https: it tries one address at a time, and by
 * default aborts each after 250 ms, which a slow handshake may well take.
 */
export const PATIENT = { autoSelectFamilyAttemptTimeout: 3000 } as const;
/** Maximum number of addresses tried per host. */
const MAX_ADDRESSES = 16;
/** Errors about this machine's network; an error of another address may be about the host. */
const NO_ROUTE: ReadonlySet<unknown> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']);

export interface SocketDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** Resolves a host's addresses in system order (RFC 6724); rejects as `dns.promises.lookup`. */
  readonly lookup: (host: string) => Promise<readonly LookupAddress[]>;
  readonly connect: (address: LookupAddress, port: number) => Socket;
}

const system: SocketDeps = {
  clock: systemClock,
  lookup: (host) => lookup(host, { all: true, order: 'verbatim' }),
  connect: ({ address }, port) => connect({ host: address, port }),
};

/**
 * Opens a connection to the first address of a host that accepts it (RFC 8305 §5): each one has a
 * head start on the next, and none is aborted while others are tried, however slow its handshake.
 *
 * @param signal aborts
 * @throws ConnectionError
 */
export async function openSocket(
  host: string,
  port: number,
  signal: AbortSignal,
  deps: SocketDeps = system,
): Promise<Socket> {
  const name = host.replace(/^\[|\]$/gu, '');
  try {
    const addresses = await deps.lookup(name);
    return await race(alternate(addresses).slice(0, MAX_ADDRESSES), port, signal, deps);
  } catch (error) {
    throw signal.aborted ? stopped() : unreachable(host, port, error);
  }
}

/** RFC 8305 §4: alternates address families, so that a broken one does not delay the other. */
function alternate(addresses: readonly LookupAddress[]): LookupAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const second = addresses.filter(({ family }) => family !== addresses[0]?.family);
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, n) => [first[n], second[n]])
    .flat()
    .filter((address) => address !== undefined);
}

function race(
  addresses: LookupAddress[],
  port: number,
  signal: AbortSignal,
  { clock, connect }: SocketDeps,
): Promise<Socket> {
  const running = new Set<Socket>();
  const errors: NodeJS.ErrnoException[] = [];
  let delay: Disposable | undefined;
  let abort: () => void = () => undefined;
  const outcome = new Promise<Socket>((resolve, reject) => {
    const next = () => {
      delay?.dispose();
      const address = addresses.shift();
      if (address) begin(address);
      else if (running.size === 0) {
        reject(
          errors.find(({ code }) => !NO_ROUTE.has(code)) ?? errors[0] ?? new Error('no address'),
        );
      }
    };
    const begin = (address: LookupAddress) => {
      const socket = connect(address, port);
      running.add(socket);
      socket.once('connect', () => {
        running.delete(socket);
        resolve(socket);
      });
      // Also handled after the race, so that it is not uncaught.
      socket.on('error', (error) => {
        errors.push(error);
        if (running.delete(socket)) next();
      });
      delay = clock.after(ATTEMPT_DELAY_MS, next);
    };
    abort = () => {
      reject(stopped());
    };
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else next();
  });
  return outcome.finally(() => {
    delay?.dispose();
    signal.removeEventListener('abort', abort);
    addresses.length = 0;
    for (const socket of running) socket.destroy();
    running.clear();
  });
}

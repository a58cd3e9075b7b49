import { otherHost } from './attempt.ts';
import type { ConnectionError } from './connectionError.ts';
import type { ConnectionDeps, ConnectionOptions } from './connectionOptions.ts';
import { type Endpoint, resolveEndpoints, resolveSrv } from './net/endpoints.ts';
import { authorities } from './net/tls/authorities.ts';
import { fetchHostMeta } from './net/hostMeta.ts';
import { parseOtherHost, SeeOtherHost } from './streamError.ts';

/** Selects the endpoints of an account's connection: those requested by the server, or resolved. */
export class EndpointSelector {
  readonly #deps: Pick<ConnectionDeps, 'resolve' | 'clock'>;
  /** The endpoint that the last stream was redirected to. */
  #redirect: Endpoint | undefined;
  #location: Endpoint | undefined;

  constructor(deps: Pick<ConnectionDeps, 'resolve' | 'clock'>) {
    this.#deps = deps;
  }

  /** Where the server prefers the session to be resumed. */
  get location(): Endpoint | undefined {
    return this.#location;
  }

  /** Restores the location of a session of another process. */
  restore(location: Endpoint | undefined): void {
    this.#location = location;
  }

  /**
   * Handles a stream that is online.
   *
   * @param wish where the server prefers the session to be resumed (XEP-0198 §5), as received
   */
  onConnected(endpoint: Endpoint, wish: string | undefined, resumed: boolean): void {
    const location = parseOtherHost(wish ?? '');
    if (location) this.#location = otherHost(endpoint, location);
    else if (!resumed) this.#location = undefined;
  }

  /** Handles the loss of a stream; follows a redirect of a secure one only. */
  onLost(endpoint: Endpoint, secure: boolean, error: ConnectionError): void {
    if (secure && error instanceof SeeOtherHost) this.#redirect = otherHost(endpoint, error);
  }

  /** The endpoints of the next attempt, in order. @throws ConnectionError */
  async next(
    { account, trustedCa, server }: ConnectionOptions,
    resumable: boolean,
  ): Promise<readonly Endpoint[]> {
    const first = this.#redirect ?? (resumable ? this.#location : undefined);
    this.#redirect = undefined;
    const usual = server ? [server] : await this.#resolve(account.domain, trustedCa);
    return first ? [first, ...usual] : usual;
  }

  #resolve(domain: string, trustedCa: string | undefined): Promise<readonly Endpoint[]> {
    const { resolve, clock } = this.#deps;
    if (resolve) return resolve(domain);
    return resolveEndpoints(domain, {
      resolveSrv,
      fetchHostMeta: (host) => fetchHostMeta(host, authorities(trustedCa)),
      random: () => clock.random(),
    });
  }
}

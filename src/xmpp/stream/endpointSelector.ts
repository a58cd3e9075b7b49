import { otherHost } from './attempt.ts';
import type { ConnectionError } from './connectionError.ts';
import type { ConnectionDeps, ConnectionOptions } from './connectionOptions.ts';
import { type Endpoint, resolveEndpoints, resolveSrv } from './net/endpoints.ts';
import { authorities } from './net/tls/authorities.ts';
import { fetchHostMeta } from './net/hostMeta.ts';
import { parseOtherHost, SeeOtherHost } from './streamError.ts';

/** Where an account's connection may lead: where the server wishes, or where its domain is found. */
export class EndpointSelector {
  readonly #deps: Pick<ConnectionDeps, 'resolve' | 'clock'>;
  /** Where the last stream was sent on to. */
  #redirect: Endpoint | undefined;
  #location: Endpoint | undefined;

  constructor(deps: Pick<ConnectionDeps, 'resolve' | 'clock'>) {
    this.#deps = deps;
  }

  /** Where the session is to be resumed, by the server's wish. */
  get location(): Endpoint | undefined {
    return this.#location;
  }

  /** Takes up a session that another process has begun. */
  restore(location: Endpoint | undefined): void {
    this.#location = location;
  }

  /**
   * A stream is online.
   *
   * @param wish where the server would have its session resumed (XEP-0198 §5), as it said that
   */
  onConnected(endpoint: Endpoint, wish: string | undefined, resumed: boolean): void {
    const location = parseOtherHost(wish ?? '');
    if (location) this.#location = otherHost(endpoint, location);
    else if (!resumed) this.#location = undefined;
  }

  /** A stream was lost; only one that was secure may send us on. */
  onLost(endpoint: Endpoint, secure: boolean, error: ConnectionError): void {
    if (secure && error instanceof SeeOtherHost) this.#redirect = otherHost(endpoint, error);
  }

  /** Where the next try goes, the first one first. @throws ConnectionError */
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

import type { ConnectionOptions } from './connectionOptions.ts';
import { createTrust, type Trust } from './net/tls/secureSocket.ts';
import { MECHANISMS } from './sasl/sasl.ts';

/** How an account signs in, as it changes from try to try. */
export class SignInOptions {
  #options: ConnectionOptions;
  #trust: Trust | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get current(): ConnectionOptions {
    return this.#options;
  }

  /** Kept from try to try: reading all authorities takes some 30 ms in which nothing else runs. */
  get trust(): Trust {
    const { trustedCa, fingerprint } = this.#options;
    return (this.#trust ??= createTrust({ trustedCa, fingerprint }));
  }

  change(change: Partial<ConnectionOptions>): void {
    this.#options = { ...this.#options, ...change };
    this.#trust = undefined;
  }

  /** This mechanism was used. Result: whether none as strong was before. */
  rememberMechanism(mechanism: string): boolean {
    const before = MECHANISMS.indexOf(this.#options.strongestMechanism ?? '');
    if (before >= 0 && before <= MECHANISMS.indexOf(mechanism)) return false;
    this.change({ strongestMechanism: mechanism });
    return true;
  }
}

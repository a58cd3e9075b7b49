import type { ConnectionOptions } from './connectionOptions.ts';
import { createTrust, type Trust } from './net/tls/secureSocket.ts';
import { MECHANISMS } from './sasl/sasl.ts';

/** The sign-in options of an account, which may change between attempts. */
export class SignInOptions {
  #options: ConnectionOptions;
  #trust: Trust | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get current(): ConnectionOptions {
    return this.#options;
  }

  /** Cached between attempts: loading all authorities blocks for some 30 ms. */
  get trust(): Trust {
    const { trustedCa, fingerprint } = this.#options;
    return (this.#trust ??= createTrust({ trustedCa, fingerprint }));
  }

  change(change: Partial<ConnectionOptions>): void {
    this.#options = { ...this.#options, ...change };
    this.#trust = undefined;
  }

  /** Records the mechanism used. @returns whether it is stronger than all earlier ones */
  rememberMechanism(mechanism: string): boolean {
    const before = MECHANISMS.indexOf(this.#options.strongestMechanism ?? '');
    if (before >= 0 && before <= MECHANISMS.indexOf(mechanism)) return false;
    this.change({ strongestMechanism: mechanism });
    return true;
  }
}

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Accounts } from '../model/account/accounts.ts';
import { createHost, type Host } from './host.ts';

/** How long views may keep what they have while the contacts are fetched anew. */
const SETTLE_MS = 3000;

/**
 * Brings the accounts of the last time back and serves the contract from them.
 * @param takesOver whether views know the accounts from another window: then what replaces that
 * waits a moment, until it is as complete.
 */
export async function startSession(
  accounts: Accounts,
  takesOver: boolean,
  deps: { clock: Clock; log: Log },
): Promise<Disposable & { readonly host: Host }> {
  await accounts.restore().catch((error: unknown) => {
    deps.log.error(`the accounts could not be brought back: ${describeError(error)}`);
  });
  if (takesOver) {
    await new Promise<void>((resolve) => {
      deps.clock.after(SETTLE_MS, resolve);
      void accounts.settled().then(resolve);
    });
  }
  return {
    host: createHost(accounts, deps),
    dispose: () => {
      accounts.dispose();
    },
  };
}

import type { Change } from '../api/topics.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import { userError } from '../base/userError.ts';
import type { Account } from '../model/account/account.ts';
import type { Accounts } from '../model/account/accounts.ts';

/**
 * Watches something of the account with this id, now and each time that it is signed in again.
 * While it is signed out, the listener is notified that it is unavailable, and why.
 * @param watch reports a snapshot, then changes
 */
export function followAccount<T>(
  accounts: Accounts,
  id: string,
  listener: (change: Change<T>) => void,
  watch: (account: Account) => Disposable,
): Disposable {
  let watched: Account | undefined;
  let watching: Disposable | undefined;
  const begin = (account: Account | undefined) => {
    watching?.dispose();
    watched = account;
    watching = account && watch(account);
    if (!account) tellAbsence(listener);
  };
  const following = accounts.onDidChange((ids) => {
    const account = accounts.find(id);
    if (ids.includes(id) && account !== watched) begin(account);
  });
  begin(accounts.find(id));
  return onDispose(() => {
    following.dispose();
    watching?.dispose();
  });
}

function tellAbsence<T>(listener: (change: Change<T>) => void): void {
  listener({ kind: 'snapshot', items: [] });
  listener({ kind: 'unavailable', error: userError('no-account') });
}

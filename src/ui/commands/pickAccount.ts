import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import type { AccountView } from '../../api/views.ts';
import { userError } from '../../base/userError.ts';
import type { ViewState } from '../state.ts';
import { withoutIcons } from '../plain.ts';

/** The only account, or the chosen one; `undefined` after Esc. @throws RequestError without any */
export async function pickAccount(
  state: ViewState,
  title: string,
): Promise<AccountView | undefined> {
  const { accounts } = state;
  if (accounts.length === 0) {
    throw new RequestError(userError('no-account.at-all'));
  }
  if (accounts.length === 1) return accounts[0];
  const items = accounts.map((account) => ({ label: withoutIcons(account.jid), account }));
  return (await editor.showQuickPick(items, { title }))?.account;
}

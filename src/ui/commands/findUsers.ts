import { t } from '../../base/l10n.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Find Users on Server…`: opens the user search of an account. */
export async function findUsers({ state, findUsers: open }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Find users with which account?'));
  if (account) await open({ account: account.id });
}

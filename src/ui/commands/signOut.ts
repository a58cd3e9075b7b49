import { t } from '../../base/l10n.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Sign Out`: ends the session and deletes the stored password. */
export async function signOut({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Sign out of which account?'));
  if (account) await api.request('signOut', { account: account.id });
}

import { t } from '../../base/l10n.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Edit Profile…`: opens what others can read of the user, in a tab. */
export async function editProfile({ editProfile: open, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Edit the profile of which account?'));
  if (account) open({ account: account.id });
}

/** `XMPP: Show My Address…`: the same tab, at what the user gives to others. */
export async function showMyAddress({ showAddress, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Show the address of which account?'));
  if (account) showAddress({ account: account.id });
}

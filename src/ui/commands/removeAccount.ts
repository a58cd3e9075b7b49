import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Remove Account from This Machine…`: deletes its local data, and nothing on the server. */
export async function removeAccount({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Remove which account from this machine?'));
  if (!account) return;
  const remove = t('Remove');
  const chosen = await editor.showWarningMessage(
    t('Remove {account} from this machine?', { account: account.jid }),
    {
      modal: true,
      detail: t(
        'Its password and messages are deleted here, and so are copies of a damaged history. The account, its contacts and what the server keeps stay as they are.',
      ),
    },
    remove,
  );
  if (chosen === remove) await api.request('removeAccount', { account: account.id });
}

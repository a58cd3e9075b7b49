import { editor } from '../editor.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

/** `XMPP: Remove Account from This Machine…`: deletes its local data, and nothing on the server. */
export async function removeAccount({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, 'Remove which account from this machine?');
  if (!account) return;
  const remove = 'Remove';
  const chosen = await editor.showWarningMessage(
    `Remove ${account.jid} from this machine?`,
    {
      modal: true,
      detail:
        'Its password and messages are deleted here, and so are copies of a damaged history. The account, its contacts and what the server keeps stay as they are.',
    },
    remove,
  );
  if (chosen === remove) await api.request('removeAccount', { account: account.id });
}

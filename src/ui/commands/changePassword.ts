import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { insist } from '../insist.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';
import { confirmPassword } from './registrationForm.ts';

/** `XMPP: Change Password…`: asks for the new one twice. */
export async function changePassword({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Change the password of which account?'));
  if (!account) return;
  const text = { title: t('XMPP: Change Password'), totalSteps: 2, problem: undefined };
  const password = await askInput({
    ...text,
    step: 1,
    prompt: t('New password of {account}', { account: account.jid }),
    password: true,
    validate: (typed) => (typed === '' ? t('Type the new password') : undefined),
  });
  if (password === undefined) return;
  const again = { ...text, step: 2, prompt: t('The same password again') };
  if (!(await confirmPassword(again, password))) return;
  const change = { account: account.id, password };
  if (!(await insist(() => api.request('changePassword', change)))) return;
  void editor.showInformationMessage(
    t('The password of {account} was changed; your other devices will ask for it.', {
      account: plain(account.jid),
    }),
  );
}

import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';
import { confirmPassword } from './registrationForm.ts';

/** `XMPP: Change Password…`: asks for the new one twice. */
export async function changePassword({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, 'Change the password of which account?');
  if (!account) return;
  const text = { title: 'XMPP: Change Password', totalSteps: 2, problem: undefined };
  const password = await askInput({
    ...text,
    step: 1,
    prompt: `New password of ${account.jid}`,
    password: true,
    validate: (typed) => (typed === '' ? 'Type the new password' : undefined),
  });
  if (password === undefined) return;
  const again = { ...text, step: 2, prompt: 'The same password again' };
  if (!(await confirmPassword(again, password))) return;
  await api.request('changePassword', { account: account.id, password });
  void editor.showInformationMessage(
    `The password of ${plain(account.jid)} was changed; your other devices will ask for it.`,
  );
}

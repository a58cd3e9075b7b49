import { editor } from '../editor.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickChat } from './pickContact.ts';

/** `XMPP: Clear Chat History…`: deletes the messages of a chat from this machine. */
export async function clearChat({ api, state }: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickChat(state, 'Clear Chat History'));
  if (!of) return;
  const clear = 'Clear';
  const chosen = await editor.showWarningMessage(
    `Delete all messages with ${plain(shownAddress(of.chat))} from this machine?`,
    {
      modal: true,
      detail:
        'They cannot be brought back from here. What your server keeps, and the other side, stays as it is.',
    },
    clear,
  );
  if (chosen === clear) await api.request('clearChat', of);
}

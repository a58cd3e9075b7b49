import { editor } from '../editor.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickChat } from './pickContact.ts';

/** `XMPP: Clear Chat History…`: deletes the messages of a chat from this machine. */
export async function clearChat({ api, state }: CommandContext, argument?: unknown): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickChat(state, t('Clear Chat History')));
  if (!of) return;
  const clear = t({ message: 'Clear', comment: ['button, deletes the messages of a chat'] });
  const chosen = await editor.showWarningMessage(
    t('Delete all messages with {address} from this machine?', {
      address: plain(shownAddress(of.chat)),
    }),
    {
      modal: true,
      detail: t(
        'They cannot be brought back from here. What your server keeps, and the other side, stays as it is.',
      ),
    },
    clear,
  );
  if (chosen === clear) await api.request('clearChat', of);
}

import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import type { FileTransferView } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { sendAnotherWay } from '../../files/sendingWays.ts';
import { withoutIcons } from '../../plain.ts';
import type { OwnedTransfer } from '../../state.ts';
import {
  isOffered,
  isReceived,
  isRunning,
  isUnsent,
  transferOfArgument,
} from '../../transfers/transferNode.ts';
import { partnerWords, stateWords } from '../../transfers/transferText.ts';
import type { CommandContext, CommandHandler } from '../command.ts';

/** Commands on files on their way, on a row or one that the user picks. */
export const transferCommands: Readonly<Record<string, CommandHandler>> = {
  'parley.acceptFile': on(
    () => t('Accept which file?'),
    isOffered,
    ({ received }, of, id) => received.accept(of, id),
  ),
  'parley.saveOfferedFile': on(
    () => t('Save which file?'),
    isOffered,
    ({ received }, of, id) => received.save(of, id),
  ),
  'parley.declineFile': on(
    () => t('Decline which file?'),
    isOffered,
    async ({ api }, of, message) => {
      await api.request('stopFile', { ...of, message });
    },
  ),
  'parley.cancelTransfer': on(
    () => t('Cancel which transfer?'),
    isRunning,
    async ({ api }, of, id, { direction }) => {
      if (direction === 'in') await api.request('stopFile', { ...of, message: id });
      else await api.request('cancelTransfer', { ...of, transfer: id });
    },
  ),
  'parley.sendAnotherWay': on(
    () => t('Send which file another way?'),
    isUnsent,
    ({ api }, of, id, { chatName }) => sendAnotherWay(api, of, id, chatName),
  ),
  'parley.revealFile': on(
    () => t('Reveal which file?'),
    isReceived,
    ({ received }, of, id) => received.reveal(of, id),
  ),
  'parley.clearTransfers': async ({ api, state }) => {
    for (const { id } of state.accounts) await api.request('clearTransfers', { account: id });
  },
};

type Run = (
  context: CommandContext,
  of: OfChat,
  id: string,
  transfer: FileTransferView,
) => Promise<void>;

function on(
  title: () => string,
  fits: (transfer: FileTransferView) => boolean,
  run: Run,
): CommandHandler {
  return async (context, argument) => {
    const chosen = transferOfArgument(argument) ?? (await pick(context, title(), fits));
    if (!chosen) return;
    const { account, transfer } = chosen;
    await run(context, { account: account.id, chat: transfer.chat }, transfer.id, transfer);
  };
}

/** @returns `undefined` after Esc. @throws RequestError if there is none */
async function pick(
  { state }: CommandContext,
  title: string,
  fits: (transfer: FileTransferView) => boolean,
): Promise<OwnedTransfer | undefined> {
  const items = state.transfers
    .filter(({ transfer }) => fits(transfer))
    .map((owned) => ({
      label: withoutIcons(owned.transfer.name),
      description: withoutIcons(partnerWords(owned.transfer)),
      detail: withoutIcons(stateWords(owned.transfer)),
      owned,
    }));
  if (items.length === 0) throw new RequestError(userError('no-transfer.fitting'));
  return (await editor.showQuickPick(items, { title }))?.owned;
}

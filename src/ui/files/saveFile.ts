import { type Api, RequestError } from '../../api/channel.ts';
import type { OfFile, Requests } from '../../api/requests.ts';
import { savingId } from '../../api/savingId.ts';
import { say } from '../../api/say.ts';
import { fileProgress } from '../../api/transferProgress.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import { untilPossible } from '../untilPossible.ts';
import { confirmProgram } from './maySave.ts';
import { TransferProgress } from './transferProgress.ts';

type Target = Omit<Requests['saveFile']['params'], keyof OfFile>;

/**
 * Saves the file of a message, which the window with the session writes as it comes, with progress.
 * What fails can be tried again, and goes on; a program is saved with consent only.
 *
 * @returns its path; `undefined` if the user gave up
 * @throws RequestError that no retry can resolve
 */
export async function saveFile(
  api: Api,
  of: OfFile,
  name: string,
  target: Target,
): Promise<string | undefined> {
  let { mayBeProgram } = target;
  const save = async (): Promise<string | undefined> => {
    try {
      return await saveOnce(api, of, name, { ...target, mayBeProgram });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.code === 'cancelled') return undefined;
      if (error.code !== 'program') throw error;
      mayBeProgram = await confirmProgram(name);
      return mayBeProgram ? save() : undefined;
    }
  };
  const saved = await untilPossible(save, async (why) => {
    const again = t('Try Again');
    return (await editor.showErrorMessage(plain(say(why)), again)) === again;
  });
  if (saved === undefined) await stop(api, of, target);
  return saved;
}

/** Cancels it, and gives up what was received. */
async function stop(api: Api, { file, ...chat }: OfFile, { message }: Target): Promise<void> {
  await api.request('stopFile', { ...chat, message: savingId(message, file) });
}

async function saveOnce(api: Api, of: OfFile, name: string, target: Target): Promise<string> {
  const saving = savingId(target.message, of.file);
  const progress = new TransferProgress(t('Saving {name}', { name }), {
    cancel: () => {
      // If it has ended already, there is nothing left to cancel.
      stop(api, of, target).catch(() => undefined);
    },
  });
  const watch = api.watch('fileTransfers', { account: of.account }, (change) => {
    if (change.kind !== 'snapshot' && change.kind !== 'upsert') return;
    const transfer = change.items.find(({ id }) => id === saving);
    if (transfer) progress.update(transfer.done, transfer.size, fileProgress(transfer));
  });
  try {
    return await progress.until(api.request('saveFile', { ...of, ...target }));
  } finally {
    watch.dispose();
  }
}

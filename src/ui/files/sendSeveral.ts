import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import type { TransferView } from '../../api/views.ts';
import { formatProgress } from '../../base/formatProgress.ts';
import { plural, t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { plain, withoutIcons } from '../plain.ts';
import type { LocalFile } from './localFile.ts';
import { type Offer, offerFile, offerUntilOver } from './offerFile.ts';
import type { ChosenWay } from './sendingWays.ts';
import { endOfTransfer } from './transferEnd.ts';
import { TransferProgress } from './transferProgress.ts';

/** A text of the user's that goes with files. */
export interface Caption {
  readonly text: string;
  /** It goes with them now, so that it need not be kept. */
  readonly taken: () => void;
  /** None of them was sent, and none can be any more. */
  readonly unsent: () => void;
}

interface Sending {
  readonly chosen: ChosenWay | undefined;
  readonly caption: Caption | undefined;
  /** Starts them. @returns `undefined` if the user gave up */
  readonly insist: <T>(request: () => Promise<T>) => Promise<T | undefined>;
}

/**
 * Sends files that one message announces, with progress and a way to cancel; reports how it ended.
 * Each can also be cancelled and retried by itself in the chat.
 * @param name of the contact or room
 */
export async function sendSeveral(
  api: Api,
  of: OfChat,
  name: string,
  files: readonly LocalFile[],
  { chosen, caption, insist }: Sending,
): Promise<void> {
  const offers = files.map((file) => offerFile(api, file));
  const params = {
    ...{ ...of, files: offers.map(({ file }) => file), caption: caption?.text ?? '' },
    ...chosen,
  };
  let transfers: readonly string[] | undefined;
  try {
    transfers = await insist(() => api.request('sendFiles', params));
  } finally {
    if (!transfers) for (const offer of offers) offer.dispose();
  }
  if (!transfers) return;
  caption?.taken();
  keep(api, of, transfers, offers, caption);
  const count = files.length;
  const title = plural(
    count,
    ['Sending {count} file to {name}', 'Sending {count} files to {name}'],
    { name },
  );
  for (let left = transfers; left.length > 0;) {
    const failed = (await follow(api, of, left, title)).filter(({ state }) => state === 'failed');
    const [first] = failed;
    if (!first) {
      const done = plural(
        count,
        ['{count} file was sent to {name}', '{count} files were sent to {name}'],
        { name: withoutIcons(name) },
      );
      editor.setStatusBarMessage(`$(check) ${done}`, 5000);
      return;
    }
    const retry = t('Try Again');
    const why = first.error
      ? say(first.error)
      : t('{file} could not be sent.', { file: first.name });
    if ((await editor.showErrorMessage(plain(why), retry)) !== retry) return;
    left = failed.map(({ id }) => id);
    // What has been retried in the chat already, or cannot be any more, stays as it is.
    const retried = left.map((transfer) => api.request('retryTransfer', { ...of, transfer }));
    await Promise.allSettled(retried);
  }
}

/** Offers the files as long as they may be sent, and gives the caption back if none was. */
function keep(
  api: Api,
  of: OfChat,
  transfers: readonly string[],
  offers: readonly Offer[],
  caption: Caption | undefined,
): void {
  for (const [index, offer] of offers.entries()) {
    offerUntilOver(api, of, transfers[index] ?? '', offer);
  }
  if (!caption) return;
  const isOver = ({ state }: TransferView) => state === 'done' || state === 'cancelled';
  const ends = transfers.map((id) =>
    endOfTransfer(api, of, id, { isOver }).then(
      ({ state }) => state === 'done',
      () => false,
    ),
  );
  void Promise.all(ends).then((done) => {
    if (!done.includes(true)) caption.unsent();
  });
}

/** Follows transfers to where they have all stopped; those that are gone are left out. */
async function follow(
  api: Api,
  of: OfChat,
  ids: readonly string[],
  title: string,
): Promise<readonly TransferView[]> {
  const progress = new TransferProgress(title, {
    cancel: () => {
      for (const transfer of ids) {
        // What has ended is not cancelled.
        api.request('cancelTransfer', { ...of, transfer }).catch(() => undefined);
      }
    },
  });
  const shown = new Map<string, TransferView>();
  const report = (transfer: TransferView) => {
    shown.set(transfer.id, transfer);
    const sum = (of: (transfer: TransferView) => number) =>
      [...shown.values()].reduce((total, one) => total + of(one), 0);
    const [sent, size] = [sum((one) => one.sent), sum((one) => one.size)];
    const bytesPerSecond = sum((one) => one.bytesPerSecond ?? 0) || undefined;
    progress.update(sent, size, formatProgress(sent, size, bytesPerSecond));
  };
  const ended = Promise.allSettled(ids.map((id) => endOfTransfer(api, of, id, { report })));
  const results = await progress.until(ended);
  return results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

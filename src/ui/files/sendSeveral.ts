import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import type { SendingWay, TransferView } from '../../api/views.ts';
import { formatProgress } from '../../base/formatProgress.ts';
import { plural, t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { plain, withoutIcons } from '../plain.ts';
import type { LocalFile } from './localFile.ts';
import { type Offer, offerFile, offerUntilOver } from './offerFile.ts';
import { endOfTransfer } from './transferEnd.ts';

/** Transfers that take longer than this, in ms, show their progress as a notification. */
const QUIET_MS = 1000;

/** A text of the user's that goes with files. */
export interface Caption {
  readonly text: string;
  /** It goes with them now, so that it need not be kept. */
  readonly taken: () => void;
  /** None of them was sent, and none can be any more. */
  readonly unsent: () => void;
}

interface Sending {
  readonly way: SendingWay | undefined;
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
  { way, caption, insist }: Sending,
): Promise<void> {
  const offers = files.map((file) => offerFile(api, file));
  const params = {
    ...{ ...of, files: offers.map(({ file }) => file), caption: caption?.text ?? '' },
    ...(way !== undefined && { way }),
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
  const shown = new Map<string, TransferView>();
  let changed: () => void = () => undefined;
  const report = (transfer: TransferView) => {
    shown.set(transfer.id, transfer);
    changed();
  };
  const ended = Promise.allSettled(ids.map((id) => endOfTransfer(api, of, id, { report }))).then(
    (results) => results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
  );
  const quick = await Promise.race([ended, delay(QUIET_MS)]);
  if (quick) return quick;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return editor.withProgress(options, (progress, token) => {
    let percent = 0;
    changed = () => {
      const all = [...shown.values()];
      const sum = (of: (transfer: TransferView) => number) =>
        all.reduce((total, transfer) => total + of(transfer), 0);
      const [sent, size] = [sum((one) => one.sent), sum((one) => one.size)];
      const now = size === 0 ? 100 : (sent / size) * 100;
      const message = formatProgress(
        sent,
        size,
        sum((one) => one.bytesPerSecond ?? 0) || undefined,
      );
      progress.report({ increment: Math.max(0, now - percent), message });
      percent = Math.max(now, percent);
    };
    token.onCancellationRequested(() => {
      for (const transfer of ids) {
        // What has ended is not cancelled.
        api.request('cancelTransfer', { ...of, transfer }).catch(() => undefined);
      }
    });
    return ended;
  });
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
}

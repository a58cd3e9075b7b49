import * as vscode from 'vscode';
import { type Api, RequestError } from '../api/channel.ts';
import type { OfChat } from '../api/requests.ts';
import type { TransferView } from '../api/views.ts';
import { plain } from './plain.ts';
import type { LocalFile } from './documentFile.ts';

/** Longer than this, a transfer shows its progress as a notification. */
const QUIET_MS = 1000;

/**
 * Sends a file with progress and a way to cancel; says how it ended.
 * @throws RequestError when it could not begin: offline, no upload service, too large
 */
export async function sendFile(api: Api, of: OfChat, name: string, file: LocalFile): Promise<void> {
  await api.request('checkUpload', { account: of.account, size: file.content.byteLength });
  for (;;) {
    const id = await api.request('sendFile', { ...of, ...file });
    const ended = await followTransfer(
      api,
      of,
      id,
      `Sending ${plain(file.name)} to ${plain(name)}`,
    );
    if (ended.state === 'done') {
      vscode.window.setStatusBarMessage(`$(check) ${file.name} was sent to ${name}`, 5000);
    }
    if (ended.state !== 'failed') return;
    const retry = 'Try Again';
    const message = plain(ended.error ?? `${file.name} could not be sent.`);
    if ((await vscode.window.showErrorMessage(message, retry)) !== retry) return;
  }
}

async function followTransfer(
  api: Api,
  { account }: OfChat,
  id: string,
  title: string,
): Promise<TransferView> {
  let report: (transfer: TransferView) => void = () => undefined;
  const ended = new Promise<TransferView>((resolve) => {
    const watch = api.watch('transfers', { account }, (change) => {
      const transfer =
        change.kind === 'remove' ? undefined : change.items.find((item) => item.id === id);
      if (!transfer) return;
      report(transfer);
      if (transfer.state === 'running') return;
      watch.dispose();
      resolve(transfer);
    });
  });
  const quick = await Promise.race([ended, delay(QUIET_MS)]);
  if (quick) return quick;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    let shown = 0;
    report = ({ sent, size }) => {
      const percent = size === 0 ? 100 : Math.floor((sent / size) * 100);
      progress.report({ increment: percent - shown, message: `${percent} %` });
      shown = percent;
    };
    token.onCancellationRequested(() => {
      api.request('cancelTransfer', { account, transfer: id }).catch(showFailure);
    });
    return ended;
  });
}

function showFailure(error: unknown): void {
  const message = error instanceof RequestError ? error.message : 'The transfer goes on.';
  void vscode.window.showErrorMessage(plain(message));
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
}

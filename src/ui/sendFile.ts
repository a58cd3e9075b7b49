import * as vscode from 'vscode';
import { type Api, RequestError } from '../api/channel.ts';
import type { OfChat } from '../api/requests.ts';
import type { TransferView } from '../api/views.ts';
import { plain } from './plain.ts';
import type { FileSource, LocalFile } from './documentFile.ts';
import { looksSecret } from './secretFiles.ts';

/** Longer than this, a transfer shows its progress as a notification. */
const QUIET_MS = 1000;

/**
 * Sends files one after the other: first each is held against the server's limit, then read, and
 * what looks secret is asked for. Nothing leaves before all is known.
 * @throws RequestError when one cannot be read or sent
 */
export async function sendFiles(
  api: Api,
  of: OfChat,
  name: string,
  sources: readonly FileSource[],
): Promise<void> {
  const files: LocalFile[] = [];
  for (const source of sources) {
    const size = await source.size();
    if (size !== undefined) await api.request('checkUpload', { account: of.account, size });
    const file = await source.load();
    if (!file) return;
    files.push(file);
  }
  if (!(await mayLeave(files, name))) return;
  for (const file of files) await sendFile(api, of, name, file);
}

/** Asks once for all files that look as if they held secrets. */
async function mayLeave(files: readonly LocalFile[], name: string): Promise<boolean> {
  const secret = files.filter((file) => looksSecret(file.name, file.content));
  if (secret.length === 0) return true;
  const send = 'Send Anyway';
  const chosen = await vscode.window.showWarningMessage(
    `Send ${secret.map((file) => file.name).join(', ')} to ${name}?`,
    {
      modal: true,
      detail: 'This looks like passwords or private keys. Whoever has them can act in your name.',
    },
    send,
  );
  return chosen === send;
}

/**
 * Sends a file with progress and a way to cancel; says how it ended.
 * @throws RequestError when it could not begin: offline, no upload service, too large
 */
async function sendFile(api: Api, of: OfChat, name: string, file: LocalFile): Promise<void> {
  await api.request('checkUpload', { account: of.account, size: file.content.byteLength });
  const transfer = await api.request('sendFile', { ...of, ...file });
  for (;;) {
    const ended = await followTransfer(
      api,
      of,
      transfer,
      `Sending ${plain(file.name)} to ${plain(name)}`,
    );
    if (ended.state === 'done') {
      vscode.window.setStatusBarMessage(`$(check) ${file.name} was sent to ${name}`, 5000);
    }
    if (ended.state !== 'failed') return;
    const retry = 'Try Again';
    const message = plain(ended.error ?? `${file.name} could not be sent.`);
    if ((await vscode.window.showErrorMessage(message, retry)) !== retry) return;
    // It does nothing when the chat tab's own button was quicker.
    await api.request('retryTransfer', { account: of.account, transfer });
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

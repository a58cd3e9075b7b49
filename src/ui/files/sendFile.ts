import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import type { TransferView } from '../../api/views.ts';
import { MAX_GIVEN_FILES } from '../../api/panel.ts';
import { endOfTransfer } from './transferEnd.ts';
import { untilPossible } from '../untilPossible.ts';
import { userError } from '../../base/userError.ts';
import { plain, withoutIcons } from '../plain.ts';
import type { FileSource, LocalFile } from './documentFile.ts';
import { looksSecret } from './secretFiles.ts';

/** A transfer that takes longer than this, in ms, shows its progress as a notification. */
const QUIET_MS = 1000;
/** Maximum size of all files of one request together, in bytes: they are held in memory. */
const MAX_TOGETHER = 500 * 1000 * 1000;

/** A file that was read, and its path. */
interface Loaded {
  readonly file: LocalFile;
  readonly path: string;
}

/**
 * Sends files sequentially: each is first checked against the server's limit, then read, and the
 * user confirms what looks secret. Nothing is sent before all checks have passed.
 * @throws RequestError if one cannot be read or sent
 */
export async function sendFiles(
  api: Api,
  of: OfChat,
  name: string,
  sources: readonly FileSource[],
): Promise<void> {
  if (sources.length > MAX_GIVEN_FILES) throw tooMany();
  const loaded: Loaded[] = [];
  let total = 0;
  for (const source of sources) {
    const size = await source.size();
    if (size !== undefined && !(await mayUpload(api, of, size))) return;
    if (total + (size ?? 0) > MAX_TOGETHER) throw tooMany();
    const file = await source.load();
    if (!file) return;
    total += file.content.byteLength;
    loaded.push({ file, path: source.path });
  }
  if (!(await mayLeave(loaded, name))) return;
  for (const { file } of loaded) if (!(await sendFile(api, of, name, file))) return;
}

/** @returns whether a file of this size can be uploaded; false if the user gave up */
async function mayUpload(api: Api, { account }: OfChat, size: number): Promise<boolean> {
  const limit = await insist(() => api.request('checkUpload', { account, size }));
  return limit !== undefined;
}

/** Retries on request, so that the chosen files are not lost while the server is unreachable. */
function insist<T>(request: () => Promise<T>): Promise<T | undefined> {
  return untilPossible(request, async (why) => {
    const again = 'Try Again';
    return (await editor.showErrorMessage(plain(say(why)), again)) === again;
  });
}

function tooMany(): RequestError {
  return new RequestError(
    userError('too-many', { count: MAX_GIVEN_FILES, most: { bytes: MAX_TOGETHER } }),
  );
}

/** Asks once for all files that look like secrets. */
async function mayLeave(loaded: readonly Loaded[], name: string): Promise<boolean> {
  const secret = loaded.filter(({ file, path }) => looksSecret(file.name, file.content, path));
  if (secret.length === 0) return true;
  const send = 'Send Anyway';
  const names = secret.map(({ file }) => file.name).join(', ');
  const chosen = await editor.showWarningMessage(
    `Send ${names} to ${name}?`,
    {
      modal: true,
      detail: 'This looks like passwords or private keys. Whoever has them can act in your name.',
    },
    send,
  );
  return chosen === send;
}

/**
 * Sends a file with progress and a way to cancel; reports how it ended.
 * @returns false if the user gave up before it began
 * @throws RequestError if it could not begin: no upload service, too large
 */
async function sendFile(api: Api, of: OfChat, name: string, file: LocalFile): Promise<boolean> {
  if (!(await mayUpload(api, of, file.content.byteLength))) return false;
  const transfer = await insist(() => api.request('sendFile', { ...of, ...file }));
  if (transfer === undefined) return false;
  for (;;) {
    const ended = await followTransfer(api, of, transfer, `Sending ${file.name} to ${name}`);
    if (ended.state === 'done') {
      editor.setStatusBarMessage(
        `$(check) ${withoutIcons(file.name)} was sent to ${withoutIcons(name)}`,
        5000,
      );
    }
    if (ended.state !== 'failed') return true;
    const retry = 'Try Again';
    const message = ended.error ? say(ended.error) : `${file.name} could not be sent.`;
    if ((await editor.showErrorMessage(plain(message), retry)) !== retry) return true;
    // Has no effect if the chat tab's own button was quicker.
    await api.request('retryTransfer', { ...of, transfer });
  }
}

async function followTransfer(
  api: Api,
  of: OfChat,
  id: string,
  title: string,
): Promise<TransferView> {
  let report: (transfer: TransferView) => void = () => undefined;
  const ended = endOfTransfer(api, of, id, (transfer) => {
    report(transfer);
  });
  const quick = await Promise.race([ended, delay(QUIET_MS)]);
  if (quick) return quick;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return editor.withProgress(options, (progress, token) => {
    let shown = 0;
    report = ({ sent, size }) => {
      const percent = size === 0 ? 100 : Math.floor((sent / size) * 100);
      progress.report({ increment: percent - shown, message: `${percent} %` });
      shown = percent;
    };
    token.onCancellationRequested(() => {
      api.request('cancelTransfer', { ...of, transfer: id }).catch(showFailure);
    });
    return ended;
  });
}

function showFailure(error: unknown): void {
  const message = error instanceof RequestError ? say(error.userError) : 'The transfer goes on.';
  void editor.showErrorMessage(plain(message));
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
}

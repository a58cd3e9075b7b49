import { editor } from '../editor.ts';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import { transferProgress } from '../../api/transferProgress.ts';
import type { SendingWay, TransferView } from '../../api/views.ts';
import { MAX_GIVEN_FILES } from '../../api/panel.ts';
import { endOfTransfer } from './transferEnd.ts';
import { wantsAgain } from '../insist.ts';
import { untilPossible } from '../untilPossible.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { plain, withoutIcons } from '../plain.ts';
import { removesMetadata } from '../settings.ts';
import { cleanPicture } from './cleanPicture.ts';
import type { FileSource } from './documentFile.ts';
import type { LocalFile } from './localFile.ts';
import { type Offer, offerFile, offerUntilOver } from './offerFile.ts';
import { type Caption, sendSeveral } from './sendSeveral.ts';
import { type ChosenWay, otherWays, pickWay } from './sendingWays.ts';
import { TransferProgress } from './transferProgress.ts';
import { looksSecret, SEARCHED_BYTES } from './secretFiles.ts';

/** Maximum size of all files of one request together that are held in memory, in bytes. */
const MAX_HELD = 500 * 1000 * 1000;
/** How many files that look like secrets a question names. */
const MAX_NAMED_SECRETS = 10;

interface SendingChoices {
  /** Whether the user chooses the way; else it is the first that can. */
  readonly asksWay?: boolean;
  /** What is said with several files; with one alone it is not. */
  readonly caption?: Caption | undefined;
}

/**
 * Sends files, several as one message: each is first checked for a way that takes its size, then
 * opened, and the user confirms what looks secret. Nothing is sent before all checks have passed.
 * @throws RequestError if one cannot be read or sent
 */
export async function sendFiles(
  api: Api,
  of: OfChat,
  name: string,
  sources: readonly FileSource[],
  { asksWay = false, caption }: SendingChoices = {},
): Promise<void> {
  if (sources.length > MAX_GIVEN_FILES) throw tooMany();
  const open: LocalFile[] = [];
  try {
    for (const source of sources) {
      const size = await source.size();
      if (size !== undefined && !(await maySend(api, of, size))) return;
      const file = await source.open(name);
      if (!file) return;
      open.push(file);
      if (removesMetadata()) open.splice(-1, 1, await cleanPicture(file));
      if (open.reduce((sum, { heldBytes }) => sum + heldBytes, 0) > MAX_HELD) throw tooMany();
    }
    if (!(await mayLeave(open, name))) return;
    const chosen = asksWay ? await chooseWay(api, of, name, open) : undefined;
    if (asksWay && !chosen) return;
    const [file, ...others] = open.splice(0);
    if (file && others.length > 0) {
      await sendSeveral(api, of, name, [file, ...others], { chosen, caption, insist });
    } else if (file) await sendFile(api, of, name, file, chosen);
  } finally {
    await Promise.all(open.map((file) => file.close()));
  }
}

/** @returns whether a file of this size can be sent; false if the user gave up */
async function maySend(api: Api, of: OfChat, size: number): Promise<boolean> {
  const way = await insist(() => api.request('findWay', { ...of, size }));
  return way !== undefined;
}

/** Asks for a way that takes the largest of the files. @returns `undefined` if the user gave up */
async function chooseWay(
  api: Api,
  of: OfChat,
  name: string,
  files: readonly LocalFile[],
): Promise<ChosenWay | undefined> {
  const size = Math.max(0, ...files.map((file) => file.size));
  const ways = await insist(() => api.request('findWays', { ...of, size }));
  return ways && pickWay(api, ways, { of, name });
}

/** Retries on request, so that the chosen files are not lost while the server is unreachable. */
function insist<T>(request: () => Promise<T>): Promise<T | undefined> {
  return untilPossible(request, wantsAgain);
}

function tooMany(): RequestError {
  return new RequestError(
    userError('too-many', { count: MAX_GIVEN_FILES, most: { bytes: MAX_HELD } }),
  );
}

/** Asks once for all files that look like secrets. */
async function mayLeave(files: readonly LocalFile[], name: string): Promise<boolean> {
  const looks = await Promise.all(
    files.map(async (file) => {
      if (file.secrets) return file.secrets;
      const beginning = await file.read(0, Math.min(SEARCHED_BYTES, file.size));
      return looksSecret(file.name, beginning, file.path) ? [file.name] : [];
    }),
  );
  const secret = looks.flat();
  if (secret.length === 0) return true;
  const send = t('Send Anyway');
  const named = secret.slice(0, MAX_NAMED_SECRETS).join(', ');
  const more = secret.length - MAX_NAMED_SECRETS;
  const names =
    more > 0 ? t('{names} and {count} more', { names: named, count: formatNumber(more) }) : named;
  const chosen = await editor.showWarningMessage(
    t('Send {file} to {name}?', { file: names, name }),
    {
      modal: true,
      detail: t(
        'This looks like passwords or private keys. Whoever has them can act in your name.',
      ),
    },
    send,
  );
  return chosen === send;
}

/**
 * Sends a file with progress and a way to cancel; reports how it ended.
 * @throws RequestError if it could not begin: no upload service, too large
 */
async function sendFile(
  api: Api,
  of: OfChat,
  name: string,
  file: LocalFile,
  chosen: ChosenWay | undefined,
): Promise<void> {
  const offer = offerFile(api, file);
  const transfer = await start(api, of, offer, chosen);
  if (transfer === undefined) return;
  offerUntilOver(api, of, transfer, offer);
  for (;;) {
    const title = t('Sending {file} to {name}', { file: file.name, name });
    const ended = await followTransfer(api, of, transfer, title);
    if (ended.state === 'done') {
      editor.setStatusBarMessage(
        `$(check) ${t('{file} was sent to {name}', { file: withoutIcons(file.name), name: withoutIcons(name) })}`,
        5000,
      );
    }
    if (ended.state !== 'failed') return;
    const message = ended.error
      ? say(ended.error)
      : t('{file} could not be sent.', { file: file.name });
    const next = await askForRetry(api, message, {
      of,
      name,
      others: await otherWays(api, of, ended),
    });
    if (next === undefined) return;
    // Has no effect if the chat tab's own button was quicker.
    await api.request('retryTransfer', { ...of, transfer, ...next });
  }
}

/**
 * Tells why a file was not sent.
 * @param others the ways that may do instead
 * @returns how to try again; `undefined` if the user gave up
 */
async function askForRetry(
  api: Api,
  message: string,
  { of, name, others }: { of: OfChat; name: string; others: readonly SendingWay[] },
): Promise<Partial<ChosenWay> | undefined> {
  const retry = t('Try Again');
  const another = t('Try Another Way…');
  const buttons = others.length > 0 ? [retry, another] : [retry];
  const chosen = await editor.showErrorMessage(plain(message), ...buttons);
  if (chosen === retry) return {};
  return chosen === another ? pickWay(api, others, { of, name }) : undefined;
}

/** @returns the transfer's id; `undefined` if the user gave up */
async function start(
  api: Api,
  of: OfChat,
  offer: Offer,
  chosen: ChosenWay | undefined,
): Promise<string | undefined> {
  let transfer: string | undefined;
  try {
    const { file } = offer;
    if (!chosen && !(await maySend(api, of, file.size))) return undefined;
    const params = { ...of, ...file, ...chosen };
    transfer = await insist(() => api.request('sendFile', params));
    return transfer;
  } finally {
    if (transfer === undefined) offer.dispose();
  }
}

async function followTransfer(
  api: Api,
  of: OfChat,
  id: string,
  title: string,
): Promise<TransferView> {
  const progress = new TransferProgress(title, {
    cancel: () => {
      api.request('cancelTransfer', { ...of, transfer: id }).catch(showFailure);
    },
  });
  const ended = endOfTransfer(api, of, id, {
    report: (transfer) => {
      progress.update(transfer.sent, transfer.size, transferProgress(transfer));
    },
  });
  return progress.until(ended);
}

function showFailure(error: unknown): void {
  const message = error instanceof RequestError ? say(error.userError) : t('The transfer goes on.');
  void editor.showErrorMessage(plain(message));
}

import type * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { SendingWay } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import { endOfTransfer } from './transferEnd.ts';

interface WayItem extends vscode.QuickPickItem {
  readonly way: SendingWay;
}

const ITEMS: Readonly<Record<SendingWay, () => WayItem>> = {
  upload: () => ({
    way: 'upload',
    label: t('By the Server'),
    description: t('HTTP upload'),
    detail: t(
      'They fetch it whenever they like, on any device; the server keeps a copy for some time.',
    ),
  }),
  jingle: () => ({
    way: 'jingle',
    label: t('Directly to Their Device'),
    description: 'Jingle',
    detail: t('They accept it on the device on which they are online; no server keeps it.'),
  }),
  si: () => ({
    way: 'si',
    label: t('Directly to Their Older Client'),
    description: 'stream initiation',
    detail: t('They accept it there; for clients that know nothing newer; no server keeps it.'),
  }),
};

/** Lets the user choose among these ways to send files. @returns `undefined` after Esc */
export async function pickWay(
  ways: readonly SendingWay[],
  title: string,
): Promise<SendingWay | undefined> {
  const items = ways.map((way) => ITEMS[way]());
  return (await editor.showQuickPick(items, { title: plain(title) }))?.way;
}

/**
 * Lets the user choose another way for a transfer that failed, or that nobody has accepted yet.
 * @param chatName where it goes
 * @throws RequestError if there is none, or it has ended meanwhile
 */
export async function sendAnotherWay(
  api: Api,
  of: OfChat,
  transfer: string,
  chatName: string,
): Promise<void> {
  const { name, size, state, way } = await endOfTransfer(api, of, transfer, { isOver: () => true });
  const all = await api.request('findWays', { ...of, size });
  const ways = state === 'failed' ? all : all.filter((each) => each !== way);
  if (ways.length === 0) throw new RequestError(userError('no-other-way', { name }));
  const chosen = await pickWay(
    ways,
    t('Send {name} to {chatName} in which way?', { name, chatName }),
  );
  if (chosen !== undefined) await api.request('retryTransfer', { ...of, transfer, way: chosen });
}

/** The ways to send a file of `size` bytes besides one that has failed; none where nobody knows. */
export async function otherWays(
  api: Api,
  of: OfChat,
  { size, way: failed }: { readonly size: number; readonly way: SendingWay },
): Promise<readonly SendingWay[]> {
  const ways = await api.request('findWays', { ...of, size }).catch(() => []);
  return ways.filter((way) => way !== failed);
}

import type * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ResourceView, SendingWay } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { plain, withoutIcons } from '../plain.ts';
import { showLabel } from '../presence/presence.ts';
import { endOfTransfer } from './transferEnd.ts';

/** How the user wants files to go. */
export interface ChosenWay {
  readonly way: SendingWay;
  /** The resource of their device. */
  readonly device?: string;
}

/** To whom files go, and what the user is asked. */
interface WayQuestion {
  readonly of: OfChat;
  /** The name of the contact or room. */
  readonly name: string;
  readonly title?: string;
}

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

/**
 * Lets the user choose among these ways to send files, and among the devices of theirs that take files so.
 * @returns `undefined` after Esc
 */
export async function pickWay(
  api: Api,
  ways: readonly SendingWay[],
  { of, name, title = t('Send to {name} in which way?', { name }) }: WayQuestion,
): Promise<ChosenWay | undefined> {
  const items = ways.map((way) => ITEMS[way]());
  const way = (await editor.showQuickPick(items, { title: plain(title) }))?.way;
  if (way === undefined || way === 'upload') return way && { way };
  const devices = await devicesFor(api, of, way);
  if (devices.length < 2) return { way };
  const chosen = await editor.showQuickPick(
    devices.map(({ resource, show, status }, index) => ({
      label: withoutIcons(resource),
      description:
        index === 0 ? t('{show}, the best one', { show: showLabel(show) }) : showLabel(show),
      ...(status !== '' && { detail: withoutIcons(status) }),
      device: resource,
    })),
    { title: plain(t('Send to which device of {name}?', { name })), matchOnDetail: true },
  );
  return chosen && { way, device: chosen.device };
}

/**
 * Lets the user choose another way for a transfer that failed, or that the contact has not accepted yet.
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
  const ways = state === 'failed' ? all : await withoutTried(api, of, all, way);
  if (ways.length === 0) throw new RequestError(userError('no-other-way', { name }));
  const title = t('Send {name} to {chatName} in which way?', { name, chatName });
  const chosen = await pickWay(api, ways, { of, name: chatName, title });
  if (chosen) await api.request('retryTransfer', { ...of, transfer, ...chosen });
}

/** The ways to send a file of `size` bytes besides one that has failed; none where that is unknown. */
export async function otherWays(
  api: Api,
  of: OfChat,
  { size, way: failed }: { readonly size: number; readonly way: SendingWay },
): Promise<readonly SendingWay[]> {
  const ways = await api.request('findWays', { ...of, size }).catch(() => []);
  return withoutTried(api, of, ways, failed);
}

/** The ways besides the one that was tried, unless they have another device for that. */
async function withoutTried(
  api: Api,
  of: OfChat,
  ways: readonly SendingWay[],
  tried: SendingWay,
): Promise<readonly SendingWay[]> {
  const devices = tried === 'upload' ? [] : await devicesFor(api, of, tried);
  return devices.length > 1 ? ways : ways.filter((way) => way !== tried);
}

/** Their devices that take files in this way; none while that is not known: sending says why. */
function devicesFor(
  api: Api,
  of: OfChat,
  way: Exclude<SendingWay, 'upload'>,
): Promise<readonly ResourceView[]> {
  return api.request('findDevices', { ...of, way }).catch(() => []);
}

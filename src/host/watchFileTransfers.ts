import type { Change } from '../api/topics.ts';
import type { FileTransferView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import type { FileDownload } from '../model/files/fileDownload.ts';
import type { Reception } from '../model/files/reception.ts';
import type { Transfer } from '../model/files/transfers.ts';
import { offerView } from './offerView.ts';
import { chatName } from './chatName.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches all files on their way to and from an account, by the ids of both kinds. */
export function watchFileTransfers(
  account: Account,
  listener: (change: Change<FileTransferView>) => void,
  clock: Clock,
): Disposable {
  const { downloads, incomingFiles, transfers } = account;
  return watchCollection(clock, listener, {
    all: () => [
      ...[...incomingFiles.values()].map((reception) => incomingView(account, reception)),
      ...[...downloads.values()].map((download) => downloadView(account, download)),
      ...[...transfers.values()].map((transfer) => outgoingView(account, transfer)),
    ],
    one: (id) => {
      const reception = incomingFiles.find(id);
      if (reception) return incomingView(account, reception);
      const download = downloads.find(id);
      if (download) return downloadView(account, download);
      const transfer = transfers.find(id);
      return transfer && outgoingView(account, transfer);
    },
    changes: [
      (changed) =>
        incomingFiles.onDidChange((id) => {
          changed([id]);
        }),
      (changed) =>
        downloads.onDidChange((id) => {
          changed([id]);
        }),
      (changed) =>
        transfers.onDidChange(({ id }) => {
          changed([id]);
        }),
    ],
  });
}

function incomingView(account: Account, reception: Reception): FileTransferView {
  const { chat, message, received, size } = reception;
  const { id, file, offer = { state: 'lost' } } = message;
  const { state, bytesPerSecond, error } = offerView(account, id, offer);
  return {
    ...{ id, state, direction: 'in', name: file?.name ?? '', done: received },
    ...{ chat: chat.key.chat, chatName: chatName(account, chat.key.chat) },
    ...(size !== undefined && { size }),
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(error && { error }),
  };
}

function downloadView(account: Account, download: FileDownload): FileTransferView {
  const { id, chat, name, size, received, state, isWaiting } = download;
  const { bytesPerSecond, error } = download;
  return {
    ...{ id, name, state, direction: 'in', done: received },
    ...(size !== undefined && { size }),
    ...{ chat: chat.key.chat, chatName: chatName(account, chat.key.chat) },
    ...(isWaiting && { isWaiting }),
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(error && { error }),
  };
}

function outgoingView(account: Account, transfer: Transfer): FileTransferView {
  const { id, to, name, size, sent, way, bytesPerSecond, error } = transfer;
  const isOffered = transfer.state === 'running' && way !== 'upload' && sent === 0;
  const state = isOffered ? 'offered' : transfer.state;
  return {
    ...{ id, name, size, state, direction: 'out', done: sent },
    ...{ chat: to.full, chatName: chatName(account, to.full) },
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(error && { error }),
  };
}

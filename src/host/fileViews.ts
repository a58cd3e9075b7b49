import type { FileView, TransferView } from '../api/views.ts';
import type { Account } from '../model/account/account.ts';
import type { Transfer } from '../model/files/transfers.ts';
import type { AnnouncedFile } from '../model/history.ts';
import { savingView } from './savingView.ts';

/** Only what is needed to show the file and to request it. */
export function fileView({ hashes: _, share: __, ...file }: AnnouncedFile): FileView {
  return file;
}

/** A file of a message, with how far it is saved. @param at its place among the files of the message */
export function savedFileView(
  account: Account,
  message: string,
  file: AnnouncedFile,
  at: number,
): FileView {
  const saving = savingView(account, message, at);
  return { ...fileView(file), ...(saving && { saving }) };
}

export function transferView(transfer: Transfer): TransferView {
  const { to, chosen: _, ...rest } = transfer;
  return { chat: to.full, ...rest };
}

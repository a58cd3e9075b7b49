import type * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import { makeVisible } from '../../../api/visible.ts';
import { formatBytes } from '../../../base/formatBytes.ts';
import { formatNumber, plural, t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { removesMetadata } from '../../settings.ts';
import { cancellable } from '../cancellable.ts';
import { cleanPicture } from '../cleanPicture.ts';
import type { LocalFile } from '../localFile.ts';
import { folderReader, toList } from './editorFolder.ts';
import { type FolderListing, type ListedFile, listFolder, MAX_FILES } from './listFolder.ts';
import { packFolder } from './packFolder.ts';

/** Maximum size of all files of a folder that is sent, in bytes. */
const MAX_FOLDER_BYTES = 2 * 1024 * 1024 * 1024;

/**
 * A folder as one archive, packed once the user has seen how much it is and agreed.
 * @param to name of the contact or room
 * @param openFile opens a file in it, and not what a link leads to
 * @returns `undefined` if the user cancelled
 * @throws RequestError if it has no files or too many, or cannot be read or packed
 */
export async function openFolder(
  folder: vscode.Uri,
  name: string,
  to: string,
  openFile: (uri: vscode.Uri) => Promise<LocalFile>,
): Promise<LocalFile | undefined> {
  const listing = await cancellable(t('Reading {name}…', { name }), (_, isCancelled) =>
    list(folder, name, isCancelled),
  );
  if (!listing || !(await confirm(listing, name, to))) return undefined;
  const root = folder.path.replace(/\/+$/u, '');
  return cancellable(t('Packing {name}…', { name }), (report, isCancelled) =>
    packFolder({
      name: makeSafe(name),
      files: listing.files,
      open: (file: ListedFile) => openFile(folder.with({ path: `${root}/${file.path}` })),
      clean: async (file) => (removesMetadata() ? cleanPicture(file) : file),
      onPacked: ({ size }) => {
        report(listing.size === 0 ? 0 : (size / listing.size) * 100);
      },
      isCancelled,
    }),
  );
}

async function list(
  folder: vscode.Uri,
  name: string,
  isCancelled: () => boolean,
): Promise<FolderListing | undefined> {
  let listing: FolderListing | 'too-many' | undefined;
  try {
    const listed = { ...(await toList(folder)), isCancelled };
    listing = await listFolder(folderReader(folder), listed);
  } catch {
    throw new RequestError(userError('unreadable.folder', { name }));
  }
  if (listing === undefined) return undefined;
  if (listing === 'too-many' || listing.size > MAX_FOLDER_BYTES) {
    const most = { bytes: MAX_FOLDER_BYTES };
    throw new RequestError(userError('folder.too-large', { name, count: MAX_FILES, most }));
  }
  if (listing.files.length === 0) throw new RequestError(userError('folder.empty', { name }));
  return listing;
}

async function confirm(
  { files, size, excluded, others }: FolderListing,
  name: string,
  to: string,
): Promise<boolean> {
  const send = t('Send');
  const what = plural(
    files.length,
    [
      '{count} file, {size} before they are packed.',
      '{count} files, {size} before they are packed.',
    ],
    { size: formatBytes(size) },
  );
  const left = [
    ...(excluded > 0
      ? [t('by .gitignore or files.exclude {count}', { count: formatNumber(excluded) })]
      : []),
    ...(others > 0
      ? [t('links and what is no file {count}', { count: formatNumber(others) })]
      : []),
  ];
  const chosen = await editor.showInformationMessage(
    plain(
      t('Send the folder {folder} to {name} as {folder}.zip?', {
        folder: makeVisible(name),
        name: to,
      }),
    ),
    {
      modal: true,
      detail:
        left.length === 0 ? what : `${what}\n${t('Left out: {what}.', { what: left.join(', ') })}`,
    },
    send,
  );
  return chosen === send;
}

/** A drive or the root of a file system has no name of its own. */
function makeSafe(name: string): string {
  return name.replaceAll(':', '') || 'folder';
}

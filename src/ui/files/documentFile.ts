import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { openFolder } from './folders/openFolder.ts';
import { type LocalFile, memoryFile, openLocal, TEXT } from './localFile.ts';

/** A file, or a folder as an archive, that may be sent; opened only on demand. */
export interface FileSource {
  /** The local name, which is also sent. */
  readonly name: string;
  /** Its path; empty if unknown. */
  readonly path: string;
  /** In bytes, if known without reading. */
  readonly size: () => Promise<number | undefined>;
  /**
   * @param to name of the contact or room that it is opened for
   * @returns `undefined` if the user cancelled
   * @throws RequestError
   */
  readonly open: (to: string) => Promise<LocalFile | undefined>;
}

/**
 * Maximum size of a file that is not on this machine, in bytes: the editor hands it over only as a
 * whole.
 */
const MAX_WHOLE = 100 * 1024 * 1024;

/** A document in the editor; if it has unsaved changes, the user chooses which version is sent. */
function documentSource(document: vscode.TextDocument): FileSource {
  const { uri, isUntitled } = document;
  const name = isUntitled ? untitledName(document) : baseName(uri);
  return {
    name,
    path: uri.path,
    size: () => Promise.resolve(undefined),
    open: async () => {
      const current = isUntitled || (document.isDirty && (await askForCurrent(name)));
      if (current === undefined) return undefined;
      if (!current) return openUri(uri);
      const { encoding } = document;
      const content = await vscode.workspace.encode(document.getText(), { encoding });
      return memoryFile(name, content, { path: uri.path, otherwise: TEXT });
    },
  };
}

/** A file or folder by its URI, through the editor's file systems: local, remote or virtual. */
export function uriSource(uri: vscode.Uri): FileSource {
  const isSame = (open: vscode.TextDocument) => open.uri.toString() === uri.toString();
  const document = vscode.workspace.textDocuments.find(isSame);
  if (document) return documentSource(document);
  return {
    name: baseName(uri),
    path: uri.path,
    size: () => sizeOf(uri),
    open: async (to) => {
      if (!(await isFolder(uri))) return openUri(uri);
      return openFolder(uri, baseName(uri), to, (file) => openUri(file, false));
    },
  };
}

/**
 * A file handed over with its content, such as a pasted picture.
 * @param thumbnail a small picture of it, as a `data:` URL, if there is one
 */
export function contentSource(
  given: string,
  read: () => Thenable<Uint8Array>,
  thumbnail?: string,
): FileSource {
  const name = lastPart(given);
  return {
    name,
    path: '',
    size: () => Promise.resolve(undefined),
    open: () =>
      explained(name, async () => {
        const file = memoryFile(name, await read());
        return { ...file, ...(thumbnail !== undefined && { thumbnail }) };
      }),
  };
}

/** Whether Node of this process reads it, too: `file:` is on the machine of the extension host. */
function isLocal({ scheme }: vscode.Uri): boolean {
  return scheme === 'file';
}

/**
 * @param follows whether a link is read as what it leads to
 * @throws RequestError if it cannot be read
 */
async function openUri(uri: vscode.Uri, follows = true): Promise<LocalFile> {
  const name = baseName(uri);
  if (isLocal(uri)) return openLocal(name, uri.fsPath, follows);
  if (!follows) await sizeOf(uri);
  const content = await explained(name, () => vscode.workspace.fs.readFile(uri));
  return memoryFile(name, content, { path: uri.path });
}

/**
 * @returns `undefined` for a folder
 * @throws RequestError if it is not found, or too large to be read as a whole
 */
async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  const name = baseName(uri);
  const { type, size } = await explained(name, () => vscode.workspace.fs.stat(uri));
  if ((type & vscode.FileType.Directory) !== 0) return undefined;
  if (!isLocal(uri) && size > MAX_WHOLE) {
    const sizes = { size: { bytes: size }, most: { bytes: MAX_WHOLE } };
    throw new RequestError(userError('unreadable.whole', { name, ...sizes }));
  }
  return size;
}

/** @throws RequestError if it is not found */
async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const { type } = await explained(baseName(uri), () => vscode.workspace.fs.stat(uri));
  return (type & vscode.FileType.Directory) !== 0;
}

/** @returns whether to send the current text; `undefined` after Esc */
async function askForCurrent(name: string): Promise<boolean | undefined> {
  const items = [
    {
      label: t('Send the current text'),
      description: t('as the editor shows it'),
      current: true,
    },
    {
      label: t('Send the saved file'),
      description: t('without the changes'),
      current: false,
    },
  ];
  const title = t('{name} Has Unsaved Changes', { name });
  return (await editor.showQuickPick(items, { title }))?.current;
}

async function explained<T>(name: string, access: () => Thenable<T>): Promise<T> {
  try {
    return await access();
  } catch {
    throw new RequestError(userError('unreadable', { name }));
  }
}

function baseName(uri: vscode.Uri): string {
  return lastPart(uri.path);
}

/** The last segment of a path; a folder's path may end with a slash. */
function lastPart(path: string): string {
  return /([^/]+)\/*$/u.exec(path)?.[1] ?? 'file';
}

/** A file name made of a tab's title such as `Untitled-1`. */
function untitledName(document: vscode.TextDocument): string {
  const name = baseName(document.uri);
  return name.includes('.') ? name : `${name}.txt`;
}

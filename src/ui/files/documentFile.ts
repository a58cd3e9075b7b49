import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';

/** A file to be sent. */
export interface LocalFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** A file that may be sent; read only on demand. */
export interface FileSource {
  /** The local name, which is also sent. */
  readonly name: string;
  /** Its path; empty if unknown. */
  readonly path: string;
  /** In bytes, if known without reading. */
  readonly size: () => Promise<number | undefined>;
  /** @returns `undefined` if the user cancelled. @throws RequestError */
  readonly load: () => Promise<LocalFile | undefined>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  webp: 'image/webp',
  zip: 'application/zip',
};
const TEXT = 'text/plain';
const BINARY = 'application/octet-stream';
/** Size of the sample that decides whether a file is text, in bytes. */
const SAMPLE_BYTES = 4096;

/** A document in the editor; if it has unsaved changes, the user chooses which version is sent. */
function documentSource(document: vscode.TextDocument): FileSource {
  const { uri, isUntitled } = document;
  const name = isUntitled ? untitledName(document) : baseName(uri);
  const file = (content: Uint8Array) => ({ name, mediaType: mediaTypeOf(name, TEXT), content });
  return {
    name,
    path: uri.path,
    size: () => Promise.resolve(undefined),
    load: async () => {
      const current = isUntitled || (document.isDirty && (await askForCurrent(name)));
      if (current === undefined) return undefined;
      if (!current) return file(await read(uri));
      const { encoding } = document;
      return file(await vscode.workspace.encode(document.getText(), { encoding }));
    },
  };
}

/** A file by its URI, through the editor's file systems: local, remote or virtual. */
export function uriSource(uri: vscode.Uri): FileSource {
  const isSame = (open: vscode.TextDocument) => open.uri.toString() === uri.toString();
  const document = vscode.workspace.textDocuments.find(isSame);
  if (document) return documentSource(document);
  const name = baseName(uri);
  return {
    name,
    path: uri.path,
    size: () => sizeOf(uri),
    load: async () => fileOf(name, await read(uri)),
  };
}

/** A file handed over with its content, such as a pasted picture. */
export function contentSource(given: string, read: () => Thenable<Uint8Array>): FileSource {
  const name = lastPart(given);
  return {
    name,
    path: '',
    size: () => Promise.resolve(undefined),
    load: () => explained(name, async () => fileOf(name, await read())),
  };
}

/** @throws RequestError if it is a folder, or not found */
async function sizeOf(uri: vscode.Uri): Promise<number> {
  const name = baseName(uri);
  const { type, size } = await explained(name, () => vscode.workspace.fs.stat(uri));
  if ((type & vscode.FileType.Directory) === 0) return size;
  throw new RequestError(userError('folder', { name }));
}

/** @returns whether to send the current text; `undefined` after Esc */
async function askForCurrent(name: string): Promise<boolean | undefined> {
  const items = [
    { label: 'Send the current text', description: 'as the editor shows it', current: true },
    { label: 'Send the saved file', description: 'without the changes', current: false },
  ];
  const title = `${name} Has Unsaved Changes`;
  return (await editor.showQuickPick(items, { title }))?.current;
}

function read(uri: vscode.Uri): Promise<Uint8Array> {
  return explained(baseName(uri), () => vscode.workspace.fs.readFile(uri));
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

function fileOf(name: string, content: Uint8Array): LocalFile {
  const isText = !content.subarray(0, SAMPLE_BYTES).includes(0);
  return { name, mediaType: mediaTypeOf(name, isText ? TEXT : BINARY), content };
}

function mediaTypeOf(name: string, otherwise: string): string {
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return MEDIA_TYPES[extension.toLowerCase()] ?? otherwise;
}

import * as vscode from 'vscode';
import { RequestError } from '../api/channel.ts';

/** A file as it is to be sent. */
export interface LocalFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
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

/** The text that the editor shows, saved or not, in the encoding and line ends of the document. */
export async function fileOfDocument(document: vscode.TextDocument): Promise<LocalFile> {
  const saved = !document.isDirty && !document.isUntitled;
  const content = saved
    ? await read(document.uri)
    : await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  const name = document.isUntitled ? untitledName(document) : baseName(document.uri);
  return { name, mediaType: mediaTypeOf(name, 'text/plain'), content };
}

/** A file by its address, through the editor's file systems: local, remote or virtual. */
export async function fileOfUri(uri: vscode.Uri): Promise<LocalFile> {
  const name = baseName(uri);
  return {
    name,
    mediaType: mediaTypeOf(name, 'application/octet-stream'),
    content: await read(uri),
  };
}

async function read(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    throw new RequestError({
      code: 'unreadable',
      message: `${baseName(uri)} cannot be read: check that it still exists and may be read.`,
    });
  }
}

function baseName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

/** A tab's title such as `Untitled-1`, made a file name. */
function untitledName(document: vscode.TextDocument): string {
  const name = baseName(document.uri);
  return name.includes('.') ? name : `${name}.txt`;
}

function mediaTypeOf(name: string, otherwise: string): string {
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return MEDIA_TYPES[extension.toLowerCase()] ?? otherwise;
}

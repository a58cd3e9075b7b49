import path from 'node:path';
import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { safeFileName } from '../../base/fileName.ts';
import { nameIsTaken } from '../../base/newFile.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import { downloadFolder } from './downloadFolder.ts';
import { maySave } from './maySave.ts';

/** Accepts an offered file into the download folder; programs are asked about. @throws RequestError */
export async function acceptOffered(api: Api, of: OfChat, message: string): Promise<void> {
  const name = await nameOf(api, of, message);
  if (!(await maySave([name]))) return;
  const target = path.join(await downloadFolder(), name);
  await api.request('acceptFile', { ...of, message, path: target, replace: false });
}

/** The same, to where the user wants it. @throws RequestError */
export async function saveOffered(api: Api, of: OfChat, message: string): Promise<void> {
  const name = await nameOf(api, of, message);
  const target = await vscode.window.showSaveDialog({
    title: `Save ${name}`,
    defaultUri: vscode.Uri.file(path.join(await downloadFolder(), name)),
  });
  if (!target) return;
  // It is written piece by piece, which the editor does for no other place.
  if (target.scheme !== 'file') throw new RequestError(userError('not-saved.elsewhere', { name }));
  if (!(await maySave([name, target.path]))) return;
  // The dialog has confirmed replacing an existing file; one created later is not overwritten.
  const replace = await nameIsTaken(target.fsPath);
  await api.request('acceptFile', { ...of, message, path: target.fsPath, replace });
}

/** Shows a saved file where it is, in the file manager if there is one. @throws RequestError */
export async function revealSaved(api: Api, of: OfChat, message: string): Promise<void> {
  const saved = await savedPath(api, of, message);
  const isLocal = vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName;
  if (isLocal) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(saved));
    return;
  }
  const copy = 'Copy Path';
  const chosen = await editor.showInformationMessage(plain(`The file is at ${saved}`), copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(saved);
}

/** The content of a saved file of at most `maxBytes`. @throws RequestError */
export async function readSaved(
  api: Api,
  of: OfChat,
  message: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const saved = await savedPath(api, of, message);
  const name = path.basename(saved);
  const uri = vscode.Uri.file(saved);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > maxBytes)
    throw new RequestError(userError('not-text', { name, size: { bytes: size } }));
  return vscode.workspace.fs.readFile(uri);
}

/** @throws RequestError if it is no longer there */
async function savedPath(api: Api, of: OfChat, message: string): Promise<string> {
  const saved = await api.request('getSavedFile', { ...of, message });
  if (await nameIsTaken(saved)) return saved;
  throw new RequestError(userError('no-file.moved', { name: path.basename(saved) }));
}

async function nameOf(api: Api, of: OfChat, message: string): Promise<string> {
  const { file } = await api.request('getMessage', { ...of, message });
  return safeFileName(file?.name ?? '');
}

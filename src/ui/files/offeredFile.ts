import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import { safeFileName } from '../../base/fileName.ts';
import { t } from '../../base/l10n.ts';
import { nameIsTaken } from '../../base/newFile.ts';
import { notSaved } from '../../base/notSaved.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { plain, withoutIcons } from '../plain.ts';
import { downloadFolder } from './downloadFolder.ts';
import { followReception } from './followReception.ts';
import { maySave } from './maySave.ts';

/** Maximum size of a file that the editor writes as a whole, in bytes: to a place not on this machine. */
export const MAX_WHOLE_BYTES = 50 * 1000 * 1000;

export function tooLargeElsewhere(name: string): RequestError {
  return new RequestError(
    userError('too-large.elsewhere', { name, most: { bytes: MAX_WHOLE_BYTES } }),
  );
}

/** The title of the dialog that asks where to save a file. @param size in bytes, if it is known */
export function saveTitle(name: string, size: number | undefined): string {
  if (size === undefined) return t('Save {name}', { name });
  return t('Save {name} ({size})', { name, size: formatBytes(size) });
}

/** Accepts an offered file into the download folder; programs are asked about. @throws RequestError */
export async function acceptOffered(api: Api, of: OfChat, message: string): Promise<void> {
  const { name } = await fileOf(api, of, message);
  if (!(await maySave([name]))) return;
  const target = path.join(await downloadFolder(), name);
  await receive(api, of, { message, path: target, replace: false }, name);
}

/** The same, to where the user wants it. @throws RequestError */
export async function saveOffered(api: Api, of: OfChat, message: string): Promise<void> {
  const { name, size } = await fileOf(api, of, message);
  const target = await vscode.window.showSaveDialog({
    title: saveTitle(name, size),
    defaultUri: vscode.Uri.file(path.join(await downloadFolder(), name)),
  });
  if (!target) return;
  if (target.scheme !== 'file' && (size ?? 0) > MAX_WHOLE_BYTES) throw tooLargeElsewhere(name);
  if (!(await maySave([name, target.path]))) return;
  if (target.scheme !== 'file') return receiveElsewhere(api, of, message, { name, target });
  // The dialog has confirmed replacing an existing file; one created later is not overwritten.
  const replace = await nameIsTaken(target.fsPath);
  await receive(api, of, { message, path: target.fsPath, replace }, name);
}

/** Accepts an offered file; that it comes is shown if it takes long. */
async function receive(
  api: Api,
  of: OfChat,
  target: { message: string; path: string; replace: boolean },
  name: string,
): Promise<void> {
  await api.request('acceptFile', { ...of, ...target });
  // How it ends is for its card to say.
  followReception(api, of, target.message, { name, isAwaited: false }).catch(() => undefined);
}

/** Receives a file beside, then has the editor write it as a whole to a place not on this machine. */
async function receiveElsewhere(
  api: Api,
  of: OfChat,
  message: string,
  { name, target }: { name: string; target: vscode.Uri },
): Promise<void> {
  const folder = path.join(tmpdir(), `parley-${randomUUID()}`);
  const { fs } = vscode.workspace;
  await fs.createDirectory(vscode.Uri.file(folder));
  try {
    const beside = path.join(folder, name);
    await api.request('acceptFile', { ...of, message, path: beside, replace: false });
    const { state, error } = await followReception(api, of, message, { name, isAwaited: true });
    if (error) throw new RequestError(error);
    if (state !== 'done') return;
    // Its size may have been unknown before.
    if ((await fs.stat(vscode.Uri.file(beside))).size > MAX_WHOLE_BYTES) {
      throw tooLargeElsewhere(name);
    }
    try {
      await fs.writeFile(target, await fs.readFile(vscode.Uri.file(beside)));
    } catch (reason) {
      throw new RequestError(notSaved(name, reason));
    }
    editor.setStatusBarMessage(
      `$(check) ${t('{name} was saved', { name: withoutIcons(name) })}`,
      5000,
    );
  } finally {
    await fs.delete(vscode.Uri.file(folder), { recursive: true });
  }
}

/** Shows a saved file where it is, in the file manager if there is one. @throws RequestError */
export async function revealSaved(api: Api, of: OfChat, message: string): Promise<void> {
  const saved = await savedPath(api, of, message);
  const isLocal = vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName;
  if (isLocal) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(saved));
    return;
  }
  const copy = t('Copy Path');
  const chosen = await editor.showInformationMessage(
    plain(t('The file is at {path}', { path: saved })),
    copy,
  );
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

async function fileOf(
  api: Api,
  of: OfChat,
  message: string,
): Promise<{ readonly name: string; readonly size: number | undefined }> {
  const { file } = await api.request('getMessage', { ...of, message });
  return { name: safeFileName(file?.name ?? ''), size: file?.size };
}

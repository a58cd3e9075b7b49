import * as vscode from 'vscode';
import type { Api } from '../api/channel.ts';
import type { OfChat } from '../api/requests.ts';
import { safeFileName } from '../base/fileName.ts';
import { plain } from './plain.ts';

/** Asks where to, fetches the file that a message announces, and writes it there. */
export async function saveReceivedFile(api: Api, of: OfChat, message: string): Promise<void> {
  const name = await fileName(api, of, message);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: `Save ${name}`,
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  const content = await fetchContent(api, of, message, name);
  await vscode.workspace.fs.writeFile(target, content);
  vscode.window.setStatusBarMessage(`$(check) ${name} was saved`, 5000);
}

/** Fetches the file and shows it as text in a new editor; nothing is written to disk. */
export async function openReceivedFile(api: Api, of: OfChat, message: string): Promise<void> {
  const bytes = await fetchContent(api, of, message, await fileName(api, of, message));
  const content = await vscode.workspace.decode(bytes);
  const document = await vscode.workspace.openTextDocument({ content });
  await vscode.window.showTextDocument(document);
}

/** The announced name, made harmless. */
async function fileName(api: Api, of: OfChat, message: string): Promise<string> {
  const { file } = await api.request('getMessage', { ...of, message });
  return safeFileName(file?.name ?? '');
}

async function fetchContent(
  api: Api,
  of: OfChat,
  message: string,
  name: string,
): Promise<Uint8Array> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Fetching ${plain(name)}…` },
    async () => (await api.request('fetchFile', { ...of, message })).content,
  );
}

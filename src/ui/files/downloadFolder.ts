import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { nameIsTaken } from '../../base/newFile.ts';

/** The default folder for received files: never inside a workspace folder. */
export async function downloadFolder(): Promise<string> {
  const isOutside = (folder: string) =>
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path.join(folder, 'file'))) === undefined;
  const downloads = path.join(homedir(), 'Downloads');
  if (isOutside(downloads) && (await nameIsTaken(downloads))) return downloads;
  return isOutside(homedir()) ? homedir() : tmpdir();
}

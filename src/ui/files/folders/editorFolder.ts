import * as vscode from 'vscode';
import { ExcludeSetting } from './excludeSetting.ts';
import type { FolderEntry, FolderReader, Listed } from './listFolder.ts';

/** A larger `.gitignore` is not read, in bytes. */
const MAX_RULES_BYTES = 1024 * 1024;
/** How many folders upwards a repository is looked for. */
const MAX_PARENTS = 50;

/** Reads folders through the editor's file systems: local, remote or virtual. */
export function folderReader(folder: vscode.Uri): FolderReader {
  const { fs } = vscode.workspace;
  const at = (path: string) => folder.with({ path });
  return {
    list: async (path) =>
      (await fs.readDirectory(at(path))).map(([name, type]) => ({ name, type: typeOf(type) })),
    readText: async (path) => {
      try {
        const { type, size } = await fs.stat(at(path));
        if (type !== vscode.FileType.File || size > MAX_RULES_BYTES) return undefined;
        return new TextDecoder().decode(await fs.readFile(at(path)));
      } catch {
        return undefined;
      }
    },
    stat: async (path) => {
      const { size, mtime } = await fs.stat(at(path));
      return { size, modified: new Date(mtime) };
    },
  };
}

/** A link has a type of two bits. */
function typeOf(type: vscode.FileType): FolderEntry['type'] {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'folder' : 'other';
}

/** What to list of a folder, as git and the explorer see it. */
export async function toList(folder: vscode.Uri): Promise<Omit<Listed, 'isCancelled'>> {
  const path = trimmed(folder.path);
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri.path;
  const below = root === undefined ? '' : path.slice(trimmed(root).length + 1);
  return {
    path,
    parents: await parentsInRepository(folder.with({ path })),
    exclude: new ExcludeSetting(vscode.workspace.getConfiguration('files', folder).get('exclude')),
    excludeBase: below === '' ? '' : `${below}/`,
  };
}

/** The folders above one that are of the same git repository, the topmost first. */
async function parentsInRepository(folder: vscode.Uri): Promise<readonly string[]> {
  const parents: string[] = [];
  for (let at = folder; parents.length < MAX_PARENTS; at = vscode.Uri.joinPath(at, '..')) {
    if (at.path !== folder.path) parents.unshift(trimmed(at.path));
    if (await exists(vscode.Uri.joinPath(at, '.git'))) return parents;
    if (trimmed(at.path) === '') break;
  }
  return [];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function trimmed(path: string): string {
  return path.replace(/(?<!\/)\/+$/u, '').replace(/^\/$/u, '');
}

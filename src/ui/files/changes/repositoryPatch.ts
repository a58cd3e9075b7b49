import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import { userError } from '../../../base/userError.ts';
import { type GitChange, type GitRepository, UNTRACKED } from './gitExtension.ts';
import { addedFile, changedFile, type FilePatch, joined, type Patch } from './patch.ts';

/** Most files of a patch, and most bytes of one that git does not know yet. */
const MAX_FILES = 2000;
const MAX_ADDED_BYTES = 10 * 1024 * 1024;

/** A change to be sent: of a file in the working tree, or of what is staged of it. */
export interface Chosen {
  readonly uri: vscode.Uri;
  readonly isStaged: boolean;
}

/** All changes of a repository, staged or not; each file once. */
export function allChanges(repository: GitRepository): readonly Chosen[] {
  return changesOf(repository).map(({ uri, renameUri }) => ({
    uri: renameUri ?? uri,
    isStaged: false,
  }));
}

/**
 * The changes since the last commit as a patch.
 * @returns `undefined` if the user gave up
 * @throws RequestError if there are none, or too many, or git does not tell
 */
export async function repositoryPatch(
  repository: GitRepository,
  chosen: readonly Chosen[],
  isCancelled: () => boolean,
): Promise<Patch | undefined> {
  const files = withOrigins(repository, chosen);
  if (files.length > MAX_FILES) {
    throw new RequestError(userError('no-changes.too-many', { count: MAX_FILES }));
  }
  const parts: FilePatch[] = [];
  for (const file of files) {
    if (isCancelled()) return undefined;
    parts.push(await filePatch(repository, file));
  }
  const patch = joined(parts);
  if (patch.text === '') throw new RequestError(userError('no-changes'));
  return patch;
}

/** Each file once, and of a renamed one also what it was: git tells of one path at a time. */
function withOrigins(repository: GitRepository, chosen: readonly Chosen[]): readonly Chosen[] {
  const files = new Map<string, Chosen>();
  for (const { uri, isStaged } of chosen) {
    const origins = changesOf(repository)
      .filter((change) => [change.renameUri, change.uri].some((one) => isSame(one, uri)))
      .map(({ originalUri }) => originalUri);
    for (const one of [...origins, uri])
      files.set(`${String(isStaged)} ${one.path}`, { uri: one, isStaged });
  }
  return [...files.values()];
}

async function filePatch(repository: GitRepository, { uri, isStaged }: Chosen): Promise<FilePatch> {
  const path = uri.path.slice(repository.rootUri.path.replace(/\/$/u, '').length + 1);
  const isUntracked = changesOf(repository).some(
    (change) => change.status === UNTRACKED && isSame(change.uri, uri),
  );
  // Before the first commit there is nothing to compare with.
  if (isUntracked || repository.state.HEAD?.commit === undefined) return addition(uri, path);
  try {
    const diff = isStaged
      ? await repository.diffIndexWithHEAD(uri.fsPath)
      : await repository.diffWithHEAD(uri.fsPath);
    return changedFile(path, diff);
  } catch {
    throw new RequestError(userError('no-changes.failed', { name: path }));
  }
}

/** A file that is new; a link, whatever it leads to, and a large one count as binary. */
async function addition(uri: vscode.Uri, path: string): Promise<FilePatch> {
  const { fs } = vscode.workspace;
  try {
    const { type, size } = await fs.stat(uri);
    if (type !== vscode.FileType.File || size > MAX_ADDED_BYTES) return { path, text: undefined };
    return addedFile(path, await fs.readFile(uri));
  } catch {
    throw new RequestError(userError('unreadable', { name: path }));
  }
}

function changesOf({ state }: GitRepository): readonly GitChange[] {
  return [
    ...state.indexChanges,
    ...state.workingTreeChanges,
    ...state.mergeChanges,
    ...(state.untrackedChanges ?? []),
  ];
}

function isSame(one: vscode.Uri | undefined, other: vscode.Uri): boolean {
  return one?.path === other.path;
}

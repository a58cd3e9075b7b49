import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import { userError } from '../../../base/userError.ts';

/** What we use of the API of the editor's own Git extension (`extensions/git/src/api/git.d.ts`). */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
    /** Absent in older editors, and empty unless the user has them listed apart. */
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** The difference of a file in the working tree from the last commit, as a patch. */
  diffWithHEAD(path: string): Promise<string>;
  /** The same of what is staged of it. */
  diffIndexWithHEAD(path: string): Promise<string>;
}

export interface GitChange {
  readonly uri: vscode.Uri;
  readonly originalUri: vscode.Uri;
  readonly renameUri: vscode.Uri | undefined;
  readonly status: number;
}

/** Of its enumeration `Status`. */
export const UNTRACKED = 7;

export interface GitApi {
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** @throws RequestError if it is disabled, restricted, or finds no git */
export async function gitApi(): Promise<GitApi> {
  try {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const git = await extension?.activate();
    if (git?.enabled === true) return git.getAPI(1);
  } catch {
    // Told below: it says only in its own output why.
  }
  throw new RequestError(userError('no-changes.git'));
}
